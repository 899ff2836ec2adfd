import { addDays, daysBetween } from '../format/dates.ts';

export interface FanInput {
  readonly historyFrom: string;
  readonly history: readonly (number | null)[];
  readonly forecastFrom: string;
  readonly mean: readonly number[];
  readonly probabilities: readonly number[];
  /** [probability][day] */
  readonly quantiles: readonly (readonly number[])[];
  readonly previous?: { readonly from: string; readonly mean: readonly number[] } | null;
  readonly unavailable?: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
  /** ascending by first day */
  readonly marks?: readonly FanMark[];
}

/** What the calendar says of some days: "Week offer", "20% off". */
export interface FanMark {
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly detail?: string | undefined;
}

export type Band = 50 | 80 | 95;
export const bands: readonly Band[] = [50, 80, 95];
export type Step = 'day' | 'week' | 'month';

export interface FanPoint {
  readonly from: string;
  readonly to: string;
  readonly sold: number | null;
  /** days of the period without a known figure */
  readonly unknownDays: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly low: Readonly<Record<Band, number>> | null;
  readonly high: Readonly<Record<Band, number>> | null;
  readonly previous: number | null;
}

/** One point a day: history, then forecast with its bands. */
export function dailyPoints(input: FanInput): FanPoint[] {
  const read = (row: number, day: number) => input.quantiles[row]?.[day] ?? 0;
  const row = (probability: number) =>
    input.probabilities.findIndex((known) => Math.abs(known - probability) < 1e-6);
  const previousAt = (day: string) =>
    input.previous ? (input.previous.mean[daysBetween(input.previous.from, day)] ?? null) : null;
  const past = input.history.map((sold, index): FanPoint => {
    const day = addDays(input.historyFrom, index);
    return {
      from: day,
      to: day,
      sold,
      unknownDays: sold === null ? 1 : 0,
      mean: null,
      median: null,
      low: null,
      high: null,
      previous: previousAt(day),
    };
  });
  const future = input.mean.map((mean, index): FanPoint => {
    const day = addDays(input.forecastFrom, index);
    return {
      from: day,
      to: day,
      sold: null,
      unknownDays: 0,
      mean,
      median: read(row(0.5), index),
      low: { 50: read(row(0.25), index), 80: read(row(0.1), index), 95: read(row(0.025), index) },
      high: { 50: read(row(0.75), index), 80: read(row(0.9), index), 95: read(row(0.975), index) },
      previous: previousAt(day),
    };
  });
  return [...past, ...future];
}

/**
 * Weeks and months carry sums of what was sold and of the means. Quantiles of days do not add up to quantiles
 * of a week, so these points have no bands; ranges of totals come from the forecast's own sums.
 * Weeks are blocks of seven days counted from the cut-off, so that none is half history, half forecast.
 */
export function summedPoints(input: FanInput, step: 'week' | 'month'): FanPoint[] {
  const groups = new Map<string, FanPoint[]>();
  for (const point of dailyPoints(input)) {
    const week = Math.floor(daysBetween(input.forecastFrom, point.from) / 7);
    const key = step === 'week' ? `w${week}` : point.from.slice(0, 7);
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  const sum = (values: (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length > 0 ? known.reduce((total, value) => total + value, 0) : null;
  };
  const periods = [...groups.values()].map(
    (days): FanPoint => ({
      from: days[0]?.from ?? '',
      to: days.at(-1)?.to ?? '',
      sold: sum(days.map(({ sold }) => sold)),
      unknownDays: days.filter(({ unknownDays }) => unknownDays > 0).length,
      mean: sum(days.map(({ mean }) => mean)),
      median: null,
      low: null,
      high: null,
      previous: null,
    }),
  );
  // a period cut by the ends of the data would look like a fall
  const whole = ({ from, to }: FanPoint) =>
    step === 'week' ? daysBetween(from, to) === 6 : addDays(to, 1).endsWith('-01') && from.endsWith('-01');
  const kept = periods.filter((period, index) => (index > 0 && index < periods.length - 1) || whole(period));
  return kept.length > 0 ? kept : periods;
}

/** Marks with a day in a point's period. */
export const marksAt = (marks: readonly FanMark[] | undefined, { from, to }: FanPoint): FanMark[] =>
  (marks ?? []).filter((mark) => mark.from <= to && mark.to >= from);

export const markText = ({ name, detail }: FanMark): string => (detail ? `${name}, ${detail}` : name);

/** Marks that show in the points, each once. */
export function marksWithin(input: FanInput, points: readonly FanPoint[]): FanMark[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  return (input.marks ?? []).filter((mark) => mark.from <= last.to && mark.to >= first.from);
}

export const fanPoints = (input: FanInput, step: Step) =>
  step === 'day' ? dailyPoints(input) : summedPoints(input, step);
