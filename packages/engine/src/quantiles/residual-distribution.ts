import { GRID, sortedQuantile } from './grid.ts';
import { studentQuantile } from './normal.ts';

/** How the error grows with the step and with the level of the forecast, and its shape. */
export interface ResidualDistribution {
  /** Error of step k (from 0) at forecast f: `shape[g] * (k + 1) ** growth * spread(f)`. */
  readonly growth: number;
  readonly power: number;
  readonly floor: number;
  /** Standardised error at each probability of `GRID`. */
  readonly shape: Float64Array;
  /** All standardised errors, ascending. */
  readonly sorted: Float64Array;
  /** Mean squared error over mean forecast, growth taken out: the variance ratio of a count distribution. */
  readonly ratio: number;
}

const GROWTHS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9];
const POWERS = [0, 0.5, 1];
const PRIOR_GROWTH = 0.35;
/** Strength of the pull towards the prior growth, in windows. */
const GROWTH_PULL = 3;
/** Windows at which the errors' own asymmetry counts as much as none. */
const SYMMETRY_WINDOWS = 8;
/** Of the symmetric part: share of the errors' own sizes, the rest a Student's t. */
const SIZE_SHARE = 0.7;
/** The errors helped to choose the weights: widened by this over the number of windows. */
const OPTIMISM = 0.4;

/** Spread of the error at forecast `f`, relative to the series' own scale of 1. */
export function spreadAt(f: number, power: number, floor: number): number {
  if (power === 0) return 1;
  const level = Math.max(f, floor);
  return power === 1 ? level : Math.sqrt(level);
}

/**
 * Fits the shape to back-test errors, row-major [window][step] with NaN where nothing was observed, of a series scaled to
 * a mean size near 1. `independent` = number of windows that do not overlap: the fewer, the nearer the shape to a wide
 * Student's t and the growth to its prior.
 */
export function fitResidualDistribution(
  errors: Float64Array,
  forecasts: Float64Array,
  horizon: number,
  independent: number,
  allowLevel: boolean,
  floor: number,
): ResidualDistribution {
  let count = 0;
  for (let i = 0; i < errors.length; i++) if (!Number.isNaN(errors[i])) count++;
  const logs = new Float64Array(horizon);
  for (let k = 0; k < horizon; k++) logs[k] = Math.log(k + 1);
  const evidence = Math.max(1, independent);
  let best = { growth: PRIOR_GROWTH, power: 0, value: Number.POSITIVE_INFINITY };
  for (const power of allowLevel ? POWERS : [0]) {
    for (const growth of GROWTHS) {
      let sum = 0;
      let log = 0;
      for (let i = 0; i < errors.length; i++) {
        if (Number.isNaN(errors[i])) continue;
        const lk = growth * logs[i % horizon];
        const spread = spreadAt(forecasts[i], power, floor);
        sum += Math.abs(errors[i]) / (Math.exp(lk) * spread);
        log += lk + (power === 0 ? 0 : Math.log(spread));
      }
      if (count === 0 || sum === 0) continue;
      const fit = Math.log(sum / count) + log / count;
      const value = 2 * evidence * fit + GROWTH_PULL * (growth - PRIOR_GROWTH) ** 2;
      if (value < best.value) best = { growth, power, value };
    }
  }
  const { growth, power } = best;
  const scaled = new Float64Array(count);
  let squares = 0;
  let plain = 0;
  let level = 0;
  for (let i = 0, n = 0; i < errors.length; i++) {
    if (Number.isNaN(errors[i])) continue;
    const z = errors[i] / (Math.exp(growth * logs[i % horizon]) * spreadAt(forecasts[i], power, floor));
    scaled[n++] = z;
    squares += z * z;
    plain += errors[i] * errors[i];
    level += Math.max(0, forecasts[i]) * Math.exp(2 * growth * logs[i % horizon]);
  }
  scaled.sort();
  const deviation = count > 0 ? Math.sqrt(squares / count) : 0;
  const df = Math.max(3, Math.min(count, 4 * independent));
  const trust = independent / (independent + SYMMETRY_WINDOWS);
  const inflation = 1 + OPTIMISM / independent;
  const sizes = scaled.map(Math.abs).sort();
  const shape = new Float64Array(GRID.length);
  for (let g = 0; count > 0 && g < GRID.length; g++) {
    const p = GRID[g];
    const size = Math.sign(p - 0.5) * sortedQuantile(sizes, Math.abs(2 * p - 1));
    const symmetric = SIZE_SHARE * size + (1 - SIZE_SHARE) * deviation * studentQuantile(p, df);
    shape[g] = inflation * (trust * sortedQuantile(scaled, p) + (1 - trust) * symmetric);
  }
  return { growth, power, floor, shape, sorted: scaled, ratio: level > 0 ? plain / level : 1 };
}
