import {
  bestOf,
  type ErrorSums,
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
 * Writes the mixture of every window with weights that know nothing of it or its neighbours: the windows are cut into runs,
 * and the weights of a run come from the losses over the others (blocked cross-validation, Bergmeir and Benitez 2012).
 * The weights of the future come from all windows, and on these the mixture that they make looks better than it is: ranges
 * fitted to its errors would be too narrow, and a panel model beside it would earn too little.
 *
 * A run whose losses no other window tells keeps what `evidence` [origin][step] has.
 */
export function crossFit(
  values: Float64Array,
  origins: Int32Array,
  horizon: number,
  candidates: readonly Evaluation[],
  independent: number,
  least: number,
  evidence: Float64Array,
): void {
  const runs = Math.min(RUNS, origins.length);
  if (runs < 2 || candidates.length < 2) return;
  const starts = Array.from({ length: runs + 1 }, (_, j) => Math.round((j * origins.length) / runs));
  const sums = candidates.map(({ forecasts }) =>
    Array.from(
      { length: runs },
      (_, j): ErrorSums => sumErrors(values, origins, horizon, forecasts, starts[j], starts[j + 1]),
    ),
  );
  const trust = trustIn((independent * (runs - 1)) / runs);
  for (let j = 0; j < runs; j++) {
    const losses = sums.map((of) => lossWithout(of, j));
    if (Number.isNaN(losses[0].absolute)) continue;
    const weights = weighLosses(relativeLosses(losses, bestOf(losses)), trust);
    for (let at = starts[j] * horizon; at < starts[j + 1] * horizon; at++) {
      let mean = 0;
      for (let i = 0; i < candidates.length; i++) {
        if (weights[i] > 0) mean += weights[i] * Math.max(least, candidates[i].forecasts[at]);
      }
      evidence[at] = mean;
    }
  }
}
