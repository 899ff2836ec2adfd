import type { History } from '../prepare-history.ts';
import type { Combination } from '../select/combine-models.ts';
import { predictiveGrid } from './predictive-grid.ts';
import { fitResidualDistribution } from './residual-distribution.ts';

/** Calibrated distribution of the combination. */
export interface Distribution {
  /** Grid of each step for a row of mean forecasts; `window` is the origin's place in the plan (left out of its own calibration). */
  gridOf(mean: Float64Array, window: number): Float64Array;
  /** Correlation of the errors of neighbouring steps. */
  readonly correlation: number;
}

/** Lag-1 correlation of the errors inside the windows, about their own mean of zero. */
function neighbourCorrelation(errors: Float64Array, horizon: number): number {
  let cross = 0;
  let squares = 0;
  for (let i = 0; i < errors.length; i++) {
    if (i % horizon === 0 || Number.isNaN(errors[i]) || Number.isNaN(errors[i - 1])) continue;
    cross += errors[i] * errors[i - 1];
    squares += 0.5 * (errors[i] * errors[i] + errors[i - 1] * errors[i - 1]);
  }
  return squares > 0 ? Math.max(-0.5, Math.min(0.95, cross / squares)) : 0;
}

/** Calibrates on the errors of the back-test windows; a series without windows gets the spread of its own steps. */
export function fitDistribution(history: History, combination: Combination, horizon: number): Distribution {
  const { values } = history;
  const { plan, evidence } = combination;
  let errors = new Float64Array(evidence.length);
  let forecasts = evidence;
  let width = horizon;
  let known = 0;
  for (let r = 0; r < plan.origins.length; r++) {
    for (let k = 0; k < horizon; k++) {
      const t = plan.origins[r] + 1 + k;
      const e = t < values.length ? values[t] - evidence[r * horizon + k] : Number.NaN;
      errors[r * horizon + k] = e;
      if (!Number.isNaN(e)) known++;
    }
  }
  const span = plan.origins.length > 0 ? values.length - 1 - plan.origins[0] : 0;
  let independent = Math.max(1, span / horizon);
  if (known < 3) {
    width = 1;
    errors = new Float64Array(values.length);
    forecasts = new Float64Array(values.length);
    let before = values[0];
    for (let t = 1; t < values.length; t++) {
      errors[t] = values[t] - before;
      forecasts[t] = before;
      if (!Number.isNaN(values[t])) before = values[t];
    }
    // One or two values say nothing about the spread: half the level stands for it.
    if (history.known < 3) errors[0] = 0.5 * Math.max(1e-9, Math.abs(values[0]));
    else errors[0] = Number.NaN;
    independent = 1;
  }
  const least = history.nonNegative ? 0 : Number.NEGATIVE_INFINITY;
  const floor = Math.max(0.05, 0.5 / Math.max(1, history.unit));
  const fitted = fitResidualDistribution(errors, forecasts, width, independent, history.nonNegative, floor);
  return {
    gridOf: (mean) => predictiveGrid(mean, fitted, least, history.unit, history.whole && history.nonNegative),
    correlation: width > 1 ? neighbourCorrelation(errors, width) : 0,
  };
}
