import type { Booster } from '../boost/booster.ts';
import type { Frequency, Panel } from '../contract.ts';
import { beyondChance, deviationOf } from './beyond-chance.ts';
import { stepsSinceLast } from './feasts.ts';
import { type FeaturePlan, withoutFeasts } from './feature-plan.ts';
import { type PanelCandidate, PanelForecaster } from './panel-forecaster.ts';
import type { PanelModel } from './panel-model.ts';
import type { RowSampling } from './sample-rows.ts';
import { type WeightedSeries, weightedSeries } from './weighted-series.ts';

/** Series that tell what was missed. */
const SERIES = 400;
/** In steps of a frequency. */
interface Reach {
  /** Days of a step. */
  readonly days: 1 | 7;
  /** History that must lie before the date a year ago. */
  readonly before: number;
  /** Steps that are compared, at least: those around tell what a usual miss is, and how much misses vary from step to step. */
  readonly compared: number;
  /** After so many a feast has come once more, whatever its date. */
  readonly year: number;
  /** On each side of a date, whose misses say what may have been learned of it. */
  readonly beside: number;
}

const REACH: Partial<Record<Frequency, Reach>> = {
  D: { days: 1, before: 28, compared: 28, year: 400, beside: 3 },
  W: { days: 7, before: 8, compared: 13, year: 58, beside: 1 },
};
const LEAST_DIFFERENCES = 7;
/** Misses of chance deviate at least so much. */
const LEAST_CHANCE = 0.03;
/** What is missed again of what was missed a year ago: no two Christmases are alike. */
const AGAIN = 0.8;
/** As logarithms: the most that a date adds, and, since a shop may have been closed on it, takes away. */
const MOST_MORE = Math.log(3);
const MOST_LESS = Math.log(30);
/** Deviations of chance that may have been learned. */
const MARGIN = 2.5;

/** What is added to raw scores by day ahead, 0 on other days than those around a feast. */
export interface DateEffects {
  /** Of the model for the future, which has learned a part of them, and some of it of the wrong date. */
  readonly whole: Float64Array;
  /** Of models that know nothing of dates. */
  readonly unaware: Float64Array;
}

/** Forecasts of all series together, as weighted sums by day. */
interface Sums {
  /** For each feast, after the day a year ago that lies as far from it. */
  readonly feasts: readonly { readonly sold: Float64Array; readonly forecast: Float64Array }[];
  /**
   * After the last value: by the model for the future, and by the one that does not know the days a year ago. Columns that are known
   * no farther than the horizon are so to both.
   */
  readonly withDates: Float64Array;
  readonly withoutDates: Float64Array;
}

/**
 * What the days or weeks around a feast sell beside what the trees make of them, which have seen one Christmas or two, each date of
 * which fell on other weekdays: the 23rd of December looks to them like the 24th, which was a Tuesday the year before. Black
 * Friday and Easter have another date each year.
 *
 * A booster that is trained without the days of a year ago that the horizon has now forecasts them from a day as far before the
 * feast. What all series together sold over that, as far as it stands out of how much such misses vary from day to day, is missed
 * again, but for what the model for the future has learned of it: its forecast of the days ahead over the one by that booster.
 * @param horizon steps ahead
 * @param length of most series
 * @param train trains on all rows but those of the days that are given, with what the plan tells
 * @returns undefined where there is nothing to say
 */
export function learnDates(
  panel: Panel,
  model: PanelModel,
  horizon: number,
  length: number,
  train: (without: RowSampling['without'], plan: FeaturePlan) => Booster,
): DateEffects | undefined {
  const { lastDay } = panel;
  const reach = REACH[model.frequency];
  if (!reach || lastDay === undefined) return undefined;
  /** Of the step `k` places after the first one ahead. */
  const sinceLast = (k: number): number | undefined =>
    stepsSinceLast(lastDay + reach.days * (k + 1), reach.days);
  const backs = Array.from({ length: horizon }, (_, k) => {
    const since = sinceLast(k) ?? 0;
    // The second time that it comes in a long horizon, the feast of the year before lies ahead too.
    return since > k && since + reach.before <= length ? since : 0;
  });
  const feasts = [...new Set(backs)].filter((back) => back > 0);
  if (feasts.length === 0) return undefined;
  const compared = Math.max(reach.compared, horizon);
  const oldest = Math.max(...feasts);
  const plan = length < oldest + reach.year ? withoutFeasts(model.plan) : model.plan;
  // What follows the feasts and the days they are compared with it may learn from: the fewer it lacks, the less does it guess.
  const ends = backs.flatMap((back, k) => (back > 0 ? [back - k - 1] : []));
  const newest = Math.max(0, Math.min(oldest - reach.compared, ...ends));
  const booster = train({ newest, oldest }, plan);
  const before: PanelModel = {
    ...model,
    plan,
    whole: booster,
    refits: [{ span: Number.POSITIVE_INFINITY, booster }],
  };
  const whole = new Float64Array(horizon);
  const unaware = new Float64Array(horizon);
  const sums = addUp(panel, model, before, feasts, compared, reach.before);
  const isFeast = (k: number): boolean => sinceLast(k) !== undefined;
  for (const [place, back] of feasts.entries()) {
    const misses = missesOf(sums, place, { back, unseen: back - newest, beside: reach.beside, isFeast });
    if (!misses) continue;
    for (let k = 0; k < horizon; k++) {
      if (backs[k] !== back) continue;
      const miss = misses.on(k);
      // As on any other day, for all that is known of it: it was closed, or nothing was recorded.
      if (Number.isNaN(miss)) continue;
      unaware[k] = AGAIN * beyondChance(miss, misses.chance);
      whole[k] = leftOf(miss, k, misses);
    }
  }
  return [...whole, ...unaware].some((effect) => effect !== 0) ? { whole, unaware } : undefined;
}

/** What was missed around one feast a year ago, by the day ahead that lies as far from it now; as logarithms. */
interface Misses {
  /** NaN where it is not known. */
  on(k: number): number;
  /** On the days around it and on itself; NaN where it is not known. */
  beside(k: number): number[];
  /** What the model for the future has learned of it. */
  learned(k: number): number;
  /** Deviation of misses from day to day. */
  readonly chance: number;
}

interface Compared {
  /** Steps to the year before. */
  readonly back: number;
  /** Steps from the first on that the booster without them did not see. */
  readonly unseen: number;
  readonly beside: number;
  /** Of a step after the first one ahead, or before it. */
  readonly isFeast: (k: number) => boolean;
}

function missesOf(
  { feasts, withDates, withoutDates }: Sums,
  place: number,
  { back, unseen, beside, isFeast }: Compared,
): Misses | undefined {
  const { sold, forecast } = feasts[place];
  const missed = ratios(sold, forecast);
  // What it was trained on it does not miss.
  const fair = missed.slice(0, unseen);
  const deviation = deviationOf(fair, LEAST_DIFFERENCES);
  if (deviation === undefined) return undefined;
  const learned = ratios(withDates, withoutDates);
  const usualMiss = usual(fair, (k) => isFeast(k - back));
  const usuallyLearned = usual(learned, isFeast);
  const on = (k: number): number => bounded((missed[k] ?? Number.NaN) - usualMiss);
  return {
    on,
    beside: (k) => Array.from({ length: 2 * beside + 1 }, (_, i) => on(k + i - beside)),
    learned: (k) => learned[k] - usuallyLearned,
    chance: Math.max(LEAST_CHANCE, deviation),
  };
}

/**
 * What the model for the future lacks of a day that was missed by `miss` a year ago, or has of another day's: the one as far as the
 * miss stands out of chance, the other as far as it does not.
 */
function leftOf(miss: number, k: number, misses: Misses): number {
  const known = misses.learned(k);
  if (!Number.isFinite(known)) return 0;
  const share = miss === 0 ? 0 : beyondChance(miss, misses.chance) / miss;
  const ofNothing = effectOfNothing(known, misses.beside(k), MARGIN * misses.chance);
  return share * effectOf(AGAIN * miss, known) + (1 - share) * ofNothing;
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

/** Median of those outside of the days around a feast; where there are few, of all. */
function usual(misses: readonly number[], isFeast: (k: number) => boolean): number {
  const known = [...misses.keys()].filter((k) => Number.isFinite(misses[k]));
  const others = known.filter((k) => !isFeast(k));
  const taken = (others.length < LEAST_DIFFERENCES ? known : others)
    .map((k) => misses[k])
    .sort((a, b) => a - b);
  return taken[taken.length >> 1] ?? 0;
}

function addUp(
  panel: Panel,
  model: PanelModel,
  before: PanelModel,
  feasts: readonly number[],
  steps: number,
  least: number,
): Sums {
  const sums: Sums = {
    feasts: feasts.map(() => ({ sold: new Float64Array(steps), forecast: new Float64Array(steps) })),
    withDates: new Float64Array(steps),
    withoutDates: new Float64Array(steps),
  };
  // the sizes of errors are of no use here
  const [now, unaware] = [model, before].map(
    (one) => new PanelForecaster(panel, { ...one, errorSize: undefined }, steps),
  );
  for (const series of weightedSeries(panel, SERIES)) {
    const candidate = unaware.candidate(series.s);
    addFinal(sums.withDates, now.candidate(series.s), series.weight);
    addFinal(sums.withoutDates, candidate, series.weight);
    for (const [place, back] of feasts.entries()) addThen(sums.feasts[place], candidate, series, back, least);
  }
  return sums;
}

function addFinal(sums: Float64Array, candidate: PanelCandidate, weight: number): void {
  const mean = new Float64Array(sums.length);
  candidate.final(mean.length, mean, mean.slice());
  for (let k = 0; k < mean.length; k++) sums[k] += weight * mean[k];
}

function addThen(
  { sold, forecast }: Sums['feasts'][number],
  candidate: PanelCandidate,
  { values, weight }: WeightedSeries,
  back: number,
  least: number,
): void {
  const origin = values.length - 1 - back;
  if (origin < least - 1) return;
  const mean = new Float64Array(forecast.length);
  if (!candidate.evidence([origin], mean.length, mean, mean.slice())) return;
  for (let k = 0; k < mean.length; k++) {
    const y = values[origin + 1 + k];
    if (y === undefined || Number.isNaN(y) || Number.isNaN(mean[k])) continue;
    sold[k] += weight * y;
    forecast[k] += weight * mean[k];
  }
}
