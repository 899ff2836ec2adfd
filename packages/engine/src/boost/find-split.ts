import type { BinnedMatrix } from './bin-columns.ts';
import type { Histogram } from './histogram.ts';
import { SET_WORDS } from './tree.ts';

/** Limits of a split. */
export interface SplitLimits {
  /** Least sum of second derivatives of a child. */
  readonly minHessian: number;
  /** Least number of rows of a child, estimated from its share of the second derivatives. */
  readonly minRows: number;
  /** L2 penalty on leaf values. */
  readonly lambda: number;
  /** Additional penalty on splits of categories, which are ordered by what they are to predict. */
  readonly categoryLambda: number;
  readonly minGain: number;
}

/** Best way to part a leaf's rows. */
export interface Split {
  readonly gain: number;
  readonly feature: number;
  /** Numbers: bins up to this one go left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  /** Categories: bit set of the codes (bin - 1) that go left. */
  readonly set?: Uint32Array;
  readonly leftGradient: number;
  readonly leftHessian: number;
}

/** Most categories on the smaller side of a split. */
const MOST_IN_SET = 32;
const SMOOTHING = 10;

const score = (g: number, h: number, lambda: number): number => (g * g) / (h + lambda);

/** Best split of a leaf with the given sums over the features, or undefined. */
export function findSplit(
  histogram: Histogram,
  starts: Int32Array,
  matrix: BinnedMatrix,
  features: Int32Array,
  gradient: number,
  hessian: number,
  rows: number,
  limits: SplitLimits,
): Split | undefined {
  const least = Math.max(limits.minHessian, (limits.minRows * hessian) / Math.max(1, rows));
  if (hessian < 2 * least) return undefined;
  let best: Split | undefined;
  let bestGain = limits.minGain;
  for (const f of features) {
    const bins = matrix.bins[f];
    const start = starts[f];
    const missingG = histogram[start];
    const missingH = histogram[start + 1];
    if (bins.categorical) {
      const found = splitCategories(histogram, start, bins.count, gradient, hessian, least, limits, bestGain);
      if (found) {
        best = { ...found, feature: f };
        bestGain = found.gain;
      }
      continue;
    }
    const parent = score(gradient, hessian, limits.lambda);
    // Missing values right, and, where there are any, left as well.
    for (let side = 0; side < (missingH > 1e-12 ? 2 : 1); side++) {
      let g = side === 1 ? missingG : 0;
      let h = side === 1 ? missingH : 0;
      for (let b = 1; b < bins.count - 1; b++) {
        g += histogram[start + 2 * b];
        h += histogram[start + 2 * b + 1];
        if (h < least) continue;
        const rest = hessian - h;
        if (rest < least) break;
        const gain = score(g, h, limits.lambda) + score(gradient - g, rest, limits.lambda) - parent;
        if (gain > bestGain) {
          bestGain = gain;
          const missingLeft = missingH > 1e-12 ? side === 1 : h > rest;
          best = { gain, feature: f, bin: b, missingLeft, leftGradient: g, leftHessian: h };
        }
      }
    }
  }
  return best;
}

/** Categories in the order of their smoothed mean, cut at the best place from either end (Fisher 1958). */
function splitCategories(
  histogram: Histogram,
  start: number,
  count: number,
  gradient: number,
  hessian: number,
  least: number,
  limits: SplitLimits,
  toBeat: number,
): Omit<Split, 'feature'> | undefined {
  const present: number[] = [];
  const key = new Float64Array(count);
  for (let b = 1; b < count; b++) {
    const h = histogram[start + 2 * b + 1];
    if (h <= 1e-12) continue;
    present.push(b);
    key[b] = histogram[start + 2 * b] / (h + SMOOTHING);
  }
  if (present.length < 2) return undefined;
  present.sort((a, b) => key[a] - key[b] || a - b);
  const lambda = limits.lambda + limits.categoryLambda;
  const parent = score(gradient, hessian, lambda);
  let bestGain = toBeat;
  let found: { from: number; to: number; g: number; h: number } | undefined;
  const longest = Math.min(MOST_IN_SET, present.length - 1);
  for (let direction = 0; direction < 2; direction++) {
    let g = 0;
    let h = 0;
    for (let i = 0; i < longest; i++) {
      const b = present[direction === 0 ? i : present.length - 1 - i];
      g += histogram[start + 2 * b];
      h += histogram[start + 2 * b + 1];
      const rest = hessian - h;
      if (h < least) continue;
      if (rest < least) break;
      const gain = score(g, h, lambda) + score(gradient - g, rest, lambda) - parent;
      if (gain > bestGain) {
        bestGain = gain;
        found =
          direction === 0
            ? { from: 0, to: i + 1, g, h }
            : { from: present.length - 1 - i, to: present.length, g, h };
      }
    }
  }
  if (!found) return undefined;
  const set = new Uint32Array(SET_WORDS);
  for (const b of present.slice(found.from, found.to)) set[(b - 1) >>> 5] |= 1 << ((b - 1) & 31);
  return { gain: bestGain, bin: 0, missingLeft: false, set, leftGradient: found.g, leftHessian: found.h };
}
