import { seasonalIndices } from '../seasonal-indices.ts';
import type { Regressors } from './regressors.ts';

/** Rounds of level and effects in turn. */
const ROUNDS = 3;
const NEWTON_STEPS = 8;
/** Longest season whose shape is taken out of the level; longer ones a history has too few of. */
const LONGEST_SEASON = 24;
/** A level never counts as less than this share of the mean: an offset of zero explains everything. */
const LEAST_LEVEL = 0.02;
/** Effects ahead may go this much beyond those of the history, as factors. */
const BEYOND = 1.25;

/** Centred moving average over `window` steps, unknown values left out. */
function movingAverage(values: Float64Array, window: number, least: number): Float64Array {
  const n = values.length;
  const sums = new Float64Array(n + 1);
  const counts = new Float64Array(n + 1);
  for (let t = 0; t < n; t++) {
    const known = !Number.isNaN(values[t]);
    sums[t + 1] = sums[t] + (known ? values[t] : 0);
    counts[t + 1] = counts[t] + (known ? 1 : 0);
  }
  const all = sums[n] / Math.max(1, counts[n]);
  const half = window >> 1;
  return Float64Array.from({ length: n }, (_, t) => {
    const from = Math.max(0, t - half);
    const to = Math.min(n, t + half + 1);
    const count = counts[to] - counts[from];
    return Math.max(least, count > 0 ? (sums[to] - sums[from]) / count : all);
  });
}

/** Level times season of each step, from values without their effects. */
function levelsOf(values: Float64Array, season: number, least: number): Float64Array {
  const short = season > 1 && season <= LONGEST_SEASON;
  const level = movingAverage(values, short ? 8 * season + 1 : 13, least);
  const indices = short && values.length >= 3 * season ? seasonalIndices(values, season, true, 2) : undefined;
  if (indices) {
    for (let t = 0; t < level.length; t++) level[t] = Math.max(least, level[t] * indices[t % season]);
  }
  return level;
}

/** Solves a symmetric positive definite system in place, by Cholesky; the solution replaces `b`. */
function solve(a: Float64Array, b: Float64Array): void {
  const p = b.length;
  for (let j = 0; j < p; j++) {
    for (let i = j; i < p; i++) {
      let sum = a[i * p + j];
      for (let k = 0; k < j; k++) sum -= a[i * p + k] * a[j * p + k];
      a[i * p + j] = i === j ? Math.sqrt(Math.max(1e-12, sum)) : sum / a[j * p + j];
    }
  }
  for (let i = 0; i < p; i++) {
    for (let k = 0; k < i; k++) b[i] -= a[i * p + k] * b[k];
    b[i] /= a[i * p + i];
  }
  for (let i = p - 1; i >= 0; i--) {
    for (let k = i + 1; k < p; k++) b[i] -= a[k * p + i] * b[k];
    b[i] /= a[i * p + i];
  }
}

/** Logarithm of the factor of step t. */
function logFactor({ columns }: Regressors, effects: Float64Array, t: number): number {
  let sum = 0;
  for (let c = 0; c < columns.length; c++) sum += effects[c] * (columns[c][t] ?? 0);
  return sum;
}

/** Takes an effect that is at its bound and would go beyond out of the step of the others. */
function hold(hessian: Float64Array, gradient: Float64Array, i: number): void {
  const p = gradient.length;
  for (let j = 0; j < p; j++) hessian[i * p + j] = hessian[j * p + i] = i === j ? 1 : 0;
  gradient[i] = 0;
}

/**
 * One Newton step towards the mode of a quasi-Poisson regression with offset log(level) and normal priors (McCullagh and
 * Nelder 1989, chapter 9): counts with many zeros need no logarithm of their own. @returns the largest change
 */
function improve(
  values: Float64Array,
  level: Float64Array,
  regressors: Regressors,
  dispersion: number,
  effects: Float64Array,
): number {
  const { columns, spreads, most } = regressors;
  const p = columns.length;
  const hessian = new Float64Array(p * p);
  const gradient = new Float64Array(p);
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    const log = logFactor(regressors, effects, t);
    if (log === 0 && columns.every((column) => column[t] === 0)) continue;
    const mean = level[t] * Math.exp(Math.min(4, Math.max(-4, log)));
    for (let i = 0; i < p; i++) {
      const x = columns[i][t];
      if (x === 0) continue;
      gradient[i] += (x * (values[t] - mean)) / dispersion;
      for (let j = 0; j <= i; j++) hessian[i * p + j] += (x * columns[j][t] * mean) / dispersion;
    }
  }
  for (let i = 0; i < p; i++) {
    gradient[i] -= effects[i] / spreads[i] ** 2;
    hessian[i * p + i] += 1 / spreads[i] ** 2;
    for (let j = 0; j < i; j++) hessian[j * p + i] = hessian[i * p + j];
  }
  for (let i = 0; i < p; i++) {
    if (effects[i] >= most[i] && gradient[i] > 0) hold(hessian, gradient, i);
  }
  solve(hessian, gradient);
  let largest = 0;
  for (let i = 0; i < p; i++) {
    const step = Math.min(1, Math.max(-1, gradient[i]));
    const before = effects[i];
    effects[i] = Math.min(most[i], before + step);
    largest = Math.max(largest, Math.abs(effects[i] - before));
  }
  return largest;
}

/** Mean of squared errors over expected values: 1 for counts without more spread than Poisson's. */
function dispersionOf(values: Float64Array, level: Float64Array, factors: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    const mean = level[t] * factors[t];
    sum += (values[t] - mean) ** 2 / mean;
    count++;
  }
  return Math.max(1e-3, sum / Math.max(1, count));
}

/** Effects of the regressors on one series. */
export interface Effects {
  /** Factor of each step, of the history and ahead, as far as the regressors are known. */
  readonly factors: Float64Array;
  readonly count: number;
}

/** Learns the effects from `values` alone, and gives the factor of every step that the regressors cover. */
export function fitEffects(values: Float64Array, regressors: Regressors, season: number): Effects {
  const { columns } = regressors;
  const n = values.length;
  let mean = 0;
  let known = 0;
  for (const y of values) {
    if (Number.isNaN(y)) continue;
    mean += y;
    known++;
  }
  mean /= Math.max(1, known);
  const least = Math.max(LEAST_LEVEL * mean, 1e-9);
  const effects = new Float64Array(columns.length);
  const factors = new Float64Array(n).fill(1);
  const plain = values.slice();
  for (let round = 0; round < ROUNDS; round++) {
    const level = levelsOf(plain, season, least);
    const dispersion = dispersionOf(values, level, factors);
    for (let step = 0; step < NEWTON_STEPS; step++) {
      if (improve(values, level, regressors, dispersion, effects) < 1e-4) break;
    }
    for (let t = 0; t < n; t++) {
      factors[t] = Math.exp(logFactor(regressors, effects, t));
      plain[t] = values[t] / factors[t];
    }
  }
  return { factors: factorsWithin(regressors, effects, n), count: columns.length };
}

/** Factors of all steps, those ahead no further than a little beyond the history's. */
function factorsWithin(regressors: Regressors, effects: Float64Array, n: number): Float64Array {
  const factors = Float64Array.from(regressors.columns[0], (_, t) =>
    Math.exp(logFactor(regressors, effects, t)),
  );
  let low = 1;
  let high = 1;
  for (let t = 0; t < n; t++) {
    low = Math.min(low, factors[t]);
    high = Math.max(high, factors[t]);
  }
  for (let t = n; t < factors.length; t++) {
    factors[t] = Math.min(high * BEYOND, Math.max(low / BEYOND, factors[t]));
  }
  return factors;
}
