import type { Panel } from '../contract.ts';
import { deviationOf } from './beyond-chance.ts';
import { type FeastResponse, measureResponse } from './feast-response.ts';
import type { FeastAhead, FeastReach, FeastsAhead } from './feasts-ahead.ts';
import { type PanelCandidate, PanelForecaster } from './panel-forecaster.ts';
import type { PanelModel } from './panel-model.ts';
import { type SeriesForecasts, type Unlike, unlikeBy } from './unlike-series.ts';
import { type WeightedSeries, weightedSeries } from './weighted-series.ts';

/** Series that tell what was missed. */
const SERIES = 400;
const LEAST_DIFFERENCES = 7;
/** Misses of chance deviate at least so much. */
const LEAST_CHANCE = 0.03;
/** As logarithms: the most that a date adds, and, since a shop may have been closed on it, takes away. */
const MOST_MORE = Math.log(3);
export const MOST_LESS = Math.log(30);
/** A miss below which a date was as good as closed. */
const CLOSED = -Math.log(8);
/** Of what was missed in so many years, the share that is missed again: no two Christmases are alike. */
const againAfter = (years: number): number => years / (years + 0.25);

/** Of all series together, as weighted sums by step after a day of years ago that lies as far from a feast as the last value. */
interface Then {
  readonly back: number;
  readonly sold: Float64Array;
  readonly forecast: Float64Array;
}

/** Forecasts of all series together, as weighted sums by step. */
interface Sums {
  /** [feast][year, the last first] */
  readonly feasts: readonly (readonly Then[])[];
  /**
   * After the last value: by the model for the future, and by the one that does not know the feasts. Columns that are known no
   * farther than the horizon are so to both.
   */
  readonly withDates: Float64Array;
  readonly withoutDates: Float64Array;
  /** The same of each series that was asked. */
  readonly series: readonly SeriesForecasts[];
}

/** What was missed around one feast in the years before, by the step ahead that lies as far from it now; as logarithms. */
export interface Misses {
  /** Mean of the years; NaN where none is known. */
  on(k: number): number;
  /** On the days around it and on itself; NaN where it is not known. */
  beside(k: number): number[];
  /** What the model for the future has learned of it. */
  learned(k: number): number;
  /** Share that is missed again, by the years that are known. */
  again(k: number): number;
  /** Deviation of misses from day to day. */
  chance(k: number): number;
  /** How differently series follow it; undefined where they do alike. */
  readonly response: FeastResponse | undefined;
  /** How that changes what is missed of a series, and what was learned of it. */
  unlike(k: number, miss: number): Unlike;
}

/**
 * Misses around each feast ahead by `before`, a model that has seen none of them; undefined of one where too little is known.
 * @param model for the future, which may have learned something of them
 * @param horizon steps ahead
 */
export function missesOf(
  panel: Panel,
  model: PanelModel,
  before: PanelModel,
  ahead: FeastsAhead,
  reach: FeastReach,
  horizon: number,
): (Misses | undefined)[] {
  const compared = Math.max(reach.compared, horizon);
  const sums = addUp(panel, model, before, ahead.feasts, compared, reach.before);
  return ahead.feasts.map((feast, place) => {
    const response = measureResponse(sums.series, feast, reach, ahead.isFeast);
    return missesOfFeast(sums, place, ahead, reach.beside, response);
  });
}

function missesOfFeast(
  { feasts, withDates, withoutDates, series }: Sums,
  place: number,
  { unseen, isFeast }: FeastsAhead,
  beside: number,
  response: FeastResponse | undefined,
): Misses | undefined {
  const years = feasts[place].map(({ back, sold, forecast }) => {
    const missed = ratios(sold, forecast);
    // What it was trained on it does not miss.
    const fair = missed.slice(0, unseen[place]);
    return { missed, fair, usual: usual(fair, (k) => isFeast(k - back)) };
  });
  const deviation = deviationOf(years[0].fair, LEAST_DIFFERENCES);
  if (deviation === undefined) return undefined;
  const learned = ratios(withDates, withoutDates);
  const usuallyLearned = usual(learned, isFeast);
  const known = (k: number): number[] => {
    const misses = years
      .map(({ missed, usual }) => bounded((missed[k] ?? Number.NaN) - usual))
      .filter((miss) => !Number.isNaN(miss));
    // No mean of an open day and one that was closed: as it was last.
    const closed = misses.filter((miss) => miss < CLOSED).length;
    return closed > 0 && closed < misses.length ? misses.slice(0, 1) : misses;
  };
  const on = (k: number): number => {
    const misses = known(k);
    return misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
  };
  return {
    on,
    beside: (k) => Array.from({ length: 2 * beside + 1 }, (_, i) => on(k + i - beside)),
    learned: (k) => learned[k] - usuallyLearned,
    again: (k) => againAfter(known(k).length),
    chance: (k) => Math.max(LEAST_CHANCE, deviation) / Math.sqrt(known(k).length),
    response,
    unlike: unlikeBy(series, response),
  };
}

const bounded = (miss: number): number => Math.max(-MOST_LESS, Math.min(MOST_MORE, miss));

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
  feasts: readonly FeastAhead[],
  steps: number,
  least: number,
): Sums {
  const sums: Sums = {
    feasts: feasts.map(({ backs }) =>
      backs.map((back) => ({ back, sold: new Float64Array(steps), forecast: new Float64Array(steps) })),
    ),
    withDates: new Float64Array(steps),
    withoutDates: new Float64Array(steps),
    series: [],
  };
  const asked: SeriesForecasts[] = [];
  // the sizes of errors are of no use here
  const [now, unaware] = [model, before].map(
    (one) => new PanelForecaster(panel, { ...one, errorSize: undefined }, steps),
  );
  for (const series of weightedSeries(panel, SERIES)) {
    const candidate = unaware.candidate(series.s);
    const one = {
      ...series,
      withDates: finalOf(now.candidate(series.s), steps),
      withoutDates: finalOf(candidate, steps),
    };
    asked.push(one);
    addTo(sums.withDates, one.withDates, series.weight);
    addTo(sums.withoutDates, one.withoutDates, series.weight);
    for (const then of sums.feasts.flat()) addThen(then, candidate, series, least);
  }
  return { ...sums, series: asked };
}

function finalOf(candidate: PanelCandidate, steps: number): Float64Array {
  const mean = new Float64Array(steps);
  candidate.final(steps, mean, mean.slice());
  return mean;
}

function addTo(sums: Float64Array, mean: Float64Array, weight: number): void {
  for (let k = 0; k < sums.length; k++) sums[k] += weight * mean[k];
}

function addThen(
  { back, sold, forecast }: Then,
  candidate: PanelCandidate,
  { values, weight }: WeightedSeries,
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
