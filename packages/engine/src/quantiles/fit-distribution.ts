import { PANEL_MODEL } from '../panel-model/panel-model.ts';
import type { History } from '../prepare-history.ts';
import type { Combination } from '../select/combine-models.ts';
import { type Dependence, fitDependence } from './fit-dependence.ts';
import { predictiveGrid } from './predictive-grid.ts';
import { type Errors, fitErrorScale, fitResidualShape, standardiseErrors } from './residual-distribution.ts';

/** Calibrated distribution of the combination. */
export interface Distribution {
  /** Grid of each step for a row of mean forecasts of the future. */
  gridOf(mean: Float64Array): Float64Array;
  /** The same for a back-test window (its place in the plan), calibrated on the windows that do not overlap it. */
  gridOfWindow(mean: Float64Array, window: number): Float64Array;
  readonly dependence: Dependence;
}

/** Forecasts below this, beside the usual level of the series, have errors as large as at it. */
const LEAST_LEVEL = 0.05;
/**
 * The same of counts, beside the level ahead where that is higher: before a launch or a return they stay near zero for
 * months, and one error is many times the forecast, which would then be multiplied with what the item sells now.
 */
const LEAST_COUNT_LEVEL = 0.3;

function leastCountLevel(unit: number, mean: Float64Array): number {
  let sum = 0;
  for (const f of mean) sum += f;
  return Math.max(LEAST_COUNT_LEVEL * Math.max(1, sum / mean.length), 0.5 / Math.max(1, unit));
}

/** Errors are as large on each step. */
const alike = (length: number): Float64Array => new Float64Array(length).fill(1);

/** Errors of the combination on every window. */
function windowErrors(history: History, combination: Combination, horizon: number): Errors {
  const { values } = history;
  const { plan, evidence } = combination;
  const errors = new Float64Array(evidence.length);
  for (let r = 0; r < plan.origins.length; r++) {
    for (let k = 0; k < horizon; k++) {
      const t = plan.origins[r] + 1 + k;
      errors[r * horizon + k] = t < values.length ? values[t] - evidence[r * horizon + k] : Number.NaN;
    }
  }
  const span = plan.origins.length > 0 ? values.length - 1 - plan.origins[0] : 0;
  // The panel model never saw its windows, and hardly owes its weight to them.
  const panel = combination.weights.find(({ model }) => model === PANEL_MODEL)?.weight ?? 0;
  return {
    errors,
    forecasts: evidence,
    horizon,
    independent: Math.max(1, span / horizon),
    chosen: 1 - panel,
    sizes: combination.errorSize?.evidence ?? alike(errors.length),
  };
}

/** Stand-in for a series without windows: its own changes from value to value; half the level for one or two values. */
function stepErrors(history: History): Errors {
  const { values } = history;
  const errors = new Float64Array(values.length);
  const forecasts = new Float64Array(values.length);
  let before = values[0];
  errors[0] = history.known < 3 ? 0.5 * Math.max(1e-9, Math.abs(before)) : Number.NaN;
  for (let t = 1; t < values.length; t++) {
    errors[t] = values[t] - before;
    forecasts[t] = before;
    if (!Number.isNaN(values[t])) before = values[t];
  }
  return { errors, forecasts, horizon: 1, independent: 1, chosen: 1, sizes: alike(values.length) };
}

/** Calibrates on the errors of the back-test windows; a series without windows gets the spread of its own steps. */
export function fitDistribution(history: History, combination: Combination, horizon: number): Distribution {
  let evidence = windowErrors(history, combination, horizon);
  let known = 0;
  for (const e of evidence.errors) if (!Number.isNaN(e)) known++;
  const isWindowed = known >= 3;
  if (!isWindowed) evidence = stepErrors(history);
  const future = isWindowed ? combination.errorSize?.future : undefined;
  const { nonNegative, unit, whole } = history;
  const least = nonNegative ? 0 : Number.NEGATIVE_INFINITY;
  const counts = whole && nonNegative;
  const floor = counts ? leastCountLevel(unit, combination.mean) : LEAST_LEVEL;
  const standard = standardiseErrors(evidence, fitErrorScale(evidence, nonNegative, floor));
  const { origins } = combination.plan;
  const all = fitResidualShape(standard, () => false);
  return {
    gridOf: (mean) => predictiveGrid(mean, future ?? alike(mean.length), all, least, unit, counts),
    gridOfWindow(mean, window) {
      const overlaps = (r: number): boolean => Math.abs(origins[r] - origins[window]) < horizon;
      const others = fitResidualShape(standard, overlaps);
      const sizes = isWindowed
        ? evidence.sizes.subarray(window * horizon, (window + 1) * horizon)
        : alike(horizon);
      const shape = others.sorted.length >= horizon ? others : all;
      return predictiveGrid(mean, sizes, shape, least, unit, counts);
    },
    dependence: fitDependence(evidence.errors, evidence.horizon, evidence.independent),
  };
}
