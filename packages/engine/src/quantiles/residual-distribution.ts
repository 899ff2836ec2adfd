import { GRID, sortedQuantile } from './grid.ts';
import { studentQuantile } from './normal.ts';
import { stableErrors } from './stable-errors.ts';

/** How the error grows with the step and with the level of the forecast. */
export interface ErrorScale {
  /** Error of step k (from 0) at forecast f is proportional to `(k + 1) ** growth * spreadAt(f, power, floor)`. */
  readonly growth: number;
  readonly power: number;
  readonly floor: number;
}

/** Scale and shape of the error. */
export interface ResidualDistribution extends ErrorScale {
  /** Standardised error at each probability of `GRID`. */
  shape(): Float64Array;
  /** The same on the scale of `toErrorScale`; undefined where the errors have none but the values'. */
  stableShape(): Float64Array | undefined;
  /** All standardised errors, ascending. */
  readonly sorted: Float64Array;
  /** Mean squared error over mean forecast, growth taken out: the variance ratio of a count distribution. */
  readonly ratio: number;
  /** The forecast at which the ratio is that: their mean as it weighs them. */
  readonly ratioForecast: number;
}

/** Back-test errors, row-major [window][step] with NaN where nothing was observed, and the forecasts they belong to. */
export interface Errors {
  readonly errors: Float64Array;
  readonly forecasts: Float64Array;
  readonly horizon: number;
  /** Number of windows that do not overlap. */
  readonly independent: number;
  /** Share of the forecasts, 0 .. 1, that these errors helped to choose: that of the own models, not the panel's. */
  readonly chosen: number;
  /** How large errors are at each place of `errors` beside the usual ones: 1 = all alike. */
  readonly sizes: Float64Array;
}

const GROWTHS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9];
const POWERS = [0, 0.5, 1];
/** Log-likelihoods that differ by less are the same. */
const TIE = 1e-9;
/**
 * What is believed of the growth before a series tells: exponential smoothing and its like lose the level on the way, trees that
 * learned from targets of all steps hardly do.
 */
const OWN_GROWTH = 0.35;
const PANEL_GROWTH = 0.1;
/** Strength of the pull towards that, in windows. */
const GROWTH_PULL = 3;
/** Windows at which the errors' own asymmetry counts as much as none; on the scale of `toErrorScale` there is less of it. */
const SYMMETRY_WINDOWS = 8;
const STABLE_SYMMETRY_WINDOWS = 16;
/** Of the symmetric part, in the far tails: share of a Student's t, the rest the errors' own sizes. */
const STUDENT_SHARE = 0.3;
/** Where the weights rest on few windows, of these or of others, the far tails are widened by this over the number of windows. */
const OPTIMISM = 0.4;
/**
 * Errors of the windows are larger than those to come by about this: what made them had seen less than what forecasts, and
 * where the boosted model has a say, one training in place of the mean of several. Far out errors go as far all the same.
 */
const EXCESS = 0.1;

/** Spread of the error at forecast `f`, relative to the series' own scale of 1. */
export function spreadAt(f: number, power: number, floor: number): number {
  if (power === 0) return 1;
  const level = Math.max(f, floor);
  return power === 1 ? level : Math.sqrt(level);
}

/**
 * Growth and power of the largest Laplace likelihood of the errors. The fewer the independent windows, the nearer the
 * growth to what is usual for such a mixture. `allowLevel` = the error may grow with the forecast (non-negative series only).
 */
export function fitErrorScale(evidence: Errors, allowLevel: boolean, floor: number): ErrorScale {
  const [growth, power] = searchScale(evidence, allowLevel ? POWERS : [0], floor);
  return { growth, power, floor };
}

/** What each of `GROWTHS` makes of each step: logarithm of the factor, and one over it; [growth][step]. */
interface GrowthTable {
  readonly horizon: number;
  readonly logs: Float64Array;
  readonly shrinks: Float64Array;
}

let lastTable: GrowthTable | undefined;

/** The table of a horizon, kept for the next series: all of a panel have the same. */
function growthTable(horizon: number): GrowthTable {
  if (lastTable?.horizon === horizon) return lastTable;
  const logs = new Float64Array(GROWTHS.length * horizon);
  for (const [g, growth] of GROWTHS.entries()) {
    for (let k = 0; k < horizon; k++) logs[g * horizon + k] = growth * Math.log(k + 1);
  }
  lastTable = { horizon, logs, shrinks: logs.map((log) => Math.exp(-log)) };
  return lastTable;
}

/** Growth and power. Its loops are apart from the objects made of them, here and below, for the reason that `trainBooster` gives. */
function searchScale(evidence: Errors, powers: readonly number[], floor: number): readonly [number, number] {
  const { errors, forecasts, horizon, sizes, chosen } = evidence;
  const windows = Math.max(1, evidence.independent);
  const usual = chosen * OWN_GROWTH + (1 - chosen) * PANEL_GROWTH;
  let bestGrowth = usual;
  let bestPower = 0;
  let least = Number.POSITIVE_INFINITY;
  const growing = growthTable(horizon);
  for (const power of powers) {
    // Sums of |error| / spread and of log spread by step: the growth then needs no second pass over the errors.
    const sums = new Float64Array(horizon);
    const counts = new Float64Array(horizon);
    let spreadLog = 0;
    let count = 0;
    for (let i = 0; i < errors.length; i++) {
      if (Number.isNaN(errors[i])) continue;
      const spread = spreadAt(forecasts[i], power, floor);
      sums[i % horizon] += Math.abs(errors[i]) / (spread * sizes[i]);
      counts[i % horizon]++;
      if (power > 0) spreadLog += Math.log(spread);
      count++;
    }
    if (count === 0) break;
    for (let g = 0; g < GROWTHS.length; g++) {
      const growth = GROWTHS[g];
      let sum = 0;
      let log = spreadLog;
      for (let k = 0, at = g * horizon; k < horizon; k++, at++) {
        sum += sums[k] * growing.shrinks[at];
        log += counts[k] * growing.logs[at];
      }
      if (sum === 0) continue;
      const loss = 2 * windows * (Math.log(sum / count) + log / count) + GROWTH_PULL * (growth - usual) ** 2;
      // forecasts that are all alike say nothing of the power, and rounding must not choose one
      if (loss < least - TIE) {
        least = loss;
        bestGrowth = growth;
        bestPower = power;
      }
    }
  }
  return [bestGrowth, bestPower];
}

/** Errors divided by what their scale makes of their step and forecast, sorted once for all distributions of a series. */
export interface StandardErrors extends Errors, ErrorScale {
  /** As `errors`; NaN where nothing was observed. */
  readonly standardised: Float64Array;
  /** The known ones, ascending. */
  readonly sorted: Float64Array;
  /** Growth of the step times the size, at each place of `errors`. */
  readonly growths: Float64Array;
}

export function standardiseErrors(evidence: Errors, scale: ErrorScale): StandardErrors {
  const { errors, horizon } = evidence;
  const steps = Float64Array.from({ length: horizon }, (_, k) => (k + 1) ** scale.growth);
  const growths = evidence.sizes.slice();
  for (let i = 0, k = 0; i < growths.length; i++) {
    growths[i] *= steps[k];
    if (++k === horizon) k = 0;
  }
  const standardised = new Float64Array(errors.length);
  const known = standardise(evidence, scale, growths, standardised);
  return { ...evidence, ...scale, standardised, sorted: known.sort(), growths };
}

/** Writes the standardised errors and returns the known ones. */
function standardise(
  { errors, forecasts }: Errors,
  { power, floor }: ErrorScale,
  growths: Float64Array,
  standardised: Float64Array,
): Float64Array {
  const known = new Float64Array(errors.length);
  let count = 0;
  for (let i = 0; i < errors.length; i++) {
    const z = errors[i] / (growths[i] * spreadAt(forecasts[i], power, floor));
    standardised[i] = z;
    if (!Number.isNaN(z)) known[count++] = z;
  }
  return known.subarray(0, count);
}

/** `sorted` without the errors of the windows that `skip` names: what is left is sorted still. */
function sortedWithout(evidence: StandardErrors, skip: (window: number) => boolean): Float64Array {
  const { standardised, sorted, horizon } = evidence;
  const dropped = new Float64Array(sorted.length);
  let count = 0;
  for (let start = 0; start < standardised.length; start += horizon) {
    if (!skip(start / horizon)) continue;
    for (let i = start; i < start + horizon; i++) {
      if (!Number.isNaN(standardised[i])) dropped[count++] = standardised[i];
    }
  }
  if (count === 0) return sorted;
  dropped.subarray(0, count).sort();
  const kept = new Float64Array(sorted.length - count);
  let next = 0;
  let d = 0;
  for (let i = 0; i < sorted.length; i++) {
    const z = sorted[i];
    if (d < count && z === dropped[d]) d++;
    else kept[next++] = z;
  }
  return kept;
}

/** Sizes of ascending errors, ascending: the negative ones backwards and the others forwards, merged. */
function sizesOf(sorted: Float64Array): Float64Array {
  const n = sorted.length;
  const sizes = new Float64Array(n);
  let right = 0;
  while (right < n && sorted[right] < 0) right++;
  let left = right - 1;
  for (let i = 0; i < n; i++) {
    if (left >= 0 && (right >= n || -sorted[left] <= sorted[right])) sizes[i] = -sorted[left--];
    else sizes[i] = sorted[right++];
  }
  return sizes;
}

/**
 * Shape of the errors: their own quantiles, blended with symmetric ones (their sizes and a Student's t) as far as there are
 * few windows, and widened a little towards the tails. `skip` tells which windows to leave out.
 */
export function fitResidualShape(
  evidence: StandardErrors,
  skip: (window: number) => boolean,
): ResidualDistribution {
  const { growth, power, floor } = evidence;
  const sorted = sortedWithout(evidence, skip);
  let shape: Float64Array | undefined;
  let stable: Float64Array | undefined;
  let asked = false;
  return {
    growth,
    power,
    floor,
    shape() {
      shape ??= shapeOf(sorted, evidence, SYMMETRY_WINDOWS);
      return shape;
    },
    stableShape() {
      if (asked) return stable;
      asked = true;
      const errors = stableErrors(evidence, skip);
      if (errors) stable = shapeOf(errors, evidence, STABLE_SYMMETRY_WINDOWS);
      return stable;
    },
    sorted,
    ...varianceRatio(evidence, skip),
  };
}

/** Mean squared error over mean forecast, and the forecast at which it is that. */
function varianceRatio(
  evidence: StandardErrors,
  skip: (window: number) => boolean,
): Pick<ResidualDistribution, 'ratio' | 'ratioForecast'> {
  const [squares, level, squaredLevel] = sumSquares(evidence, skip);
  return level > 0
    ? { ratio: squares / level, ratioForecast: squaredLevel / level }
    : { ratio: 1, ratioForecast: 0 };
}

/** Sums of squared errors, and of forecasts and their squares as large as the growth makes them. */
function sumSquares(
  { errors, forecasts, horizon, growths }: StandardErrors,
  skip: (window: number) => boolean,
): readonly [number, number, number] {
  let squares = 0;
  let level = 0;
  let squaredLevel = 0;
  for (let start = 0; start < errors.length; start += horizon) {
    if (skip(start / horizon)) continue;
    for (let k = 0; k < horizon; k++) {
      const e = errors[start + k];
      if (Number.isNaN(e)) continue;
      squares += e * e;
      const f = Math.max(0, forecasts[start + k]);
      const grown = f * growths[start + k] ** 2;
      level += grown;
      squaredLevel += f * grown;
    }
  }
  return [squares, level, squaredLevel];
}

/** Error at each probability of `GRID`. */
function shapeOf(
  sorted: Float64Array,
  { independent, chosen }: Errors,
  symmetryWindows: number,
): Float64Array {
  const count = sorted.length;
  const sizes = sizesOf(sorted);
  let squares = 0;
  for (const z of sorted) squares += z * z;
  const deviation = Math.sqrt(squares / Math.max(1, count));
  const df = Math.max(3, Math.min(count, 2 * independent));
  const trust = independent / (independent + symmetryWindows);
  const shape = new Float64Array(GRID.length);
  for (let g = 0; count > 0 && g < GRID.length; g++) {
    const p = GRID[g];
    // What a few windows cannot show is how far out errors go, not how narrow their middle is: both corrections grow
    // from nothing at the median to their whole in the tails, the larger one with the cube.
    const tail = Math.abs(2 * p - 1);
    const size = Math.sign(p - 0.5) * sortedQuantile(sizes, tail);
    const student = STUDENT_SHARE * tail;
    const symmetric = (1 - student) * size + student * deviation * studentQuantile(p, df);
    const inflation = 1 + (OPTIMISM * chosen * tail ** 3) / independent;
    const excess = 1 - EXCESS * (1 - tail ** 4);
    shape[g] = excess * inflation * (trust * sortedQuantile(sorted, p) + (1 - trust) * symmetric);
  }
  return shape;
}
