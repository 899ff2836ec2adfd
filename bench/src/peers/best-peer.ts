import { ratio } from '../engine/origin-table.ts';
import type { MethodOutcome } from './bench-methods.ts';

/** A method's scores and cost over those of the best peer of the set; below 1 = better or cheaper. */
export interface RatiosToBest {
  /** Main metric over that of the peer with the lowest. */
  readonly main?: number;
  /** Scaled pinball over that of the peer with the lowest. */
  readonly pinball?: number;
  /** CPU seconds over those of the peer with the lowest main metric. */
  readonly cpu?: number;
  /** The same of the engine's alone. */
  readonly engineCpu?: number;
}

/** The peer with the lowest main metric; undefined without a peer. */
export function bestPeer(outcomes: readonly MethodOutcome[]): MethodOutcome | undefined {
  return lowest(outcomes, ({ scores }) => scores.main);
}

/** Ratios of one method to the best peers among all of its set. */
export function ratiosToBest(outcome: MethodOutcome, all: readonly MethodOutcome[]): RatiosToBest {
  const byMain = bestPeer(all);
  const byPinball = lowest(all, ({ scores }) => scores.scaledPinball);
  const main = ratio(outcome.scores.main, byMain?.scores.main ?? null);
  const pinball = ratio(outcome.scores.scaledPinball, byPinball?.scores.scaledPinball ?? null);
  const cpu = ratio(outcome.cpuSeconds ?? null, byMain?.cpuSeconds ?? null);
  const engineCpu = ratio(outcome.engineCpuSeconds ?? null, byMain?.cpuSeconds ?? null);
  return {
    ...(main === undefined ? {} : { main }),
    ...(pinball === undefined ? {} : { pinball }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(engineCpu === undefined ? {} : { engineCpu }),
  };
}

function lowest(
  outcomes: readonly MethodOutcome[],
  score: (outcome: MethodOutcome) => number | null,
): MethodOutcome | undefined {
  let best: MethodOutcome | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const outcome of outcomes) {
    const value = outcome.kind === 'peer' ? score(outcome) : null;
    if (value === null || !(value < least)) continue;
    best = outcome;
    least = value;
  }
  return best;
}
