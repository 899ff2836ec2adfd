import { ets } from '../ets.ts';
import { knownCount, LEAST_KNOWN } from '../known-count.ts';
import type { Model, ModelContext, TrainedModel } from '../model.ts';
import { leastForecast } from '../model.ts';
import { type Effects, fitEffects } from './fit-effects.ts';

interface TrainedRegression extends TrainedModel {
  readonly inner: TrainedModel;
}

/** The values without their effects. */
function withoutEffects(values: Float64Array, { factors }: Effects): Float64Array {
  return Float64Array.from(values, (y, t) => y / factors[t]);
}

const innerOf = (trained: TrainedModel): TrainedModel =>
  'inner' in trained ? (trained as TrainedRegression).inner : trained;

/** Smoothing never shares its fits here: what it sees differs from training to training. */
const apart = ({ fits: _, regressors: __, ...context }: ModelContext): ModelContext => context;

/**
 * Exponential smoothing of what is left when the effects of promotions, prices, events and other known columns are taken
 * out, times the effects of the steps ahead: a regression with ETS errors (Hyndman, Koehler, Ord and Snyder 2008, chapter 9)
 * with factors in place of summands. Where nothing is known that differs, too little, or of values below zero, it is `ets`.
 */
export const etsRegression: Model = {
  name: 'ets-regression',
  fits: (values, context) => ets.fits(values, context),
  train(values, context, from) {
    const { regressors } = context;
    if (!regressors || knownCount(values) < LEAST_KNOWN || leastForecast(values) < 0)
      return ets.train(values, context, from && innerOf(from));
    const effects = fitEffects(values, regressors, context.season);
    const inner = ets.train(withoutEffects(values, effects), apart(context), from && innerOf(from));
    const trained: TrainedRegression = {
      label: inner.label.replace(/^ets/, 'ets-regression'),
      parameters: inner.parameters + effects.count,
      inner,
      predict(history, origins, horizon, out) {
        inner.predict(withoutEffects(history, effects), origins, horizon, out);
        for (let r = 0; r < origins.length; r++) {
          for (let k = 0; k < horizon; k++) {
            out[r * horizon + k] *= effects.factors[origins[r] + 1 + k] ?? 1;
          }
        }
      },
    };
    return trained;
  },
};
