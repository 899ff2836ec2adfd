import type { ModelName } from '../contract.ts';
import type { Model, TrainedModel } from './model.ts';

/** Mean of the known values among the last `window`; NaN when none is known. */
function windowMean(values: Float64Array, origin: number, window: number): number {
  let sum = 0;
  let count = 0;
  for (let t = Math.max(0, origin - window + 1); t <= origin; t++) {
    if (!Number.isNaN(values[t])) {
      sum += values[t];
      count++;
    }
  }
  return count > 0 ? sum / count : Number.NaN;
}

/** Mean of everything known up to the origin, looking no further back than needed. */
function fallbackMean(values: Float64Array, origin: number, window: number): number {
  for (let w = window; ; w *= 2) {
    const mean = windowMean(values, origin, w);
    if (!Number.isNaN(mean)) return mean;
    if (w > origin) return 0;
  }
}

/**
 * Mean of the last `seasons` known values at the same place in the cycle. A place with no known value in the last
 * `2 * seasons + 2` cycles takes the mean of the last cycles.
 */
function trainSeasonalWindow(label: string, cycle: number, seasons: number): TrainedModel {
  return {
    label,
    parameters: 0,
    predict(values, origins, horizon, out) {
      const reach = 2 * seasons + 2;
      for (let r = 0; r < origins.length; r++) {
        const origin = origins[r];
        const row = r * horizon;
        let fallback = Number.NaN;
        const distinct = Math.min(cycle, horizon);
        for (let k = 0; k < distinct; k++) {
          let sum = 0;
          let count = 0;
          for (
            let j = 0, t = origin + 1 + k - cycle;
            j < reach && t >= 0 && count < seasons;
            j++, t -= cycle
          ) {
            if (t <= origin && !Number.isNaN(values[t])) {
              sum += values[t];
              count++;
            }
          }
          if (count === 0 && Number.isNaN(fallback)) fallback = fallbackMean(values, origin, cycle * seasons);
          out[row + k] = count > 0 ? sum / count : fallback;
        }
        for (let k = distinct; k < horizon; k++) out[row + k] = out[row + k - cycle];
      }
    },
  };
}

/** A repeating model with a fixed cycle; `seasons` = 1 is the seasonal naive. */
export function createSeasonalWindow(name: ModelName, label: string, cycle: number, seasons: number): Model {
  return {
    name,
    fits: (values) => values.length > cycle * Math.min(seasons, 2),
    train: () => trainSeasonalWindow(label, cycle, seasons),
  };
}

/** Mean of the known values in the last `window` steps, for every step. */
export function createWindowAverage(window: number): Model {
  return {
    name: 'window-average',
    fits: (values) => values.length >= 2,
    train: () => ({
      label: `window-average(${window})`,
      parameters: 0,
      predict(values, origins, horizon, out) {
        for (let r = 0; r < origins.length; r++) {
          out.fill(fallbackMean(values, origins[r], window), r * horizon, (r + 1) * horizon);
        }
      },
    }),
  };
}
