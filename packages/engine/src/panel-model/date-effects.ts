import type { Booster } from '../boost/booster.ts';
import type { Panel } from '../contract.ts';
import { beyondChance, deviationOf } from './beyond-chance.ts';
import { daysFromNewYear, dayYearBefore } from './calendar.ts';
import { type PanelCandidate, PanelForecaster } from './panel-forecaster.ts';
import type { PanelModel } from './panel-model.ts';
import type { RowSampling } from './sample-rows.ts';
import { type WeightedSeries, weightedSeries } from './weighted-series.ts';

/** Days from New Year between which sales follow the date: 15 December to 6 January. Other feasts move with the weekdays. */
const FIRST = -17;
const LAST = 5;
/** Series that tell what was missed. */
const SERIES = 400;
/** Steps of history that must lie before the date a year ago. */
const LEAST_BEFORE = 28;
/** Days that are compared, at least: those around tell what a usual miss is, and how much misses vary from day to day. */
const LEAST_COMPARED = 28;
const LEAST_DIFFERENCES = 7;
/** Misses of chance deviate at least so much. */
const LEAST_CHANCE = 0.03;
/** What is missed again of what was missed a year ago: no two Christmases are alike. */
const AGAIN = 0.8;
/** As logarithms: the most that a date adds, and, since a shop may have been closed on it, takes away. */
const MOST_MORE = Math.log(3);
const MOST_LESS = Math.log(30);
/** Days on each side of a date whose misses say what may have been learned of it, and deviations of chance that are allowed. */
const BESIDE = 3;
const MARGIN = 2.5;

/** What is added to raw scores by day ahead, 0 on other days than those around New Year. */
export interface DateEffects {
  /** Of the model for the future, which has learned a part of them, and some of it of the wrong date. */
  readonly whole: Float64Array;
  /** Of models that know nothing of dates. */
  readonly unaware: Float64Array;
}

/** Forecasts of all series together, as weighted sums by day. */
interface Sums {
  /** After the same date a year ago. */
  readonly sold: Float64Array;
  readonly forecast: Float64Array;
  /**
   * After the last value, as many days: by the model for the future, and by the one that does not know the days a year ago.
   * Columns that are known no farther than the horizon are so to both.
   */
  readonly withDates: Float64Array;
  readonly withoutDates: Float64Array;
}

const isNearNewYear = (day: number): boolean => {
  const days = daysFromNewYear(day);
  return days >= FIRST && days <= LAST;
};

/**
 * What the days around New Year sell beside what the trees make of them, which have seen one Christmas or two, each date of
 * which fell on other weekdays: the 23rd of December looks to them like the 24th, which was a Tuesday the year before.
 *
 * A booster that is trained without the days of a year ago that the horizon has now forecasts them from the same date. What all
 * series together sold over that, as far as it stands out of how much such misses vary from day to day, is missed again, but for
 * what the model for the future has learned of it: its forecast of the days ahead over the one by that booster.
 * @param horizon days ahead
 * @param length of most series
 * @param train trains on all rows but those of the days that are given
 * @returns undefined where there is nothing to say
 */
export function learnDates(
  panel: Panel,
  model: PanelModel,
  horizon: number,
  length: number,
  train: (without: RowSampling['without']) => Booster,
): DateEffects | undefined {
  const { lastDay } = panel;
  if (model.frequency !== 'D' || lastDay === undefined) return undefined;
  const days = Array.from({ length: horizon }, (_, k) => lastDay + 1 + k);
  if (!days.some(isNearNewYear)) return undefined;
  const then = dayYearBefore(lastDay);
  const back = lastDay - then;
  if (length < back + LEAST_BEFORE) return undefined;
  const compared = Math.max(LEAST_COMPARED, dayYearBefore(lastDay + horizon) - then);
  const before = train({ newest: Math.max(0, back - compared), oldest: back });
  const sums = addUp(panel, model, before, back, Math.max(compared, horizon));
  const missed = ratios(sums.sold, sums.forecast);
  const deviation = deviationOf(missed, LEAST_DIFFERENCES);
  if (deviation === undefined) return undefined;
  const chance = Math.max(LEAST_CHANCE, deviation);
  const learned = ratios(sums.withDates, sums.withoutDates);
  const usualMiss = usual(missed, (k) => then + 1 + k);
  const usuallyLearned = usual(learned, (k) => lastDay + 1 + k);
  const missOn = (day: number): number => bounded(missed[dayYearBefore(day) - then - 1] - usualMiss);
  const unaware = Float64Array.from(days, (day) => {
    const miss = isNearNewYear(day) ? missOn(day) : 0;
    return Number.isNaN(miss) ? 0 : AGAIN * beyondChance(miss, chance);
  });
  const whole = unaware.map((again, k) => {
    const known = learned[k] - usuallyLearned;
    if (!isNearNewYear(days[k]) || !Number.isFinite(known)) return 0;
    if (again !== 0) return effectOf(again, known);
    const beside = Array.from({ length: 2 * BESIDE + 1 }, (_, i) => missOn(days[k] + i - BESIDE));
    return effectOfNothing(known, beside, MARGIN * chance);
  });
  return [...whole, ...unaware].some((effect) => effect !== 0) ? { whole, unaware } : undefined;
}

/** What is left of a miss that comes again, when so much of it is known; nothing where more of it is known than that. */
function effectOf(again: number, known: number): number {
  const left = again - known;
  return left * again > 0 ? corrected(left) : 0;
}

/**
 * On a date that was nothing out of the ordinary a year ago, what was learned of it must have been seen on a day beside it:
 * otherwise it is another date's, which fell on its weekday.
 */
function effectOfNothing(known: number, beside: readonly number[], margin: number): number {
  const misses = beside.filter(Number.isFinite);
  const seen = Math.max(Math.min(-margin, ...misses), Math.min(Math.max(margin, ...misses), known));
  return corrected(seen - known);
}

const bounded = (miss: number): number => Math.max(-MOST_LESS, Math.min(MOST_MORE, miss));

/** A closed day that is taken for an open one is as far off as the other way round. */
const corrected = (left: number): number => Math.max(-MOST_LESS, Math.min(MOST_LESS, left));

const ratios = (above: Float64Array, below: Float64Array): number[] =>
  Array.from(above, (one, k) => Math.log(one / below[k]));

/** Median of those outside of the days around New Year; 0 where there are none. */
function usual(misses: readonly number[], dayOf: (k: number) => number): number {
  const others = misses
    .filter((miss, k) => Number.isFinite(miss) && !isNearNewYear(dayOf(k)))
    .sort((a, b) => a - b);
  return others[others.length >> 1] ?? 0;
}

function addUp(panel: Panel, model: PanelModel, before: Booster, back: number, steps: number): Sums {
  const sums: Sums = {
    sold: new Float64Array(steps),
    forecast: new Float64Array(steps),
    withDates: new Float64Array(steps),
    withoutDates: new Float64Array(steps),
  };
  // the sizes of errors are of no use here
  const aware: PanelModel = { ...model, errorSize: undefined };
  const refits = [{ span: Number.POSITIVE_INFINITY, booster: before }];
  const [now, then] = [aware, { ...aware, whole: before, refits }].map(
    (one) => new PanelForecaster(panel, one, steps),
  );
  for (const series of weightedSeries(panel, SERIES)) {
    const unaware = then.candidate(series.s);
    addFinal(sums.withDates, now.candidate(series.s), series.weight);
    addFinal(sums.withoutDates, unaware, series.weight);
    addThen(sums, unaware, series, back);
  }
  return sums;
}

function addFinal(sums: Float64Array, candidate: PanelCandidate, weight: number): void {
  const mean = new Float64Array(sums.length);
  candidate.final(mean.length, mean, mean.slice());
  for (let k = 0; k < mean.length; k++) sums[k] += weight * mean[k];
}

function addThen(
  { sold, forecast }: Sums,
  candidate: PanelCandidate,
  { values, weight }: WeightedSeries,
  back: number,
): void {
  const origin = values.length - 1 - back;
  if (origin < LEAST_BEFORE - 1) return;
  const mean = new Float64Array(forecast.length);
  if (!candidate.evidence([origin], mean.length, mean, mean.slice())) return;
  for (let k = 0; k < mean.length; k++) {
    const y = values[origin + 1 + k];
    if (y === undefined || Number.isNaN(y) || Number.isNaN(mean[k])) continue;
    sold[k] += weight * y;
    forecast[k] += weight * mean[k];
  }
}
