import {
  COUNTS,
  dispersionOf,
  type Evidence,
  type Noise,
  noiseOf,
  spreadOf,
  varianceOf,
} from './between-series.ts';
import type { FeastAhead, FeastReach } from './feasts-ahead.ts';
import type { WeightedSeries } from './weighted-series.ts';

/** Series whose responses are known well enough to tell how much they differ, at least. */
const LEAST_SERIES = 20;
/** Variance of a response above which a series tells nothing of how much they differ. */
const MOST_VARIANCE = 4;
/** Spread of responses below which all series are taken to follow alike. */
const LEAST_SPREAD = 0.1;
/** Logarithm that a step sells more, from which it tells how a series follows. */
const LEAST_LIFT = 0.1;
const MOST_RESPONSE = 3;
const NEWTON_STEPS = 12;
/** Steps between a feast and what is compared with it, at least, and phases that are tried for one that is none of a feast. */
const MARGIN = 4;
const MOST_APART = 40;

/** What the panel sold on the steps of a feast in one of the years before; steps count from the first one ahead of the like day. */
interface FeastYear {
  /** Steps back, as of the feast ahead. */
  readonly back: number;
  /** The steps before the feast that tell a series' level, none of them of a feast. */
  readonly before: readonly number[];
  /** What a series usually sells on the feast's steps, over that level. */
  readonly usual: Float64Array;
  /** Logarithm of what the panel sold over that. */
  readonly lift: Float64Array;
}

/**
 * How differently series follow a feast: some sell nothing more in the week in which others sell four times as much. A series'
 * response is the power of the panel's lift that it sold in the years before; 1 = as all together.
 */
export interface FeastResponse {
  readonly years: readonly FeastYear[];
  /** Places of the feast's steps after the first one ahead. */
  readonly steps: readonly number[];
  /** Of all series: mean response and its variance between them. */
  readonly mean: number;
  readonly spread: number;
  readonly noise: Noise;
}

/**
 * Measures how differently the series of a panel follow a feast; undefined where they follow alike, for all that can be told.
 * Chance is what they differ by on as many steps before, none of them of a feast.
 */
export function measureResponse(
  sample: readonly WeightedSeries[],
  { backs, steps }: FeastAhead,
  { before, days }: FeastReach,
  isFeast: (k: number) => boolean,
): FeastResponse | undefined {
  const phases = days === 1 ? 7 : 1;
  const yearOf = (back: number): FeastYear =>
    panelYear(sample, back, steps, ordinaryBefore(back, steps[0], before, isFeast), phases);
  const years = backs.map(yearOf);
  const whole: FeastResponse = { years, steps, mean: 1, spread: 0, noise: COUNTS };
  // the same lifts where there was none
  const ordinary = years.map(({ back, lift }) => {
    const year = yearOf(back + apartFrom(back, steps, phases, isFeast));
    return { ...year, usual: year.usual.map((one, i) => one * Math.exp(year.lift[i])), lift };
  });
  const noise = noiseOf(
    sample.map(({ values }) => evidenceOf(soldBy(values, { ...whole, years: ordinary }), 0)),
  );
  const found = sample.flatMap(({ values }) => {
    const sold = soldBy(values, whole);
    const response = likeliest(sold, noise, undefined);
    const variance = varianceOf(evidenceOf(sold, response), noise);
    return variance < MOST_VARIANCE ? [{ response, variance }] : [];
  });
  if (found.length < LEAST_SERIES) return undefined;
  const { mean, spread } = spreadOf(found, MOST_RESPONSE ** 2);
  return spread < LEAST_SPREAD ? undefined : { ...whole, noise, mean, spread };
}

/** Response of a series: between its own of the years before and that of all series, as far as these are alike. */
export const responseOf = (values: Float64Array, response: FeastResponse): number =>
  likeliest(soldBy(values, response), response.noise, response);

/** The last `count` steps before `first` that are none of a feast, or as many as there are in three times that. */
function ordinaryBefore(
  back: number,
  first: number,
  count: number,
  isFeast: (k: number) => boolean,
): readonly number[] {
  const found: number[] = [];
  for (let k = first - 1; k >= first - 3 * count && found.length < count; k--) {
    if (!isFeast(k - back)) found.push(k);
  }
  return found;
}

/** Whole weeks before the feast where its steps would be none of any. */
function apartFrom(
  back: number,
  steps: readonly number[],
  phases: number,
  isFeast: (k: number) => boolean,
): number {
  const first = phases * Math.ceil((steps.length + MARGIN) / phases);
  for (let apart = first; apart < first + phases * MOST_APART; apart += phases) {
    if (!steps.some((k) => isFeast(k - back - apart))) return apart;
  }
  return first;
}

function panelYear(
  sample: readonly WeightedSeries[],
  back: number,
  steps: readonly number[],
  before: readonly number[],
  phases: number,
): FeastYear {
  const phaseOf = (k: number): number => (((k - back) % phases) + phases) % phases;
  const sold = new Float64Array(phases);
  const levels = new Float64Array(phases);
  const onSteps = new Float64Array(steps.length);
  const expected = new Float64Array(steps.length);
  const leveled = sample.flatMap(({ values, weight }) => {
    const level = levelOf(values, back, before);
    return level > 0 ? [{ values, weight, level }] : [];
  });
  for (const { values, weight, level } of leveled) {
    for (const k of before) {
      const y = values[values.length - back + k];
      if (y === undefined || Number.isNaN(y)) continue;
      sold[phaseOf(k)] += weight * y;
      levels[phaseOf(k)] += weight * level;
    }
  }
  const usual = Float64Array.from(steps, (k) => sold[phaseOf(k)] / levels[phaseOf(k)]);
  for (const { values, weight, level } of leveled) {
    for (const [i, k] of steps.entries()) {
      const y = values[values.length - back + k];
      if (y === undefined || Number.isNaN(y)) continue;
      onSteps[i] += weight * y;
      expected[i] += weight * level * usual[i];
    }
  }
  return { back, before, usual, lift: onSteps.map((one, i) => Math.log(one / expected[i])) };
}

/** Mean of a series' known values of the steps before a feast; NaN where there are none. */
function levelOf(values: Float64Array, back: number, before: readonly number[]): number {
  let sum = 0;
  let count = 0;
  for (const k of before) {
    const y = values[values.length - back + k];
    if (y === undefined || Number.isNaN(y)) continue;
    sum += y;
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}

/** What a series sold on the steps of one year on which the panel sold more. */
interface YearSold {
  readonly lift: readonly number[];
  readonly sold: readonly number[];
  readonly usual: readonly number[];
}

function soldBy(values: Float64Array, { years, steps }: FeastResponse): YearSold[] {
  return years.flatMap(({ back, before, usual, lift }) => {
    const level = levelOf(values, back, before);
    if (!(level > 0)) return [];
    const told = [...steps.keys()].filter((i) => {
      const y = values[values.length - back + steps[i]];
      return lift[i] > LEAST_LIFT && usual[i] > 0 && y !== undefined && !Number.isNaN(y);
    });
    return [
      {
        lift: told.map((i) => lift[i]),
        sold: told.map((i) => values[values.length - back + steps[i]]),
        usual: told.map((i) => level * usual[i]),
      },
    ];
  });
}

function evidenceOf(years: readonly YearSold[], response: number): Evidence {
  let score = 0;
  let information = 0;
  let levelled = 0;
  for (const { lift, sold, usual } of years) {
    let scale = 0;
    for (let i = 0; i < lift.length; i++) {
      const mean = usual[i] * Math.exp(response * lift[i]);
      score += lift[i] * (sold[i] - mean);
      information += lift[i] * lift[i] * mean;
      scale += lift[i] * mean;
    }
    levelled += scale * scale;
  }
  return { score, information, levelled };
}

/** The response of the highest likelihood, with what is known of all series before it; of one without a past that. */
function likeliest(
  years: readonly YearSold[],
  noise: Noise,
  prior: Pick<FeastResponse, 'mean' | 'spread'> | undefined,
): number {
  let one = prior?.mean ?? 1;
  for (let i = 0; i < NEWTON_STEPS; i++) {
    const evidence = evidenceOf(years, one);
    const scale = dispersionOf(evidence, noise);
    const slope = evidence.score / scale - (prior ? (one - prior.mean) / prior.spread : 0);
    const curve = evidence.information / scale + (prior ? 1 / prior.spread : 0);
    if (!(curve > 0)) return one;
    one = Math.max(0, Math.min(MOST_RESPONSE, one + Math.max(-1, Math.min(1, slope / curve))));
  }
  return one;
}
