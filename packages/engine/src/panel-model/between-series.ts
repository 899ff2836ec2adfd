import { bisect } from '../optimise/bisect.ts';

/** Score and information of a response, and the square of what an error of the level is multiplied by. */
export interface Evidence {
  readonly score: number;
  readonly information: number;
  readonly levelled: number;
}

/** Variance of sales over their mean, and what is added to it in proportion to that, because levels are not known. */
export type Noise = readonly [ofCounts: number, ofLevels: number];

/** Of Poisson counts around a known level. */
export const COUNTS: Noise = [1, 0];

/** Variance of a score over its information. */
export const dispersionOf = ({ information, levelled }: Evidence, [own, ofLevel]: Noise): number =>
  information > 0 ? own + (ofLevel * levelled) / information : own;

export const varianceOf = (evidence: Evidence, noise: Noise): number =>
  evidence.information > 0 ? dispersionOf(evidence, noise) / evidence.information : Number.POSITIVE_INFINITY;

/** Least squares of score² / information on what errors of the level make of it; at least as much as counts vary. */
export function noiseOf(found: readonly Evidence[]): Noise {
  const points = found
    .filter(({ information }) => information > 0)
    .map(({ score, information, levelled }) => [levelled / information, score ** 2 / information] as const);
  if (points.length === 0) return COUNTS;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  let covariance = 0;
  let variance = 0;
  // large series scatter the more: each counts by the inverse of its own
  for (const [x, y] of points) {
    const weight = 1 / (1 + x / (meanX || 1)) ** 2;
    covariance += weight * (x - meanX) * (y - meanY);
    variance += weight * (x - meanX) ** 2;
  }
  const slope = variance > 0 ? Math.max(0, Math.min(meanY / meanX, covariance / variance)) : 0;
  return [Math.max(1, meanY - slope * meanX), slope];
}

/** Mean of responses and their variance, at most `most`, beyond what is known of each (Paule and Mandel 1982). */
export function spreadOf(
  found: readonly { readonly response: number; readonly variance: number }[],
  most: number,
): {
  readonly mean: number;
  readonly spread: number;
} {
  const meanAt = (spread: number): number => {
    let sum = 0;
    let weights = 0;
    for (const { response, variance } of found) {
      sum += response / (variance + spread);
      weights += 1 / (variance + spread);
    }
    return sum / weights;
  };
  const excess = (spread: number): number => {
    const mean = meanAt(spread);
    return found.reduce(
      (sum, { response, variance }) => sum + (response - mean) ** 2 / (variance + spread),
      0,
    );
  };
  const chance = found.length - 1;
  if (excess(0) <= chance) return { mean: meanAt(0), spread: 0 };
  const spread = bisect((one) => excess(one) > chance, 0, most);
  return { mean: meanAt(spread), spread };
}
