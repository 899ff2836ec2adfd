import { leastForecast, type Model, type ModelContext, type TrainedModel } from '../model.ts';
import { advance, type CesForm, copyState, forecastCes } from './ces-recursion.ts';
import { type CesFit, fitCes } from './fit-ces.ts';

interface TrainedCes extends TrainedModel {
  readonly fit: CesFit;
  /** Number of values it was fitted on. */
  readonly length: number;
}

/** A history this much longer than the earlier one chooses its form anew. */
const OUTGROWN = 1.35;

/** Forms worth a trial: seasonal ones need two seasons and a little more. */
function formsOf(values: Float64Array, season: number): CesForm[] {
  const forms: CesForm[] = [{ season: 'none', period: 1 }];
  let known = 0;
  for (let t = 0; t < values.length; t++) if (!Number.isNaN(values[t])) known++;
  if (season > 1 && known >= 2 * season + 4) {
    for (const kind of ['simple', 'partial', 'full'] as const) forms.push({ season: kind, period: season });
  }
  return forms;
}

function search(values: Float64Array, context: ModelContext): CesFit {
  let best: CesFit | undefined;
  for (const form of formsOf(values, context.season)) {
    const fit = fitCes(values, form);
    if (fit && (!best || fit.criterion < best.criterion)) best = fit;
  }
  if (!best) throw new Error('Complex smoothing found no start on a history with known values.');
  return best;
}

/**
 * Complex exponential smoothing (Svetunkov, Kourentzes and Ord 2022): level and trend in one complex number, the season
 * none, alone, additive or complex, chosen by the corrected Akaike criterion.
 */
export const ces: Model = {
  name: 'ces',
  fits: (values) => values.length >= 5,
  train(values, context, from): TrainedCes {
    const earlier = from as TrainedCes | undefined;
    const again =
      earlier && values.length < OUTGROWN * earlier.length
        ? fitCes(values, earlier.fit.form, earlier.fit.parameters)
        : undefined;
    const fit = again ?? search(values, context);
    const { form, parameters, start } = fit;
    const least = leastForecast(values);
    return {
      label: `ces(${form.season})`,
      parameters: parameters.length + 1,
      fit,
      length: values.length,
      predict(all, origins, horizon, out) {
        const state = copyState(start);
        let next = 0;
        for (let r = 0; r < origins.length; r++) {
          advance(all, form, parameters, state, next, origins[r] + 1);
          next = origins[r] + 1;
          const row = out.subarray(r * horizon, (r + 1) * horizon);
          forecastCes(form, parameters, state, next, row);
          for (let k = 0; k < horizon; k++) row[k] = Math.max(least, row[k]);
        }
      },
    };
  },
};
