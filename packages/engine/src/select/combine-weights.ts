/** Mean squared and absolute error of one candidate over the windows, in the units of the values. */
export interface Loss {
  readonly absolute: number;
  readonly squared: number;
}

/**
 * Losses of row-major forecasts against the values after each origin; unknown values do not count, and the latest window
 * counts twice as much as the first.
 */
export function measureLoss(
  values: Float64Array,
  origins: Int32Array,
  horizon: number,
  forecasts: Float64Array,
): Loss {
  let absolute = 0;
  let squared = 0;
  let count = 0;
  for (let r = 0; r < origins.length; r++) {
    const weight = 2 ** (r / origins.length);
    const steps = Math.min(horizon, values.length - 1 - origins[r]);
    for (let k = 0; k < steps; k++) {
      const y = values[origins[r] + 1 + k];
      if (Number.isNaN(y)) continue;
      const e = y - forecasts[r * horizon + k];
      absolute += weight * Math.abs(e);
      squared += weight * e * e;
      count += weight;
    }
  }
  return count === 0
    ? { absolute: Number.NaN, squared: Number.NaN }
    : { absolute: absolute / count, squared: squared / count };
}

const MAX_KEPT = 8;
const SHARPNESS = 8;
const PRUNE_BELOW = 0.04;

/**
 * Weights from relative losses (best = 1): exp(-sharpness * excess), the weak and the minor pruned. Equal losses give
 * equal weights, so little evidence (small `trust`, 0..1) means nearly equal weights.
 */
export function weighLosses(losses: readonly number[], trust: number): Float64Array {
  const weights = new Float64Array(losses.length);
  let best = Number.POSITIVE_INFINITY;
  for (const loss of losses) if (loss < best) best = loss;
  if (!Number.isFinite(best)) return weights.fill(1 / losses.length);
  for (let i = 0; i < weights.length; i++) {
    const excess = best > 0 ? losses[i] / best - 1 : losses[i] > 0 ? Number.POSITIVE_INFINITY : 0;
    weights[i] = !Number.isNaN(excess) ? Math.exp(-SHARPNESS * trust * excess) : 0;
  }
  const order = Array.from(weights.keys()).sort((a, b) => weights[b] - weights[a] || a - b);
  let sum = 0;
  for (let j = 0; j < order.length; j++) {
    if (j >= MAX_KEPT) weights[order[j]] = 0;
    sum += weights[order[j]];
  }
  for (const i of order) if (weights[i] < PRUNE_BELOW * sum) weights[i] = 0;
  sum = 0;
  for (const weight of weights) sum += weight;
  for (let i = 0; i < weights.length; i++) weights[i] /= sum;
  return weights;
}
