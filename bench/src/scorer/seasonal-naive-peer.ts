import { seasonalNaive } from '@ordernimbus/cli/accuracy';
import type { TruthSeries } from '../sets/bench-set.ts';
import { type MethodForecast, scoredProbabilities } from './score-set.ts';

/** Standard normal quantiles of the seven probabilities. */
const normal = [-1.959963985, -1.281551566, -0.67448975, 0, 0.67448975, 1.281551566, 1.959963985] as const;

/**
 * Seasonal naive as statsforecast's SeasonalNaive: normal intervals whose variance is the mean squared in-sample
 * seasonal error, times the number of seasons ahead. A history shorter than a season and a step repeats its last
 * value, without intervals.
 */
export function seasonalNaivePeer(truth: TruthSeries, season: number): MethodForecast {
  const { history, closed } = truth;
  const horizon = truth.actual.length;
  const known = history.filter((value) => !Number.isNaN(value));
  let squares = 0;
  let count = 0;
  for (let at = season; at < known.length; at++) {
    squares += ((known[at] as number) - (known[at - season] as number)) ** 2;
    count++;
  }
  const mean =
    count > 0
      ? seasonalNaive(known, season, horizon)
      : new Float64Array(horizon).fill(known[known.length - 1] ?? 0);
  const sigma = count > 0 ? Math.sqrt(squares / count) : 0;
  const quantiles = new Float64Array(horizon * scoredProbabilities.length);
  for (const [p, z] of normal.entries()) {
    for (let step = 0; step < horizon; step++) {
      quantiles[p * horizon + step] =
        (mean[step] as number) + z * sigma * Math.sqrt(Math.floor(step / season) + 1);
    }
  }
  for (const [step, isClosed] of closed?.entries() ?? []) {
    if (!isClosed) continue;
    mean[step] = 0;
    for (let p = 0; p < normal.length; p++) quantiles[p * horizon + step] = 0;
  }
  return { mean, quantiles };
}
