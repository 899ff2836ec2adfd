import { daysOf, precisionOf, readDates } from './dates.ts';

/** Length of one step: hour, day, week, month, quarter, year. */
export type StepFrequency = 'H' | 'D' | 'W' | 'M' | 'Q' | 'Y';

/**
 * Numbers the steps of a frequency, and names them again in the style of the input: weeks keep the weekday they
 * were dated with, months, quarters and years their day of the month (or month end, or its last weekday).
 */
export interface Calendar {
  readonly frequency: StepFrequency;
  stepOf(minutes: number): number;
  /** "2024-05-31", for hours "2024-05-31 13:00:00" */
  nameOf(step: number): string;
}

const minutesPerDay = 1440;
const monthsOf: Readonly<Record<'M' | 'Q' | 'Y', number>> = { M: 1, Q: 3, Y: 12 };

const civil = (days: number): { year: number; month: number; day: number } => {
  const date = new Date(days * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

const lastDayOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

const distinctDays = (minutes: Float64Array): number[] =>
  [...new Set(Array.from(minutes, (value) => Math.floor(value / minutesPerDay)))].sort((a, b) => a - b);

/** The day of the month on which months, quarters and years are dated; a month without it has its last day instead. */
type MonthDay = number | 'end' | 'last weekday';

function dayIn(rule: MonthDay, year: number, month: number): number {
  const last = lastDayOf(year, month);
  if (rule === 'end') return last;
  if (rule !== 'last weekday') return Math.min(rule, last);
  const weekday = new Date(Date.UTC(year, month - 1, last)).getUTCDay();
  return last - (weekday === 0 ? 2 : weekday === 6 ? 1 : 0);
}

/**
 * Dates from which on a rule is believed that dates the months differently: the 30th with 28 February, the last weekday
 * with the 29th here and the 31st there. Chance dates the later five of six sales by it once in 30^5, 24 million, times.
 */
const LEAST_UNEVEN = 6;

/** The rule that all days follow, the month's end before a number, if there is one. */
function monthlyDay(days: readonly number[]): MonthDay | undefined {
  const dates = days.map(civil);
  const follow = (rule: MonthDay): boolean =>
    dates.every(({ year, month, day }) => day === dayIn(rule, year, month));
  if (follow('end')) return 'end';
  const latest = dates.reduce((most, { day }) => Math.max(most, day), 0);
  if (dates.every(({ day }) => day === latest)) return latest;
  if (dates.length < LEAST_UNEVEN) return undefined;
  return [latest, 'last weekday' as const].find(follow);
}

/**
 * The coarsest frequency that the dates fit; a single date is taken as a day, or as an hour when it has one. One time of
 * day for all of them, such as the closing of the till, is no hour.
 */
export function inferFrequency(minutes: Float64Array): StepFrequency {
  const times = new Set(
    Array.from(minutes, (value) => value - Math.floor(value / minutesPerDay) * minutesPerDay),
  );
  const days = distinctDays(minutes);
  if (times.size > 1 || (days.length < 2 && !times.has(0))) return 'H';
  if (days.length < 2) return 'D';
  if (monthlyDay(days) !== undefined) {
    const months = days.map((day) => civil(day).year * 12 + civil(day).month);
    const step = months
      .slice(1)
      .reduce((sum, month, index) => gcd(sum, month - (months[index] as number)), 0);
    if (step % 12 === 0) return 'Y';
    return step % 3 === 0 ? 'Q' : 'M';
  }
  const step = days.slice(1).reduce((sum, day, index) => gcd(sum, day - (days[index] as number)), 0);
  return step % 7 === 0 ? 'W' : 'D';
}

const monthsIn: Readonly<Record<string, number>> = { 'a month': 1, 'a quarter': 3, 'a year': 12 };

/** When the length of time is over that a date names (`precisionOf`) and that starts at `minutes`. */
function endOf(precision: string, minutes: number): number {
  const months = monthsIn[precision];
  if (months === undefined) return minutes + (precision === 'a week' ? 7 : 1) * minutesPerDay;
  const { year, month } = civil(minutes / minutesPerDay);
  const next = year * 12 + month - 1 + months;
  return daysOf(Math.floor(next / 12), (next % 12) + 1, 1) * minutesPerDay;
}

export function createCalendar(frequency: StepFrequency, minutes: Float64Array): Calendar {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const nameOfDay = (days: number): string => {
    const { year, month, day } = civil(days);
    return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`;
  };
  if (frequency === 'H') {
    return {
      frequency,
      stepOf: (value) => Math.floor(value / 60),
      nameOf: (step) => `${nameOfDay(Math.floor(step / 24))} ${pad(((step % 24) + 24) % 24)}:00:00`,
    };
  }
  if (frequency === 'D') {
    return { frequency, stepOf: (value) => Math.floor(value / minutesPerDay), nameOf: nameOfDay };
  }
  const days = distinctDays(minutes);
  if (frequency === 'W') {
    const weekdays = new Set(days.map((day) => ((day % 7) + 7) % 7));
    const monday = 4;
    const anchor = weekdays.size === 1 ? ([...weekdays][0] as number) : monday;
    return {
      frequency,
      stepOf: (value) => Math.floor((Math.floor(value / minutesPerDay) - anchor) / 7),
      nameOf: (step) => nameOfDay(step * 7 + anchor),
    };
  }
  const width = monthsOf[frequency];
  const day = monthlyDay(days) ?? 1;
  // Quarters and years keep the month they were dated with, as long as all dates agree on it.
  const phases = new Set(days.map((value) => (civil(value).month - 1) % width));
  const phase = phases.size === 1 ? ([...phases][0] as number) : 0;
  return {
    frequency,
    stepOf(value) {
      const { year, month } = civil(Math.floor(value / minutesPerDay));
      return Math.floor((year * 12 + month - 1 - phase) / width);
    },
    nameOf(step) {
      const months = step * width + phase;
      const year = Math.floor(months / 12);
      const month = months - year * 12 + 1;
      return nameOfDay(daysOf(year, month, dayIn(day, year, month)));
    },
  };
}

/** Last step whose own date is not after the given one; a day without a time means the whole day, a month all its days. */
export function lastStepUpTo(calendar: Calendar, text: string): number | undefined {
  const read = readDates([text.trim()]);
  if (!read.ok) return undefined;
  const start = read.minutes[0] as number;
  const precision = precisionOf(text.trim());
  const minutes = precision === 'a time of day' ? start : endOf(precision, start) - 1;
  const step = calendar.stepOf(minutes);
  const named = readDates([calendar.nameOf(step)]);
  return named.ok && (named.minutes[0] as number) > minutes ? step - 1 : step;
}
