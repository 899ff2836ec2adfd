import type { TrainedModel } from './model.ts';

/** Shares of the fitted rates that are tried. */
const SHARES = [0.5, 0.25, 0.1];
/** Slower rates must win by this over the number of horizons that fit into the half of the history they are judged on. */
const LEAST_GAIN = 0.3;
/** Origins in each horizon. */
const ORIGINS_EACH = 4;

/**
 * A smoothing model with its rates, or with a share of them where that forecasts the whole horizon better. Rates fitted to
 * the error of the next step follow what is gone a few steps later: a promotion of every other week is worth following for
 * a day, and misleads for six weeks. Errors over the horizon shrink the rates (Svetunkov, Kourentzes and Killick 2023); here
 * they choose among a few shares of them, by the mean absolute error from origins in the later half of the history, and the
 * fewer horizons that half holds, the more a share must gain.
 *
 * @param horizon steps that forecasts are judged over; undefined or 1 = the rates as they are
 * @param make the model with this share of its rates
 */
export function dampRates<Trained extends TrainedModel>(
  values: Float64Array,
  horizon: number | undefined,
  make: (share: number) => Trained,
): Trained {
  const usual = make(1);
  if (horizon === undefined || horizon < 2) return usual;
  const horizons = values.length / 2 / horizon;
  const origins = laterOrigins(values.length, horizon);
  if (origins.length === 0 || horizons <= LEAST_GAIN) return usual;
  let best = usual;
  let before = meanError(values, usual, origins, horizon);
  let least = (1 - LEAST_GAIN / horizons) * before;
  for (const share of SHARES) {
    const slower = make(share);
    const error = meanError(values, slower, origins, horizon);
    // Where slower is no better, slower still is not either.
    if (!(error < before)) break;
    before = error;
    if (!(error < least)) continue;
    best = slower;
    least = error;
  }
  return best;
}

function laterOrigins(length: number, horizon: number): Int32Array {
  const stride = Math.max(1, Math.floor(horizon / ORIGINS_EACH));
  const count = Math.max(0, Math.floor((length - 1 - Math.ceil(length / 2)) / stride));
  return Int32Array.from({ length: count }, (_, i) => length - 1 - (count - i) * stride);
}

/** Mean absolute error over the steps that are known. */
function meanError(values: Float64Array, model: TrainedModel, origins: Int32Array, horizon: number): number {
  const forecasts = new Float64Array(origins.length * horizon);
  model.predict(values, origins, horizon, forecasts);
  let sum = 0;
  let count = 0;
  for (let r = 0; r < origins.length; r++) {
    const steps = Math.min(horizon, values.length - 1 - origins[r]);
    for (let k = 0; k < steps; k++) {
      const y = values[origins[r] + 1 + k];
      if (Number.isNaN(y)) continue;
      sum += Math.abs(y - forecasts[r * horizon + k]);
      count++;
    }
  }
  return count > 0 ? sum / count : 0;
}
