/** Mean squared and absolute error of one candidate over the windows, in the units of the values. */
export interface Loss {
  readonly absolute: number;
  readonly squared: number;
}

/** Sums of weighted errors over some windows, and of their weights. */
export interface ErrorSums {
  readonly absolute: number;
  readonly squared: number;
  readonly count: number;
}

/**
 * Errors of row-major forecasts against the values after the origins at the positions `from` to before `to`; unknown values
 * do not count, and the latest window counts twice as much as the first.
 */
export function sumErrors(
  values: Float64Array,
  origins: Int32Array,
  horizon: number,
  forecasts: Float64Array,
  from = 0,
  to = origins.length,
): ErrorSums {
  let absolute = 0;
  let squared = 0;
  let count = 0;
  for (let r = from; r < to; r++) {
    const weight = 2 ** (r / origins.length);
    const steps = Math.min(horizon, values.length - 1 - origins[r]);
    let sum = 0;
    let squares = 0;
    let known = 0;
    for (let k = 0; k < steps; k++) {
      const y = values[origins[r] + 1 + k];
      if (Number.isNaN(y)) continue;
      const e = y - forecasts[r * horizon + k];
      sum += Math.abs(e);
      squares += e * e;
      known++;
    }
    absolute += weight * sum;
    squared += weight * squares;
    count += weight * known;
  }
  return { absolute, squared, count };
}

/** NaN where no value is known. */
const meanOf = ({ absolute, squared, count }: ErrorSums): Loss =>
  count === 0
    ? { absolute: Number.NaN, squared: Number.NaN }
    : { absolute: absolute / count, squared: squared / count };

/** Losses over all windows. */
export const measureLoss = (
  values: Float64Array,
  origins: Int32Array,
  horizon: number,
  forecasts: Float64Array,
): Loss => meanOf(sumErrors(values, origins, horizon, forecasts));

/** Losses over the windows of all runs. */
export const lossOver = (runs: readonly ErrorSums[]): Loss => lossWithout(runs, -1);

/** Losses over the windows of all runs but the one at `left`. */
export function lossWithout(runs: readonly ErrorSums[], left: number): Loss {
  let absolute = 0;
  let squared = 0;
  let count = 0;
  for (let j = 0; j < runs.length; j++) {
    if (j === left) continue;
    absolute += runs[j].absolute;
    squared += runs[j].squared;
    count += runs[j].count;
  }
  return meanOf({ absolute, squared, count });
}

/** Least loss of each kind among the candidates. */
export function bestOf(losses: readonly Loss[]): Loss {
  return {
    absolute: Math.min(...losses.map((loss) => loss.absolute)),
    squared: Math.min(...losses.map((loss) => loss.squared)),
  };
}

/** Whether a loss can be told relative to these: not where there were no candidates, nor where one made no error at all. */
export const isMeasure = ({ absolute, squared }: Loss): boolean =>
  absolute > 0 && squared > 0 && Number.isFinite(absolute) && Number.isFinite(squared);

/**
 * The error that `values` from place `from` on can hardly tell from none: their mean size over their number, since a model that
 * was right n times is wrong about once in n more (Laplace's rule of succession). 0 where nothing but zeros is known.
 */
export function leastTold(values: Float64Array, from: number): number {
  let sum = 0;
  let known = 0;
  for (let t = from; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    sum += Math.abs(values[t]);
    known++;
  }
  return known > 0 ? sum / known / known : 0;
}

/**
 * Relative loss of each candidate: half absolute, half root of squared error, each against the best; against `told`
 * (`leastTold`) where the best made no error. On windows of nothing but zeros all are about alike.
 */
export function relativeLosses(losses: readonly Loss[], best: Loss, told: number): number[] {
  if (best.absolute === 0 && told === 0) {
    return losses.map(({ absolute, squared }) => 1 + 0.5 * (absolute + squared));
  }
  const relative = (loss: number, least: number): number =>
    least > 0 ? loss / least : Math.max(loss, told) / told;
  const bestSquared = Math.sqrt(best.squared);
  return losses.map(
    ({ absolute, squared }) =>
      0.5 * relative(absolute, best.absolute) + 0.5 * relative(Math.sqrt(squared), bestSquared),
  );
}

/** Windows that do not overlap at which the evidence counts half. */
const EVIDENCE_HALF = 3;

/** How far differences of losses over so many windows that do not overlap are believed, 0 .. 1. */
export const trustIn = (independent: number): number => independent / (independent + EVIDENCE_HALF);

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
