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
const NEWTON_STEPS = 8;

/** What the panel sold on the steps of a feast in one of the years before. */
interface FeastYear {
  /** Steps back, as of the feast ahead. */
  readonly back: number;
  /** What a series usually sells there, over its level of the time before; by step of the feast. */
  readonly usual: Float64Array;
  /** Logarithm of what the panel sold over that. */
  readonly lift: Float64Array;
}

/**
 * How differently series follow a feast: some sell nothing more in the week in which others sell four times as much. A series'
 * response is the power of the panel's lift that it sold in the years before.
 */
export interface FeastResponse {
  readonly years: readonly FeastYear[];
  /** Places of the feast's steps after the first one ahead. */
  readonly steps: readonly number[];
  /** Steps before the feast that tell a series' level. */
  readonly window: number;
  /** Of all series: mean response and its variance between them. */
  readonly mean: number;
  readonly spread: number;
  readonly noise: Noise;
}

/**
 * Measures how differently the series of a panel follow a feast; undefined where they follow alike, for all that can be told.
 * Chance is what they differ by on ordinary steps as far before.
 */
export function measureResponse(
  sample: readonly WeightedSeries[],
  { backs, steps }: FeastAhead,
  { before, days }: FeastReach,
  isFeast: (k: number) => boolean,
): FeastResponse | undefined {
  const yearsAt = (shift: number): FeastYear[] =>
    backs.map((back) => panelYear(sample, back + shift, steps, before, days, isFeast));
  const years = yearsAt(0);
  const whole = { years, steps, window: before, mean: 1, spread: 0, noise: COUNTS };
  // the same lifts where there was none
  const apart = 7 * Math.ceil((before + steps.length) / 7);
  const ordinary = yearsAt(days === 1 ? apart : before + steps.length).map((year, y) => ({
    ...year,
    usual: year.usual.map((one, i) => one * Math.exp(year.lift[i])),
    lift: years[y].lift,
  }));
  const noise = noiseOf(sample.map(({ values }) => evidenceOf(values, { ...whole, years: ordinary }, 0)));
  const found = sample.flatMap(({ values }) => {
    const response = likeliest(values, { ...whole, noise }, undefined);
    const evidence = evidenceOf(values, whole, response);
    const variance = varianceOf(evidence, noise);
    return variance < MOST_VARIANCE ? [{ response, variance }] : [];
  });
  if (found.length < LEAST_SERIES) return undefined;
  const { mean, spread } = spreadOf(found, MOST_RESPONSE ** 2);
  return spread < LEAST_SPREAD ? undefined : { ...whole, noise, mean, spread };
}

/** Response of a series: between its own of the years before and that of all series, as far as these are alike. */
export const responseOf = (values: Float64Array, response: FeastResponse): number =>
  likeliest(values, response, response);

function panelYear(
  sample: readonly WeightedSeries[],
  back: number,
  steps: readonly number[],
  window: number,
  days: 1 | 7,
  isFeast: (k: number) => boolean,
): FeastYear {
  const phases = days === 1 ? 7 : 1;
  const sold = new Float64Array(phases);
  const levels = new Float64Array(phases);
  const onSteps = new Float64Array(steps.length);
  const expected = new Float64Array(steps.length);
  const phaseOf = (k: number): number => (((k - back) % phases) + phases) % phases;
  for (const { values, weight } of sample) {
    const level = levelBefore(values, back, steps[0], window);
    if (!(level > 0)) continue;
    for (let k = steps[0] - window; k < steps[0]; k++) {
      const y = values[values.length - back + k];
      if (y === undefined || Number.isNaN(y) || isFeast(k - back)) continue;
      sold[phaseOf(k)] += weight * y;
      levels[phaseOf(k)] += weight * level;
    }
  }
  const usual = Float64Array.from(steps, (k) => sold[phaseOf(k)] / levels[phaseOf(k)]);
  for (const { values, weight } of sample) {
    const level = levelBefore(values, back, steps[0], window);
    if (!(level > 0)) continue;
    for (const [i, k] of steps.entries()) {
      const y = values[values.length - back + k];
      if (y === undefined || Number.isNaN(y)) continue;
      onSteps[i] += weight * y;
      expected[i] += weight * level * usual[i];
    }
  }
  return { back, usual, lift: onSteps.map((one, i) => Math.log(one / expected[i])) };
}

/** Mean of the known values of `window` steps before the first one of a feast; NaN where there are none. */
function levelBefore(values: Float64Array, back: number, first: number, window: number): number {
  const end = values.length - back + first;
  let sum = 0;
  let count = 0;
  for (let t = Math.max(0, end - window); t < end; t++) {
    if (Number.isNaN(values[t])) continue;
    sum += values[t];
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}

function evidenceOf(
  values: Float64Array,
  { years, steps, window }: FeastResponse,
  response: number,
): Evidence {
  let score = 0;
  let information = 0;
  let levelled = 0;
  for (const { back, usual, lift } of years) {
    const level = levelBefore(values, back, steps[0], window);
    if (!(level > 0)) continue;
    let scale = 0;
    for (const [i, k] of steps.entries()) {
      const y = values[values.length - back + k];
      if (!(lift[i] > LEAST_LIFT) || !(usual[i] > 0) || y === undefined || Number.isNaN(y)) continue;
      const mean = level * usual[i] * Math.exp(response * lift[i]);
      score += lift[i] * (y - mean);
      information += lift[i] * lift[i] * mean;
      scale += lift[i] * mean;
    }
    levelled += scale * scale;
  }
  return { score, information, levelled };
}

/** The response of the highest likelihood, with what is known of all series before it. */
function likeliest(
  values: Float64Array,
  response: FeastResponse,
  prior: Pick<FeastResponse, 'mean' | 'spread'> | undefined,
): number {
  let one = prior?.mean ?? 1;
  for (let i = 0; i < NEWTON_STEPS; i++) {
    const evidence = evidenceOf(values, response, one);
    const scale = dispersionOf(evidence, response.noise);
    const slope = evidence.score / scale - (prior ? (one - prior.mean) / prior.spread : 0);
    const curve = evidence.information / scale + (prior ? 1 / prior.spread : 0);
    if (!(curve > 0)) return one;
    one = Math.max(0, Math.min(MOST_RESPONSE, one + Math.max(-1, Math.min(1, slope / curve))));
  }
  return one;
}
