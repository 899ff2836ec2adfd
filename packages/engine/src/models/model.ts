import type { ModelName } from '../contract.ts';
import type { EtsFit } from './fit-ets.ts';
import type { Regressors } from './regression/regressors.ts';

/** What a model may know besides the values. */
export interface ModelContext {
  /** Seasonal period in steps; 1 = none. */
  readonly season: number;
  /** Longer cycles worth repeating, ascending, the season included. */
  readonly cycles: readonly number[];
  /** Steps that forecasts are judged over; undefined where only the next one counts. */
  readonly horizon?: number;
  /** Fits of one series by form and length of history, so that members of a family share them. */
  readonly fits?: Map<string, EtsFit | undefined>;
  /** What is known of the series besides its values, and ahead. */
  readonly regressors?: Regressors | undefined;
}

/** A model with its parameters estimated. */
export interface TrainedModel {
  /** What it became, e.g. `ets(A,Ad,N)` or `seasonal-naive(14)`. */
  readonly label: string;
  /** Number of estimated parameters. */
  readonly parameters: number;
  /**
   * Runs the fixed parameters over `values` and writes the mean forecasts of the next `horizon` steps from each origin.
   * `values` must begin with the observation the training began with; an origin is the index of the last value used.
   * Origins ascend. `out` is row-major [origin][step].
   */
  predict(values: Float64Array, origins: Int32Array, horizon: number, out: Float64Array): void;
}

/** One candidate. `NaN` in the values is unknown: its state is carried forward without an update. */
export interface Model {
  readonly name: ModelName;
  /** Tells whether the history (first and last value known) is long enough to estimate it. */
  fits(values: Float64Array, context: ModelContext): boolean;
  /** Estimates on all of `values`; `from` is an earlier training of the same model, used as a warm start. */
  train(values: Float64Array, context: ModelContext, from?: TrainedModel): TrainedModel;
}

/** Writes `level` at all steps of one origin's row. */
export function fillRow(out: Float64Array, row: number, horizon: number, level: number): void {
  out.fill(level, row * horizon, (row + 1) * horizon);
}

/** The least a forecast may be: 0 for a history without a negative value, otherwise nothing. */
export function leastForecast(values: Float64Array): number {
  for (let t = 0; t < values.length; t++) if (values[t] < 0) return Number.NEGATIVE_INFINITY;
  return 0;
}
