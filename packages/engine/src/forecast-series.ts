import { checkOptions } from './check-options.ts';
import type { Backtest, ForecastOptions, SeriesForecast, SeriesResult } from './contract.ts';
import { classifyDemand } from './demand/classify-demand.ts';
import { seasonalityOf } from './frequency.ts';
import { selectCandidates } from './models/candidates.ts';
import type { ModelContext } from './models/model.ts';
import { type History, prepareHistory } from './prepare-history.ts';
import { samplePaths, sumQuantiles } from './quantiles/cumulative.ts';
import { type Distribution, fitDistribution } from './quantiles/fit-distribution.ts';
import { gridPlace, interpolateGrid, probabilitiesOf } from './quantiles/grid.ts';
import { type Combination, combineModels } from './select/combine-models.ts';
import { planWindows } from './select/plan-windows.ts';

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
  for (let w = 0; w < windows; w++) {
    const r = plan.reported[w];
    const origin = plan.origins[r];
    origins[w] = origin + history.start;
    for (let k = 0; k < horizon; k++) {
      row[k] = combination.evidence[r * horizon + k];
      actual[w * horizon + k] = values[origin + 1 + k] * unit;
      mean[w * horizon + k] = row[k] * unit;
      naive[w * horizon + k] = combination.seasonalNaive[r * horizon + k] * unit;
    }
    const grid = distribution.gridOfWindow(row, r);
    writeQuantiles(grid, horizon, probabilities, horizon, unit, quantiles, w * horizon, size);
  }
  const before = windows > 0 ? origins[0] - history.start : values.length - 1;
  let scale = 0;
  let count = 0;
  for (let t = season; t <= before; t++) {
    const e = Math.abs(values[t] - values[t - season]);
    if (!Number.isNaN(e)) {
      scale += e;
      count++;
    }
  }
  return {
    windows,
    horizon,
    origins,
    actual,
    mean,
    quantiles,
    naive,
    scale: count > 0 ? (scale / count) * unit : Number.NaN,
  };
}

function forecastPrepared(history: History, key: string, options: ForecastOptions): SeriesForecast {
  const { horizon, cumulative } = options;
  const { values, unit } = history;
  const demandClass = classifyDemand(values);
  const seasonality = seasonalityOf(options.frequency);
  const context: ModelContext = { ...seasonality, fits: new Map() };
  const tested = options.backtest.horizon ?? horizon;
  const steps = Math.max(horizon, ...(cumulative?.horizons ?? []));
  const minimum = Math.min(
    Math.max(3, Math.ceil(0.4 * values.length)),
    Math.max(2 * context.season + 2, 4 * tested, 8),
  );
  const plan = planWindows(values.length, minimum, tested, options.backtest.windows, options.backtest.step);
  const combination = combineModels(
    values,
    history.nonNegative,
    context,
    selectCandidates(options.models, context, demandClass),
    plan,
    tested,
    steps,
  );
  const probabilities = probabilitiesOf(options.levels);
  const distribution = fitDistribution(history, combination, tested);
  const grid = distribution.gridOf(combination.mean);
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
    const paths = samplePaths(pathModel, options.seed, key, unit);
    sums = sumQuantiles(paths, steps, cumulative.horizons, cumulative.probabilities);
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
    backtest: reportBacktest(history, combination, distribution, context.season, tested, probabilities),
    demandClass,
  };
}

/**
 * Forecasts one series. `values` is oldest first and ends at the cut-off, NaN = unknown; `key` seeds its random numbers.
 * What is wrong with the data is returned as `{ok: false}`.
 * @throws RangeError when the options themselves are impossible
 */
export function forecastSeries(values: Float64Array, key: string, options: ForecastOptions): SeriesResult {
  checkOptions(options);
  const { horizon, backtest } = options;
  const tested = horizon + Math.max(0, backtest.windows - 1) * backtest.step;
  const history = prepareHistory(values, seasonalityOf(options.frequency).memory + tested);
  if (!history.ok) return history;
  try {
    return forecastPrepared(history, key, options);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'internal', detail: `Series ${key}: ${detail}` };
  }
}
