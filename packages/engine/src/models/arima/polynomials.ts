import type { FullOrder } from './order.ts';

/** A sum of lagged values: `coefficients[k]` times the value `lags[k]` steps back, lags at least 1. */
export interface LagTerms {
  readonly lags: Int32Array;
  readonly coefficients: Float64Array;
}

/** The largest lag, 0 without one. */
export const longestLag = ({ lags }: LagTerms): number => lags.reduce((most, lag) => Math.max(most, lag), 0);

/** `coefficients[lag - 1]` for all lags up to `size`; terms of one lag are added. */
export function toDense({ lags, coefficients }: LagTerms, size: number): Float64Array {
  const out = new Float64Array(size);
  for (let k = 0; k < lags.length; k++) out[lags[k] - 1] += coefficients[k];
  return out;
}

/**
 * The AR and MA side of a seasonal model, multiplied out: w[t] = sum of `ar` over w + e[t] + sum of `ma` over e. Only lags
 * that occur are kept.
 */
export interface ArmaPolynomials {
  readonly ar: LagTerms;
  readonly ma: LagTerms;
  /** Sets the coefficients from unbounded parameters: [p AR, P seasonal AR, q MA, Q seasonal MA]. */
  set(x: Float64Array): void;
  /** Turns derivatives by `ar` and `ma` coefficients, at the parameters last set, into derivatives by `x`. */
  chain(byAr: Float64Array, byMa: Float64Array, gradient: Float64Array): void;
  /** Whether all roots of the four polynomials, each in its own lag operator, stay `margin` outside the unit circle. */
  rootsBeyond(margin: number): boolean;
}

/**
 * One factor: AR coefficients of a stationary process from its partial autocorrelations tanh(x), by the Durbin-Levinson
 * recursion (Monahan 1984). Every stationary process has one such `x`, and every `x` gives one.
 */
class Factor {
  readonly count: number;
  /** Derivatives by the coefficients, filled by the caller of `chain`. */
  readonly slope: Float64Array;
  private readonly offset: number;
  private readonly partials: Float64Array;
  /** Row k: the coefficients of the process cut to k + 1 lags. */
  private readonly rows: Float64Array[];
  private readonly below: Float64Array;

  constructor(count: number, offset: number) {
    this.count = count;
    this.offset = offset;
    this.slope = new Float64Array(count);
    this.partials = new Float64Array(count);
    this.below = new Float64Array(count);
    this.rows = Array.from({ length: count }, (_, k) => new Float64Array(k + 1));
  }

  get coefficients(): Float64Array {
    return this.count > 0 ? this.rows[this.count - 1] : this.slope;
  }

  set(x: Float64Array): void {
    for (let k = 0; k < this.count; k++) {
      const partial = Math.tanh(x[this.offset + k]);
      const row = this.rows[k];
      this.partials[k] = partial;
      for (let i = 0; i < k; i++) row[i] = this.rows[k - 1][i] - partial * this.rows[k - 1][k - 1 - i];
      row[k] = partial;
    }
  }

  chain(gradient: Float64Array): void {
    const { slope, below } = this;
    for (let k = this.count - 1; k >= 0; k--) {
      const partial = this.partials[k];
      let sum = slope[k];
      for (let i = 0; i < k; i++) {
        sum -= slope[i] * this.rows[k - 1][k - 1 - i];
        below[i] = slope[i] - partial * slope[k - 1 - i];
      }
      for (let i = 0; i < k; i++) slope[i] = below[i];
      gradient[this.offset + k] = sum * (1 - partial * partial);
    }
  }
}

/** Whether the process with these AR coefficients is stationary: all partial autocorrelations inside (-1, 1). */
function isStationary(coefficients: Float64Array): boolean {
  let row = coefficients;
  for (let k = row.length - 1; k >= 0; k--) {
    const partial = row[k];
    if (!(Math.abs(partial) < 1)) return false;
    const whole = row;
    row = Float64Array.from(
      { length: k },
      (_, i) => (whole[i] + partial * whole[k - 1 - i]) / (1 - partial ** 2),
    );
  }
  return true;
}

/** The factor's polynomial with its roots drawn in by `margin` is stationary still. */
const hasRootsBeyond = ({ coefficients, count }: Factor, margin: number): boolean =>
  isStationary(coefficients.slice(0, count).map((c, i) => c * margin ** (i + 1)));

/** (1 - a)(1 - b) without the leading 1, signs turned: a, b and -ab, `sign` times. */
class Product {
  readonly terms: LagTerms;
  private readonly inner: Factor;
  private readonly outer: Factor;
  private readonly sign: 1 | -1;

  constructor(inner: Factor, outer: Factor, period: number, sign: 1 | -1) {
    this.inner = inner;
    this.outer = outer;
    this.sign = sign;
    const lags: number[] = [];
    for (let j = 0; j <= outer.count; j++) {
      for (let i = 0; i <= inner.count; i++) if (i + j > 0) lags.push(i + j * period);
    }
    this.terms = { lags: Int32Array.from(lags), coefficients: new Float64Array(lags.length) };
  }

  multiply(): void {
    const { inner, outer, sign } = this;
    const { coefficients } = this.terms;
    let k = 0;
    for (let j = 0; j <= outer.count; j++) {
      for (let i = 0; i <= inner.count; i++) {
        if (i + j === 0) continue;
        const a = i > 0 ? inner.coefficients[i - 1] : 1;
        const b = j > 0 ? outer.coefficients[j - 1] : 1;
        coefficients[k++] = sign * (i > 0 && j > 0 ? -a * b : a * b);
      }
    }
  }

  chain(by: Float64Array, gradient: Float64Array): void {
    const { inner, outer, sign } = this;
    inner.slope.fill(0);
    outer.slope.fill(0);
    let k = 0;
    for (let j = 0; j <= outer.count; j++) {
      for (let i = 0; i <= inner.count; i++) {
        if (i + j === 0) continue;
        const both = i > 0 && j > 0 ? -1 : 1;
        const d = sign * both * by[k++];
        if (i > 0) inner.slope[i - 1] += d * (j > 0 ? outer.coefficients[j - 1] : 1);
        if (j > 0) outer.slope[j - 1] += d * (i > 0 ? inner.coefficients[i - 1] : 1);
      }
    }
    inner.chain(gradient);
    outer.chain(gradient);
  }
}

/** Polynomials of an order, all coefficients 0 until set. */
export function createPolynomials({ p, q, P, Q, period }: FullOrder): ArmaPolynomials {
  const factors = [
    new Factor(p, 0),
    new Factor(P, p),
    new Factor(q, p + P),
    new Factor(Q, p + P + q),
  ] as const;
  const ar = new Product(factors[0], factors[1], period, 1);
  // An MA polynomial 1 + b is invertible when 1 - (-b) is stationary.
  const ma = new Product(factors[2], factors[3], period, -1);
  return {
    ar: ar.terms,
    ma: ma.terms,
    set(x) {
      for (const factor of factors) factor.set(x);
      ar.multiply();
      ma.multiply();
    },
    chain(byAr, byMa, gradient) {
      ar.chain(byAr, gradient);
      ma.chain(byMa, gradient);
    },
    rootsBeyond: (margin) => factors.every((factor) => hasRootsBeyond(factor, margin)),
  };
}

/** The differences as terms over the values: y[t] = w[t] + sum of the terms over y. */
export function differenceTerms({ d, D, period }: FullOrder): LagTerms {
  let dense = [1];
  const multiply = (lag: number): void => {
    const next = [...dense, ...new Array<number>(lag).fill(0)];
    for (let i = 0; i < dense.length; i++) next[i + lag] -= dense[i];
    dense = next;
  };
  for (let i = 0; i < d; i++) multiply(1);
  for (let i = 0; i < D; i++) multiply(period);
  const lags = dense.flatMap((c, lag) => (lag > 0 && c !== 0 ? [lag] : []));
  return { lags: Int32Array.from(lags), coefficients: Float64Array.from(lags, (lag) => -dense[lag]) };
}
