import { seasonalIndices } from '../seasonal-indices.ts';
import { stl } from './stl.ts';

/** A history taken apart: one component for each period, ascending, and the trend left by the longest. */
export interface MultiDecomposition {
  readonly periods: readonly number[];
  readonly seasonal: readonly Float64Array[];
  readonly trend: Float64Array;
}

const ROUNDS = 2;

/** Seasons the loess of the j-th period looks at: 11, 15, 19, ... (Bandara, Hyndman and Bergmeir 2021). */
const seasonsOf = (j: number): number => 7 + 4 * (j + 1);

/**
 * Values with the unknown ones filled: a straight line between their neighbours without the season, and the season put
 * back. The same array when every value is known.
 */
export function fillUnknown(values: Float64Array, season: number): Float64Array {
  if (!values.some(Number.isNaN)) return values;
  const n = values.length;
  const indices = (season > 1 && seasonalIndices(values, season, false)) || Float64Array.of(0);
  const out = new Float64Array(n);
  let last = -1;
  for (let t = 0; t < n; t++) {
    if (Number.isNaN(values[t])) continue;
    out[t] = values[t] - indices[t % indices.length];
    const before = last < 0 ? out[t] : out[last];
    for (let k = last + 1; k < t; k++) out[k] = before + ((out[t] - before) * (k - last)) / (t - last);
    last = t;
  }
  if (last >= 0) out.fill(out[last], last + 1);
  for (let t = 0; t < n; t++) {
    out[t] = Number.isNaN(values[t]) ? out[t] + indices[t % indices.length] : values[t];
  }
  return out;
}

/** Decomposes a history without unknown values; every period needs two of its seasons. */
export function decompose(values: Float64Array, periods: readonly number[]): MultiDecomposition {
  const n = values.length;
  const seasonal: Float64Array[] = periods.map(() => new Float64Array(n));
  let trend: Float64Array = new Float64Array(n);
  const adjusted = Float64Array.from(values);
  const rounds = periods.length > 1 ? ROUNDS : 1;
  for (let round = 0; round < rounds; round++) {
    for (let j = 0; j < periods.length; j++) {
      for (let t = 0; t < n; t++) adjusted[t] += seasonal[j][t];
      const parts = stl(adjusted, periods[j], seasonsOf(j));
      seasonal[j] = parts.seasonal;
      trend = parts.trend;
      for (let t = 0; t < n; t++) adjusted[t] -= seasonal[j][t];
    }
  }
  return { periods, seasonal, trend };
}

/** 1 less the share of the remainder in the variance of season and remainder, at least 0 (Wang, Smith and Hyndman 2006). */
export function seasonalStrength(values: Float64Array, period: number): number {
  const { seasonal, trend } = decompose(values, [period]);
  const remainder = values.map((y, t) => y - trend[t] - seasonal[0][t]);
  const both = values.map((y, t) => y - trend[t]);
  const whole = variance(both);
  return whole > 0 ? Math.max(0, 1 - variance(remainder) / whole) : 0;
}

function variance(values: Float64Array): number {
  let mean = 0;
  for (const y of values) mean += y / values.length;
  let squares = 0;
  for (const y of values) squares += (y - mean) * (y - mean);
  return squares / values.length;
}
