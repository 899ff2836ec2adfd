import type { Model, ModelContext, TrainedModel } from '../models/model.ts';
import type { WindowPlan } from './plan-windows.ts';

/** A candidate's forecasts on every window. */
export interface Evaluation {
  readonly model: Model;
  /** Row-major [origin][step]. */
  readonly forecasts: Float64Array;
  /** The last training, a warm start for the one on the whole history. */
  readonly trained: TrainedModel;
}

/** Forecasts of every window with parameters that know nothing after the window's own block began. */
export function evaluateModel(
  model: Model,
  values: Float64Array,
  context: ModelContext,
  plan: WindowPlan,
  horizon: number,
): Evaluation | undefined {
  const { origins, refits } = plan;
  const forecasts = new Float64Array(origins.length * horizon);
  let trained: TrainedModel | undefined;
  for (let b = 0; b < refits.length; b++) {
    const from = refits[b];
    const to = b + 1 < refits.length ? refits[b + 1] : origins.length;
    const known = values.subarray(0, origins[from] + 1);
    if (!model.fits(known, context)) return undefined;
    trained = model.train(known, context, trained);
    trained.predict(
      values,
      origins.subarray(from, to),
      horizon,
      forecasts.subarray(from * horizon, to * horizon),
    );
  }
  for (let i = 0; i < forecasts.length; i++) if (!Number.isFinite(forecasts[i])) return undefined;
  return trained && { model, forecasts, trained };
}
