import { type ArmaPolynomials, type LagTerms, longestLag } from './polynomials.ts';

/** Where values are unknown and how they are differenced. */
export interface Observed {
  /** 1 = known. Unknown values take their one-step forecast (error 0). */
  readonly known: Uint8Array;
  readonly differences: LagTerms;
  /** Steps before the first differenced value. */
  readonly lost: number;
}

/** What the recursion leaves behind, each after `pad` zeros. Grown as needed and used again. */
interface Tape {
  value: Float64Array;
  differenced: Float64Array;
  error: Float64Array;
  byValue: Float64Array;
  byDifferenced: Float64Array;
  byError: Float64Array;
}

const createTape = (steps: number): Tape => ({
  value: new Float64Array(steps),
  differenced: new Float64Array(steps),
  error: new Float64Array(steps),
  byValue: new Float64Array(steps),
  byDifferenced: new Float64Array(steps),
  byError: new Float64Array(steps),
});

let shared = createTape(0);

/** First step whose error counts: after the differences and the AR lags. */
export const firstError = ({ ar }: ArmaPolynomials, { lost }: Observed): number => lost + longestLag(ar);

/**
 * One-step errors conditional on the first values (errors before `firstError` are 0), in `out` from that step on; 0 where a
 * value is unknown. A linear map of `values`, whose unknown places before `firstError` must hold a filling.
 */
export function conditionalErrors(
  values: Float64Array,
  observed: Observed,
  arma: ArmaPolynomials,
  out: Float64Array,
): void {
  const n = values.length;
  const { differences, known, lost } = observed;
  const { ar, ma } = arma;
  const pad = longestLag(ma);
  const start = firstError(arma, observed);
  if (shared.value.length < n + pad) shared = createTape(2 * (n + pad));
  const { value, differenced, error } = shared;
  error.fill(0, 0, pad + start);
  for (let t = 0; t < n; t++) {
    let base = 0;
    for (let k = 0; k < differences.lags.length && t >= lost; k++) {
      base += differences.coefficients[k] * value[t - differences.lags[k]];
    }
    value[t] = values[t];
    differenced[t] = values[t] - base;
    if (t < start) continue;
    let forecast = 0;
    for (let k = 0; k < ar.lags.length; k++) forecast += ar.coefficients[k] * differenced[t - ar.lags[k]];
    for (let k = 0; k < ma.lags.length; k++) forecast += ma.coefficients[k] * error[pad + t - ma.lags[k]];
    if (known[t]) error[pad + t] = differenced[t] - forecast;
    else {
      error[pad + t] = 0;
      differenced[t] = forecast;
      value[t] = base + forecast;
    }
  }
  for (let t = start; t < n; t++) out[t] = error[pad + t];
}

/**
 * Derivatives by the AR and MA coefficients of half the sum of squared errors of the last `conditionalErrors`, which must
 * have run over `n` values with the same polynomials. The recursion run backwards.
 */
export function conditionalGradient(
  n: number,
  observed: Observed,
  arma: ArmaPolynomials,
  byAr: Float64Array,
  byMa: Float64Array,
): void {
  const { differences, known } = observed;
  const { ar, ma } = arma;
  const pad = longestLag(ma);
  const start = firstError(arma, observed);
  const { differenced, error, byValue, byDifferenced, byError } = shared;
  byValue.fill(0, 0, n);
  byDifferenced.fill(0, 0, n);
  byError.fill(0, 0, n + pad);
  byAr.fill(0);
  byMa.fill(0);
  for (let t = n - 1; t >= start; t--) {
    let byForecast: number;
    if (known[t]) {
      const slope = error[pad + t] + byError[pad + t];
      byForecast = -slope;
      const whole = byDifferenced[t] + slope;
      for (let k = 0; k < differences.lags.length; k++) {
        byValue[t - differences.lags[k]] -= differences.coefficients[k] * whole;
      }
    } else {
      byForecast = byDifferenced[t] + byValue[t];
      for (let k = 0; k < differences.lags.length; k++) {
        byValue[t - differences.lags[k]] += differences.coefficients[k] * byValue[t];
      }
    }
    if (byForecast === 0) continue;
    for (let k = 0; k < ar.lags.length; k++) {
      const s = t - ar.lags[k];
      byAr[k] += byForecast * differenced[s];
      byDifferenced[s] += byForecast * ar.coefficients[k];
    }
    for (let k = 0; k < ma.lags.length; k++) {
      const s = pad + t - ma.lags[k];
      byMa[k] += byForecast * error[s];
      byError[s] += byForecast * ma.coefficients[k];
    }
  }
}
