import { fillUnknown } from '../mstl/decompose.ts';
import { FilteredSeries, Gains, moveState, sumOfTerms } from './exact-filter.ts';
import type { ArimaEstimate } from './fit-arima.ts';
import { observe } from './likelihood.ts';
import { createPolynomials } from './polynomials.ts';
import { designColumns, lessRegression, type Regressors } from './regression.ts';

/**
 * Writes the mean forecasts of the next `horizon` steps from each origin (index of the last value used, ascending) into
 * `out`, row-major [origin][step]. NaN from an origin inside the steps that the differences need.
 *
 * @throws RangeError when the regressors do not reach `horizon` steps beyond the last origin.
 */
export function forecastArima(
  { order, parameters, coefficients }: ArimaEstimate,
  values: Float64Array,
  origins: Int32Array,
  horizon: number,
  out: Float64Array,
  regressors?: Regressors,
): void {
  const end = origins[origins.length - 1] + 1;
  const history = values.subarray(0, end);
  const columns = designColumns(order, end + horizon, regressors);
  const observed = observe(history, order);
  const { lost, differences } = observed;
  const arma = createPolynomials(order);
  arma.set(parameters);
  const gains = Gains.start(arma);
  out.fill(Number.NaN, 0, origins.length * horizon);
  if (!gains) return;
  const start = startingValues(history, lost, order.period);
  const series = new FilteredSeries(lessRegression(start, columns, coefficients), observed, gains.ar.length);
  const still = new Float64Array(gains.ar.length);
  const ahead = new Float64Array(end + horizon);
  let t = lost;
  for (let r = 0; r < origins.length; r++) {
    const next = origins[r] + 1;
    if (next < lost) continue;
    for (; t < next; t++) {
      series.take(t, gains);
      gains.advance();
    }
    const state = Float64Array.from(series.state);
    ahead.set(series.filled.subarray(0, next));
    for (let k = 0; k < horizon; k++) {
      const at = next + k;
      ahead[at] = sumOfTerms(ahead, at, differences) + state[0];
      moveState(state, gains.ar, still, 0);
      let explained = 0;
      for (let j = 0; j < columns.length; j++) explained += coefficients[j] * columns[j][at];
      out[r * horizon + k] = ahead[at] + explained;
    }
  }
}

/**
 * The values with the unknown ones among the first `lost` filled. No more than these and the first known value after them is
 * looked at, so that a forecast from an early origin sees nothing that comes later.
 */
function startingValues(values: Float64Array, lost: number, period: number): Float64Array {
  let end = lost;
  while (end < values.length && Number.isNaN(values[end])) end++;
  const head = values.subarray(0, Math.min(values.length, Math.max(end + 1, lost)));
  if (!head.subarray(0, lost).some(Number.isNaN)) return values;
  const out = Float64Array.from(values);
  out.set(fillUnknown(head, period).subarray(0, lost));
  return out;
}
