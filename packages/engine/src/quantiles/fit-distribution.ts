import { knownCount } from '../models/known-count.ts';
import { PANEL_MODEL } from '../panel-model/panel-model.ts';
import type { History } from '../prepare-history.ts';
import type { Combination } from '../select/combine-models.ts';
import { errorsInSeason } from './errors-in-season.ts';
import { type Dependence, fitDependence } from './fit-dependence.ts';
import { predictiveGrid } from './predictive-grid.ts';
import {
  type Errors,
  fitErrorScale,
  fitResidualShape,
  type ResidualDistribution,
  type StandardErrors,
  standardiseErrors,
} from './residual-distribution.ts';

/** Calibrated distribution of the combination. */
export interface Distribution {
  /** Grid of each step for a row of mean forecasts of the future. */
  gridOf(mean: Float64Array): Float64Array;
  /**
   * The same for a back-test window (its place in the plan), calibrated on the windows that do not overlap it, or, where these
   * are too few, on the changes of the series before it.
   */
  gridOfWindow(mean: Float64Array, window: number): Float64Array;
  readonly dependence: Dependence;
}

/** Share of the usual level that an error has where none was ever made, and below which it is none. */
const SURPRISE = 0.5;
const NO_ERROR = 1e-9;
/** Right so many times, and a first error is less likely than to lie beyond one end of a range of 95 %. */
const SURE = 39;
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

/**
 * Stand-in for a series without windows: its own changes from value to value, whose growth is that of own models; half the level
 * for one or two values.
 */
function stepErrors(values: Float64Array): Errors {
  const known = knownCount(values);
  const errors = new Float64Array(values.length);
  const forecasts = new Float64Array(values.length);
  let before = values[0];
  errors[0] = known < 3 ? SURPRISE * Math.max(1e-9, Math.abs(before)) : Number.NaN;
  for (let t = 1; t < values.length; t++) {
    errors[t] = values[t] - before;
    forecasts[t] = before;
    if (!Number.isNaN(values[t])) before = values[t];
  }
  const evidence = { errors, forecasts, horizon: 1, independent: 1, chosen: 1, sizes: alike(values.length) };
  return expectSurprise(evidence, values, known);
}

/**
 * Where a forecast was right each time, one more error for each `seen` known ones, as large as for a series of one value: what
 * was right n times is wrong about once in n more (Laplace's rule of succession). Three equal sales say little, and forty enough
 * for a range of nothing.
 */
function expectSurprise(evidence: Errors, values: Float64Array, seen: number): Errors {
  if (seen >= SURE) return evidence;
  const { horizon } = evidence;
  let level = 0;
  for (const y of values) if (!Number.isNaN(y)) level += Math.abs(y) / values.length;
  let known = 0;
  for (const e of evidence.errors) {
    if (Math.abs(e) > NO_ERROR * level) return evidence;
    if (!Number.isNaN(e)) known++;
  }
  if (level === 0 || known === 0) return evidence;
  // behind the windows, as windows of their own that no other overlaps
  const more = Math.ceil(known / seen);
  const added = horizon * Math.ceil(more / horizon);
  const extend = (old: Float64Array, rest: number): Float64Array => {
    const longer = new Float64Array(old.length + added).fill(rest);
    longer.set(old);
    return longer;
  };
  const errors = extend(evidence.errors, Number.NaN);
  errors.fill(SURPRISE * level, evidence.errors.length, evidence.errors.length + more);
  return {
    ...evidence,
    errors,
    forecasts: extend(evidence.forecasts, level),
    sizes: extend(evidence.sizes, 1),
  };
}

/** Steps of a season whose values are compared from one to the next. */
const LONGEST_CYCLE = 24;

/** Calibrates on the errors of the back-test windows; a series without windows gets the spread of its own steps. */
export function fitDistribution(
  history: History,
  combination: Combination,
  horizon: number,
  season: number,
): Distribution {
  const { nonNegative, unit, whole, values } = history;
  const { origins } = combination.plan;
  const windows = windowErrors(history, combination, horizon);
  const isWindowed = knownCount(windows.errors) >= 3;
  const counts = whole && nonNegative;
  const evidence = isWindowed
    ? expectSurprise(windows, values, values.length - 1 - origins[0])
    : stepErrors(values);
  const cycle = season > LONGEST_CYCLE ? 1 : season;
  const seasonal =
    isWindowed && nonNegative
      ? errorsInSeason(evidence, values, combination.mean, cycle, counts ? unit : undefined)
      : undefined;
  const future = isWindowed ? combination.errorSize?.future : undefined;
  // Beside their own neighbours the values of earlier seasons have no common error of the level.
  const together = seasonal ? seasonal.evidence.errors.subarray(0, evidence.errors.length) : evidence.errors;
  const least = nonNegative ? 0 : Number.NEGATIVE_INFINITY;
  const floor = counts ? leastCountLevel(unit, combination.mean) : LEAST_LEVEL;
  const standardise = (errors: Errors): StandardErrors =>
    standardiseErrors(errors, fitErrorScale(errors, nonNegative, floor));
  const standard = standardise(evidence);
  const all = fitResidualShape(standard, () => false);
  /** The changes up to a window, where hardly another window is apart from it: its own outcome must not tell its range. */
  const shapeBefore = (window: number): ResidualDistribution =>
    fitResidualShape(standardise(stepErrors(values.subarray(0, origins[window] + 1))), () => false);
  return {
    gridOf(mean) {
      const grid = predictiveGrid(mean, future ?? alike(mean.length), all, least, unit, counts);
      if (!seasonal) return grid;
      const shape = fitResidualShape(standardise(seasonal.evidence), () => false);
      const other = predictiveGrid(mean, alike(mean.length), shape, least, unit, counts);
      const steps = mean.length;
      return grid.map((value, i) => (mean[i % steps] >= seasonal.least ? other[i] : value));
    },
    gridOfWindow(mean, window) {
      const overlaps = (r: number): boolean => Math.abs(origins[r] - origins[window]) < horizon;
      const others = fitResidualShape(standard, overlaps);
      const isTold = isWindowed && others.sorted.length >= horizon;
      const sizes = isWindowed
        ? evidence.sizes.subarray(window * horizon, (window + 1) * horizon)
        : alike(horizon);
      return predictiveGrid(mean, sizes, isTold ? others : shapeBefore(window), least, unit, counts);
    },
    dependence: fitDependence(together, evidence.horizon, evidence.independent),
  };
}
