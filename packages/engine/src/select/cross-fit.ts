import {
  bestOf,
  type ErrorSums,
  leastTold,
  lossWithout,
  relativeLosses,
  sumErrors,
  trustIn,
  weighLosses,
} from './combine-weights.ts';
import type { Evaluation } from './evaluate-model.ts';

/** Runs of neighbouring windows; each is mixed by what the others say. */
const RUNS = 5;

/**
 * The mixture on every window, row-major [origin][step], with weights that the losses over other windows give: the windows
 * are cut into runs of neighbours, and the weights of a run come from the other runs (blocked cross-validation, Bergmeir and
 * Benitez 2012). The weights of the future come from all windows, and on these the mixture that they make looks better than it
 * is: ranges fitted to its errors would be too narrow, and a panel model beside it would earn too little. Windows at the edge of
 * a run still share some values with the next.
 *
 * `shares`, one a candidate, are the weights of the future: those of a run whose losses no other tells.
 */
export function crossFit(
  values: Float64Array,
  origins: Int32Array,
  horizon: number,
  candidates: readonly Evaluation[],
  shares: readonly number[],
  independent: number,
  least: number,
): Float64Array {
  const evidence = new Float64Array(origins.length * horizon);
  const runs = Math.min(RUNS, origins.length);
  const starts = Array.from({ length: runs + 1 }, (_, j) => Math.round((j * origins.length) / runs));
  const sums = candidates.map(({ forecasts }) =>
    Array.from(
      { length: runs },
      (_, j): ErrorSums => sumErrors(values, origins, horizon, forecasts, starts[j], starts[j + 1]),
    ),
  );
  const trust = trustIn((independent * (runs - 1)) / runs);
  const told = origins.length > 0 ? leastTold(values, origins[0] + 1) : 0;
  for (let j = 0; j < runs; j++) {
    const losses = sums.map((of) => lossWithout(of, j));
    const isTold = !Number.isNaN(losses[0].absolute);
    const weights = isTold ? weighLosses(relativeLosses(losses, bestOf(losses), told), trust) : shares;
    for (let at = starts[j] * horizon; at < starts[j + 1] * horizon; at++) {
      for (let i = 0; i < candidates.length; i++) {
        if (weights[i] > 0) evidence[at] += weights[i] * Math.max(least, candidates[i].forecasts[at]);
      }
    }
  }
  return evidence;
}
