import { knownCount } from '../known-count.ts';
import { leastForecast, type Model, type TrainedModel } from '../model.ts';
import { fillUnknown } from '../mstl/decompose.ts';
import { chooseDifferences } from './choose-differences.ts';
import { type ArimaEstimate, countEstimated, estimateConditional, estimateToForecast } from './fit-arima.ts';
import { forecastArima } from './forecast-arima.ts';
import { fourierTerms } from './fourier.ts';
import { labelOf } from './order.ts';
import { leastSquares, lessRegression, type Regressors, sideBySide } from './regression.ts';
import { searchOrder } from './search-order.ts';

/** Columns that the errors of ARIMA are left by, beside the waves of a long season. */
export interface KnownColumns {
  /** [column][step], the first value at step 0; zero beyond their end. */
  readonly columns: readonly Float64Array[];
  /** Most that each coefficient may be; a column whose own is larger is left out. */
  readonly most: readonly number[];
}

interface TrainedArima extends TrainedModel {
  readonly fit: ArimaEstimate;
  /** Number of values it was fitted on. */
  readonly length: number;
  readonly harmonics: number;
  readonly known: readonly Float64Array[];
}

/** A history this much longer than the earlier one chooses its order anew. */
const OUTGROWN = 1.35;
/** Longest season with a seasonal part; longer ones are repeated by Fourier terms. */
const LONGEST_SEASON = 52;
const MOST_HARMONICS = 6;

/** Waves of a long season and known columns, over the first `length` steps. */
function designOf(
  period: number,
  harmonics: number,
  known: readonly Float64Array[],
  length: number,
): Regressors | undefined {
  const waves = harmonics > 0 ? fourierTerms(period, harmonics, length) : undefined;
  return known.length > 0 ? sideBySide(waves, known, length) : waves;
}

/** Number of harmonics of a long season by the corrected Akaike criterion, up to the first that does not pay. */
function chooseHarmonics(values: Float64Array, period: number, known: readonly Float64Array[]): number {
  const filled = fillUnknown(values, period);
  const { d } = chooseDifferences(filled, 1);
  const order = { p: 2, d, q: 0, constant: d < 2, P: 0, D: 0, Q: 0, period: 1 };
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k <= MOST_HARMONICS; k++) {
    const fit = estimateConditional(values, filled, order, designOf(period, k, known, values.length));
    if (!fit || !(fit.criterion < best)) return Math.max(0, k - 1);
    best = fit.criterion;
  }
  return MOST_HARMONICS;
}

/** The values without what the known columns explain by least squares: what the tests for differences look at. */
function withoutKnown(values: Float64Array, period: number, known: readonly Float64Array[]): Float64Array {
  const filled = fillUnknown(values, period);
  const level = new Float64Array(values.length).fill(1);
  const columns = [level, ...known.map((column) => column.subarray(0, values.length))];
  const [, ...effects] = leastSquares([filled, ...columns], 0);
  return lessRegression(filled, columns.slice(1), Float64Array.from(effects));
}

function trained(
  fit: ArimaEstimate,
  length: number,
  season: number,
  harmonics: number,
  known: readonly Float64Array[],
  least: number,
): TrainedArima {
  const label = labelOf(fit.order);
  return {
    label: harmonics > 0 ? `${label}+fourier(${season},${harmonics})` : label,
    parameters: countEstimated(fit),
    fit,
    length,
    harmonics,
    known,
    predict(all, origins, horizon, out) {
      const regressors = designOf(season, harmonics, known, all.length + horizon);
      forecastArima(fit, all, origins, horizon, out, regressors);
      for (let i = 0; i < origins.length * horizon; i++) out[i] = Math.max(least, out[i]);
    },
  };
}

function trainWith(
  values: Float64Array,
  season: number,
  known: readonly Float64Array[],
  earlier: TrainedArima | undefined,
): TrainedArima {
  const n = values.length;
  const least = leastForecast(values);
  if (earlier && n < OUTGROWN * earlier.length) {
    const { harmonics, fit } = earlier;
    const filled = fillUnknown(values, fit.order.period);
    const design = designOf(season, harmonics, known, n);
    const again = estimateToForecast(values, filled, fit.order, design, fit);
    if (again) return trained(again, n, season, harmonics, known, least);
  }
  const long = season > LONGEST_SEASON && n >= 2 * season;
  const harmonics = long ? chooseHarmonics(values, season, known) : 0;
  const period = season <= LONGEST_SEASON && n >= 2 * season + 4 ? season : 1;
  const tested = known.length > 0 ? withoutKnown(values, period, known) : undefined;
  const fit = searchOrder(values, period, designOf(season, harmonics, known, n), tested);
  if (fit) return trained(fit, n, season, harmonics, known, least);
  if (known.length > 0) return trainWith(values, season, [], undefined);
  throw new Error('No order of ARIMA can be estimated on a history with so few known values.');
}

/** Trains with the known columns, without those whose coefficients would be larger than they may. */
export function trainArima(
  values: Float64Array,
  season: number,
  from: TrainedModel | undefined,
  { columns, most }: KnownColumns = { columns: [], most: [] },
): TrainedModel {
  let kept = Array.from(columns.keys());
  let model = from as TrainedArima | undefined;
  for (;;) {
    model = trainWith(
      values,
      season,
      kept.map((c) => columns[c]),
      model,
    );
    const { coefficients } = model.fit;
    if (model.known.length === 0) return model;
    // the known columns stand last
    const first = coefficients.length - kept.length;
    const right = kept.filter((c, j) => !(coefficients[first + j] > most[c]));
    if (right.length === kept.length) return model;
    kept = right;
  }
}

/**
 * ARIMA with automatic choice of the order (Hyndman and Khandakar 2008): differences by tests, a stepwise search by the
 * corrected Akaike criterion, exact likelihood at the end. Seasons beyond 52 steps by Fourier terms.
 */
export const autoArima: Model = {
  name: 'auto-arima',
  // Where most values are unknown no order can be told, or estimated.
  fits: (values) => values.length >= 4 && knownCount(values) >= 0.5 * values.length,
  train: (values, { season }, from) => trainArima(values, season, from),
};
