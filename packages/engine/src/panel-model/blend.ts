import { leastTold } from '../select/combine-weights.ts';

/**
 * How two forecasts of one series compare over its back-test windows, scaled by the error of the seasonal naive
 * inside the history: what is needed for the weight of the least squared error (Granger & Ramanathan 1984).
 */
export interface BlendEvidence {
  /** Mean of (actual - local) * (panel - local). */
  readonly cross: number;
  /** Mean of (panel - local) ** 2. */
  readonly square: number;
  readonly points: number;
}

/** What the other series of the panel say of the weight. */
export interface BlendPrior {
  /** Weight of the panel model, 0 .. 1. */
  readonly weight: number;
  /** Typical `square` of a series: the size of one series' evidence. */
  readonly square: number;
}

/** Series' worth of belief in the prior, in windows that do not overlap. */
const PRIOR_WINDOWS = 40;
/** Difference of two forecasts, in errors of the seasonal naive, beyond which a series counts no more. */
const LARGEST_SQUARE = 1;
/**
 * The evidence favours the own models: the panel model's refits saw less than the model for the future and are one training
 * each. The odds of the panel model are raised by this.
 */
const PANEL_ODDS = 2;
/** Of all series together: points' worth of belief in equal weights. */
const EVEN_SERIES = 3;

/** Compares two row-major forecasts [window][step] of the values after each origin; NaN counts on neither side. */
export function compareForecasts(
  values: Float64Array,
  season: number,
  origins: Int32Array,
  horizon: number,
  local: Float64Array,
  panel: Float64Array,
): BlendEvidence {
  const [cross, square, points] = sumProducts(values, origins, horizon, local, panel);
  // A history that repeats exactly has no error of the naive: what it can hardly tell from none stands for it.
  const scale = points * (naiveError(values, season) || leastTold(values, 0) ** 2);
  if (!(scale > 0)) return { cross: 0, square: 0, points: 0 };
  return { cross: cross / scale, square: square / scale, points };
}

/**
 * Sums of (actual - local) * (panel - local) and of (panel - local) ** 2, and how many points they have. A loop apart
 * from the object that is made of it, for the reason that `trainBooster` gives; `sumSeries` alike.
 */
function sumProducts(
  values: Float64Array,
  origins: Int32Array,
  horizon: number,
  local: Float64Array,
  panel: Float64Array,
): readonly [number, number, number] {
  let cross = 0;
  let square = 0;
  let points = 0;
  for (let r = 0; r < origins.length; r++) {
    for (let k = 0; k < horizon; k++) {
      const y = values[origins[r] + 1 + k];
      const i = r * horizon + k;
      if (y === undefined || Number.isNaN(y) || Number.isNaN(panel[i])) continue;
      const e = y - local[i];
      const d = panel[i] - local[i];
      cross += e * d;
      square += d * d;
      points++;
    }
  }
  return [cross, square, points];
}

/** Mean squared difference of values one season apart; of neighbours in a history without two seasons. */
function naiveError(values: Float64Array, season: number): number {
  const lag = values.length > 2 * season ? season : 1;
  let squares = 0;
  let known = 0;
  for (let t = lag; t < values.length; t++) {
    const d = values[t] - values[t - lag];
    if (Number.isNaN(d)) continue;
    squares += d * d;
    known++;
  }
  return known > 0 ? squares / known : 0;
}

const clip = (weight: number): number => Math.max(0, Math.min(1, weight));

/** Weight that serves all these series best, shrunk to one half where they are few. */
export function fitBlendPrior(evidence: readonly BlendEvidence[]): BlendPrior {
  const [cross, square, series] = sumSeries(evidence);
  if (series === 0 || square === 0) return { weight: 0.5, square: 1 };
  const typical = square / series;
  const pull = EVEN_SERIES * typical;
  return { weight: clip((cross + 0.5 * pull) / (square + pull)), square: typical };
}

function sumSeries(evidence: readonly BlendEvidence[]): readonly [number, number, number] {
  let cross = 0;
  let square = 0;
  let series = 0;
  for (const one of evidence) {
    if (one.points === 0) continue;
    // A series whose forecasts are far apart has its say, not the say of all others.
    const share = Math.min(1, LARGEST_SQUARE / one.square);
    cross += share * one.cross;
    square += share * one.square;
    series++;
  }
  return [cross, square, series];
}

/** A weight as it serves the future. */
export function raiseOdds(weight: number): number {
  return (PANEL_ODDS * weight) / (PANEL_ODDS * weight + 1 - weight);
}

/** Weight of the panel model on the windows of one series with `independent` windows that do not overlap. */
export function blendWeight(evidence: BlendEvidence, prior: BlendPrior, independent: number): number {
  const pull = (PRIOR_WINDOWS / Math.max(1, independent)) * prior.square;
  return clip((evidence.cross + pull * prior.weight) / (evidence.square + pull));
}
