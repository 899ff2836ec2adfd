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

/** Place of the first window of each run, and the number of windows. */
function startsOfRuns(windows: number): number[] {
  const runs = Math.min(RUNS, windows);
  return Array.from({ length: runs + 1 }, (_, j) => Math.round((j * windows) / runs));
}

/** Errors of a candidate by runs of windows: what `crossFit` mixes by, and their sum what the future is mixed by. */
export function sumRuns(
  values: Float64Array,
  origins: Int32Array,
  horizon: number,
  { forecasts }: Evaluation,
): ErrorSums[] {
  const starts = startsOfRuns(origins.length);
  return starts.slice(1).map((to, j) => sumErrors(values, origins, horizon, forecasts, starts[j], to));
}

/** A candidate of `crossFit`. */
export interface Contender {
  readonly evaluation: Evaluation;
  /** By `sumRuns`. */
  readonly runs: readonly ErrorSums[];
  /** Its weight in the future: also that in a run whose losses no other tells. */
  readonly share: number;
}

/**
 * The mixture on every window, row-major [origin][step], with weights that the losses over other windows give: the windows
 * are cut into runs of neighbours, and the weights of a run come from the other runs (blocked cross-validation, Bergmeir and
 * Benitez 2012). The weights of the future come from all windows, and on these the mixture that they make looks better than it
 * is: ranges fitted to its errors would be too narrow, and a panel model beside it would earn too little. Windows at the edge of
 * a run still share some values with the next.
 */
export function crossFit(
  values: Float64Array,
  origins: Int32Array,
  horizon: number,
  contenders: readonly Contender[],
  independent: number,
  least: number,
): Float64Array {
  const evidence = new Float64Array(origins.length * horizon);
  const starts = startsOfRuns(origins.length);
  const runs = starts.length - 1;
  const trust = trustIn((independent * (runs - 1)) / runs);
  const told = origins.length > 0 ? leastTold(values, origins[0] + 1) : 0;
  for (let j = 0; j < runs; j++) {
    const losses = contenders.map((one) => lossWithout(one.runs, j));
    const isTold = !Number.isNaN(losses[0].absolute);
    const weights = isTold ? weighLosses(relativeLosses(losses, bestOf(losses), told), trust) : undefined;
    for (const [i, { evaluation, share }] of contenders.entries()) {
      const weight = weights ? weights[i] : share;
      if (!(weight > 0)) continue;
      addWindows(evidence, evaluation.forecasts, weight, least, starts[j] * horizon, starts[j + 1] * horizon);
    }
  }
  return evidence;
}

/** Adds `weight` times the forecasts at the places `from` to before `to`, never below `least`. */
function addWindows(
  evidence: Float64Array,
  forecasts: Float64Array,
  weight: number,
  least: number,
  from: number,
  to: number,
): void {
  for (let at = from; at < to; at++) evidence[at] += weight * Math.max(least, forecasts[at]);
}
