import type { ModelName } from '../contract.ts';
import { type Runs, runsOf } from './demand-runs.ts';
import { fillRow, type Model } from './model.ts';

const ALPHAS = [0.05, 0.1, 0.15, 0.2, 0.3];

/** Smoothed size and interval of demands. */
export interface CrostonState {
  size: number;
  interval: number;
  /** Known steps since the last demand. */
  since: number;
}

/** State before the first value: the first demand's size, the mean interval. */
function startCroston(values: Float64Array): CrostonState {
  let size = 0;
  let known = 0;
  let demands = 0;
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    known++;
    if (values[t] !== 0) {
      if (demands === 0) size = values[t];
      demands++;
    }
  }
  return { size, interval: demands > 0 ? known / demands : 1, since: 0 };
}

/** Takes one value in; sizes and intervals change only when there is a demand (Croston 1972). */
export function updateCroston(state: CrostonState, y: number, alpha: number): void {
  if (Number.isNaN(y)) return;
  state.since++;
  if (y === 0) return;
  state.size += alpha * (y - state.size);
  state.interval += alpha * (state.since - state.interval);
  state.since = 0;
}

/** Demand per step; `bias` = 1 - alpha / 2 for the Syntetos-Boylan approximation (2005), 1 for Croston's own. */
function rate(state: CrostonState, bias: number): number {
  return (bias * state.size) / Math.max(1, state.interval);
}

/**
 * Squared one-step errors. The forecast changes with a demand alone, so that a run of zeros adds its square as often as it is
 * long.
 */
function sumSquares(
  start: CrostonState,
  { zeros, demands, after }: Runs,
  alpha: number,
  bias: number,
): number {
  const state = { ...start };
  let squares = 0;
  for (let d = 0; d < demands.length; d++) {
    const forecast = rate(state, bias);
    const e = demands[d] - forecast;
    squares += zeros[d] * forecast * forecast + e * e;
    state.since = zeros[d];
    updateCroston(state, demands[d], alpha);
  }
  const forecast = rate(state, bias);
  return squares + after * forecast * forecast;
}

function createCroston(name: ModelName, corrected: boolean): Model {
  return {
    name,
    fits: (values) => values.length >= 4,
    train(values) {
      const start = startCroston(values);
      const runs = runsOf(values);
      let best = { alpha: 0.1, squares: Number.POSITIVE_INFINITY };
      for (const alpha of ALPHAS) {
        const bias = corrected ? 1 - alpha / 2 : 1;
        const squares = sumSquares(start, runs, alpha, bias);
        if (squares < best.squares) best = { alpha, squares };
      }
      const { alpha } = best;
      return {
        label: name,
        parameters: 2,
        predict(all, origins, horizon, out) {
          const state = { ...start };
          let t = 0;
          for (let r = 0; r < origins.length; r++) {
            for (; t <= origins[r]; t++) updateCroston(state, all[t], alpha);
            fillRow(out, r, horizon, rate(state, corrected ? 1 - alpha / 2 : 1));
          }
        },
      };
    },
  };
}

/** Croston's method. */
export const croston = createCroston('croston', false);
/** Croston's method with the Syntetos-Boylan bias correction. */
export const sba = createCroston('sba', true);
