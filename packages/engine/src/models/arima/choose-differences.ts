import { seasonalStrength } from '../mstl/decompose.ts';

/** Critical value of the KPSS test of a level, 5 %. */
const CRITICAL = 0.463;
/** Strength from which a season is taken out by a difference (`nsdiffs` of the forecast package). */
const STRONG = 0.64;
const MOST_DIFFERENCES = 2;

/**
 * Statistic of Kwiatkowski, Phillips, Schmidt and Shin (1992) against a level: sums of deviations over the long-run variance
 * with Bartlett weights on 3 sqrt(n) / 13 lags. 0 for a constant.
 */
export function kpss(values: Float64Array): number {
  const n = values.length;
  let mean = 0;
  for (const y of values) mean += y / n;
  const deviation = values.map((y) => y - mean);
  const lags = Math.trunc((3 * Math.sqrt(n)) / 13);
  let sum = 0;
  let squares = 0;
  for (const e of deviation) {
    sum += e;
    squares += sum * sum;
  }
  let variance = 0;
  for (let lag = 0; lag <= lags; lag++) {
    let product = 0;
    for (let t = lag; t < n; t++) product += deviation[t] * deviation[t - lag];
    variance += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * (product / n);
  }
  return variance > 1e-12 * (mean * mean + 1e-12) ? squares / (n * n * variance) : 0;
}

/** `values[t] - values[t - lag]`. */
function difference(values: Float64Array, lag: number): Float64Array {
  return Float64Array.from({ length: values.length - lag }, (_, t) => values[t + lag] - values[t]);
}

/** Numbers of differences: one over a strong season, then as many as the KPSS test asks for. Values must be known. */
export function chooseDifferences(values: Float64Array, period: number): { d: number; D: number } {
  const D = period > 1 && seasonalStrength(values, period) > STRONG ? 1 : 0;
  let left = D > 0 ? difference(values, period) : values;
  let d = 0;
  while (d < MOST_DIFFERENCES && left.length > 3 && kpss(left) > CRITICAL) {
    left = difference(left, 1);
    d++;
  }
  return { d, D };
}
