import { checkOptions } from './check-options.ts';
import type { Backtest, ForecastOptions, SeriesForecast, SeriesResult } from './contract.ts';
import { finish } from './finish.ts';
import type { Regressors } from './models/regression/regressors.ts';
import type { PanelCandidate } from './panel-model/panel-forecaster.ts';
import { type History, prepareSeries } from './prepare-history.ts';
import { sumQuantiles } from './quantiles/cumulative.ts';
import { type Distribution, fitDistribution } from './quantiles/fit-distribution.ts';
import { gridPlace, interpolateGrid, probabilitiesOf } from './quantiles/grid.ts';
import { blendPanel } from './select/blend-panel.ts';
import type { Combination } from './select/combine-models.ts';
import { combineInPieces } from './select/combine-series.ts';

/** Writes a distribution's quantiles in the caller's units, row-major [probability][step]. */
function writeQuantiles(
  grid: Float64Array,
  steps: number,
  probabilities: readonly number[],
  horizon: number,
  unit: number,
  out: Float64Array,
  offset: number,
  stride: number,
): void {
  for (let q = 0; q < probabilities.length; q++) {
    const place = gridPlace(probabilities[q]);
    for (let k = 0; k < horizon; k++) {
      out[q * stride + offset + k] = interpolateGrid(grid, k, steps, place) * unit;
    }
  }
}

/** The values of a history with extraordinary sales as they were. */
function soldOf({ values, unit, extraordinary }: History): Float64Array {
  if (extraordinary.length === 0) return values;
  const sold = values.slice();
  // the unit is a power of two: dividing by it and multiplying again loses nothing
  for (const { back, quantity } of extraordinary) {
    if (back < sold.length) sold[sold.length - 1 - back] = quantity / unit;
  }
  return sold;
}

/** The reported windows of the delivered combination, in the caller's units. */
function reportBacktest(
  history: History,
  combination: Combination,
  distribution: Distribution,
  season: number,
  horizon: number,
  probabilities: readonly number[],
): Backtest {
  const { plan } = combination;
  const { values, unit } = history;
  const windows = plan.reported.length;
  const size = windows * horizon;
  const origins = new Int32Array(windows);
  const actual = new Float64Array(size);
  const mean = new Float64Array(size);
  const naive = new Float64Array(size);
  const quantiles = new Float64Array(probabilities.length * size);
  const row = new Float64Array(horizon);
  // What was sold is reported as it was, whatever was learned from.
  const sold = soldOf(history);
  for (let w = 0; w < windows; w++) {
    const r = plan.reported[w];
    const origin = plan.origins[r];
    origins[w] = origin + history.start;
    for (let k = 0; k < horizon; k++) {
      row[k] = combination.evidence[r * horizon + k];
      actual[w * horizon + k] = sold[origin + 1 + k] * unit;
      mean[w * horizon + k] = row[k] * unit;
      naive[w * horizon + k] = combination.seasonalNaive[r * horizon + k] * unit;
    }
    const grid = distribution.gridOfWindow(row, r);
    writeQuantiles(grid, horizon, probabilities, horizon, unit, quantiles, w * horizon, size);
  }
  const before = windows > 0 ? origins[0] - history.start : values.length - 1;
  const scale = naiveScale(values, season, before) * unit;
  return { windows, horizon, origins, actual, mean, quantiles, naive, scale };
}

/** Mean absolute difference of values one season apart, up to step `last`; NaN without any. */
function naiveScale(values: Float64Array, season: number, last: number): number {
  let sum = 0;
  let count = 0;
  for (let t = season; t <= last; t++) {
    const e = Math.abs(values[t] - values[t - season]);
    if (Number.isNaN(e)) continue;
    sum += e;
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}

/** Nothing is sold on a closed step, for certain. */
function closeSteps(mean: Float64Array, grid: Float64Array, steps: number, closed: readonly number[]): void {
  for (const k of closed) {
    if (k >= steps) continue;
    mean[k] = 0;
    for (let at = k; at < grid.length; at += steps) grid[at] = 0;
  }
}

/** What is known of a series besides its values. */
export interface SeriesFacts {
  /** What the model of its whole panel says of it (`forecastPanel`). */
  readonly panel?: PanelCandidate | undefined;
  /** Steps ahead, from 0, on which nothing can be sold. */
  readonly closed?: readonly number[];
  /** Known columns from the value `start` on, for models of the single series. */
  readonly regressors?: (start: number) => Regressors | undefined;
}

function* forecastPrepared(
  history: History,
  key: string,
  options: ForecastOptions,
  { panel, closed = [], regressors }: SeriesFacts,
): Generator<void, SeriesForecast> {
  const { horizon, cumulative } = options;
  const { unit } = history;
  const own = yield* combineInPieces(history, options, panel, regressors?.(history.start));
  yield;
  const { demandClass, season, tested, steps } = own;
  const combination = panel ? blendPanel(history, own, panel, options.models) : own.combination;
  const probabilities = probabilitiesOf(options.levels);
  const distribution = fitDistribution(history, combination, tested, season);
  const grid = distribution.gridOf(combination.mean);
  closeSteps(combination.mean, grid, steps, closed);
  const mean = new Float64Array(horizon);
  for (let k = 0; k < horizon; k++) mean[k] = combination.mean[k] * unit;
  const quantiles = new Float64Array(probabilities.length * horizon);
  writeQuantiles(grid, steps, probabilities, horizon, unit, quantiles, 0, horizon);
  let sums: Float64Array = new Float64Array(0);
  if (cumulative && cumulative.horizons.length > 0) {
    const pathModel = {
      grid,
      steps,
      dependence: distribution.dependence,
      whole: history.whole,
      mean: combination.mean,
      nonNegative: history.nonNegative,
    };
    const draws = { seed: options.seed, key, unit };
    sums = sumQuantiles(pathModel, draws, cumulative.horizons, cumulative.probabilities);
    for (let i = 0; i < sums.length; i++) sums[i] *= unit;
  }
  return {
    ok: true,
    model: combination.label,
    weights: combination.weights,
    ...(combination.standIn ? { standIn: combination.standIn } : {}),
    mean,
    probabilities,
    quantiles,
    cumulative: sums,
    backtest: reportBacktest(history, combination, distribution, season, tested, probabilities),
    demandClass,
    ...(history.extraordinary.length > 0 ? { extraordinary: history.extraordinary } : {}),
  };
}

/** `forecastSeries` in pieces of some milliseconds: it yields after each training of a model. */
export function* forecastSeriesInPieces(
  values: Float64Array,
  key: string,
  options: ForecastOptions,
  facts: SeriesFacts = {},
): Generator<void, SeriesResult> {
  checkOptions(options);
  const history = prepareSeries(values, options);
  if (!history.ok) return history;
  try {
    return yield* forecastPrepared(history, key, options, facts);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'internal', detail: `Series ${key}: ${detail}` };
  }
}

/**
 * Forecasts one series. `values` is oldest first and ends at the cut-off, NaN = unknown; `key` seeds its random numbers;
 * what is wrong with the data is returned as `{ok: false}`.
 * @throws RangeError when the options themselves are impossible
 */
export function forecastSeries(
  values: Float64Array,
  key: string,
  options: ForecastOptions,
  facts: SeriesFacts = {},
): SeriesResult {
  return finish(forecastSeriesInPieces(values, key, options, facts));
}
