import { autocovariances, errorWeights } from './autocovariance.ts';
import type { Observed } from './conditional.ts';
import { type ArmaPolynomials, longestLag, toDense } from './polynomials.ts';

/** Above the variance of an error by less than this, a forecast's variance has reached its limit. */
const SETTLED = 1e-8;

/**
 * One-step variance (in units of the error's) and Kalman gain of an ARMA process from its first value on. Chandrasekhar
 * recursions: the change of the state's covariance has rank 1, so a step costs a multiple of the state's size, not of its square.
 */
export class Gains {
  /** Coefficient of each lag from 1, padded to the size of the state. */
  readonly ar: Float64Array;
  readonly gain: Float64Array;
  variance: number;
  private readonly limit: Float64Array;
  private readonly numerator: Float64Array;
  private readonly change: Float64Array;
  private weight: number;
  private settled = false;

  private constructor(ar: Float64Array, ma: Float64Array, variance: number, numerator: Float64Array) {
    this.ar = ar;
    this.limit = ar.map((a, i) => a + ma[i]);
    this.variance = variance;
    this.numerator = numerator;
    this.change = Float64Array.from(numerator);
    this.weight = -1 / variance;
    this.gain = numerator.map((g) => g / variance);
  }

  /** Before the first value; `undefined` when the process is not stationary. */
  static start({ ar, ma }: ArmaPolynomials): Gains | undefined {
    const size = Math.max(longestLag(ar), longestLag(ma) + 1);
    const a = toDense(ar, size);
    const b = toDense(ma, size);
    const covariance = autocovariances(a, b, size);
    if (!covariance || !Number.isFinite(covariance[0])) return undefined;
    const psi = errorWeights(a, b, size);
    // Covariance of the next state with the value: what lags from k on bring to place i of the state.
    const numerator = new Float64Array(size);
    for (let k = 0; k < size; k++) {
      if (a[k] === 0 && b[k] === 0) continue;
      for (let i = 0; i <= k; i++) numerator[i] += a[k] * covariance[k - i] + b[k] * psi[k - i];
    }
    return new Gains(a, b, covariance[0], numerator);
  }

  /** On to the next step. */
  advance(): void {
    if (this.settled) return;
    const { ar, gain, numerator, change, weight, variance } = this;
    const first = change[0];
    const next = variance + first * first * weight;
    if (!(next - 1 > SETTLED)) {
      this.settled = true;
      this.variance = 1;
      gain.set(this.limit);
      return;
    }
    const size = ar.length;
    const factor = weight * first;
    for (let i = 0; i < size; i++) {
      const moved = ar[i] * first + (i + 1 < size ? change[i + 1] : 0);
      change[i] = moved - gain[i] * first;
      numerator[i] += moved * factor;
      gain[i] = numerator[i] / next;
    }
    this.weight = (weight * variance) / next;
    this.variance = next;
  }
}

/** Moves a predicted state one step on; `error` is what the value differed from its forecast by, 0 when unknown. */
export function moveState(state: Float64Array, ar: Float64Array, gain: Float64Array, error: number): void {
  const first = state[0];
  const last = state.length - 1;
  for (let i = 0; i < last; i++) state[i] = state[i + 1] + ar[i] * first + gain[i] * error;
  state[last] = ar[last] * first + gain[last] * error;
}

/**
 * One series run through the filter. Differences are taken on the way, so an unknown value takes its forecast and the next
 * ones are differenced against that.
 */
export class FilteredSeries {
  readonly state: Float64Array;
  /** Values so far, unknown ones by their forecast. */
  readonly filled: Float64Array;
  private readonly values: Float64Array;
  private readonly observed: Observed;

  /** Unknown places among the first `observed.lost` values must hold a filling. */
  constructor(values: Float64Array, observed: Observed, size: number) {
    this.values = values;
    this.observed = observed;
    this.filled = new Float64Array(values.length);
    this.filled.set(values.subarray(0, observed.lost));
    this.state = new Float64Array(size);
  }

  /** Takes in the value of step `t` and returns its error. */
  take(t: number, gains: Gains): number {
    const { differences, known } = this.observed;
    const base = sumOfTerms(this.filled, t, differences);
    let error = 0;
    if (known[t]) {
      this.filled[t] = this.values[t];
      error = this.values[t] - base - this.state[0];
    } else this.filled[t] = base + this.state[0];
    moveState(this.state, gains.ar, gains.gain, error);
    return error;
  }
}

/** The terms at step `t` over the values before it. */
export function sumOfTerms(
  values: Float64Array,
  t: number,
  { lags, coefficients }: Observed['differences'],
): number {
  let sum = 0;
  for (let k = 0; k < lags.length; k++) sum += coefficients[k] * values[t - lags[k]];
  return sum;
}

/**
 * Errors of the columns over the root of their variance, in `out[column]` from step `observed.lost` on. Returns the log of
 * the determinant of the known values' covariance; `undefined` when the process is not stationary.
 */
export function standardErrors(
  columns: readonly Float64Array[],
  observed: Observed,
  arma: ArmaPolynomials,
  out: readonly Float64Array[],
): number | undefined {
  const gains = Gains.start(arma);
  if (!gains) return undefined;
  const series = columns.map((values) => new FilteredSeries(values, observed, gains.ar.length));
  const n = observed.known.length;
  let logDeterminant = 0;
  for (let t = observed.lost; t < n; t++) {
    const scale = 1 / Math.sqrt(gains.variance);
    for (let c = 0; c < series.length; c++) out[c][t] = scale * series[c].take(t, gains);
    if (observed.known[t]) logDeterminant += Math.log(gains.variance);
    gains.advance();
  }
  return logDeterminant;
}
