import { MAX_CATEGORIES } from './bin-columns.ts';
import type { Histogram } from './histogram.ts';
import { gradientSteps, hessianSteps } from './quantise.ts';
import { isInSet, SET_WORDS } from './tree.ts';

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

/**
 * Best split of each feature of one leaf. Typed arrays, so that each feature can be searched by a thread of its own:
 * [feature][gain, bin, missing left, left gradient, left hessian], gain 0 = none.
 */
export interface FoundSplits {
  readonly numbers: Float64Array;
  /** Of a categorical feature: `SET_WORDS` words, the codes that go left. */
  readonly sets: Uint32Array;
}

/** Numbers that `FoundSplits` holds of each feature. */
export const FOUND_FIELDS = 5;

/** Most categories on the smaller side of a split. */
const MOST_IN_SET = 32;
const SMOOTHING = 10;

const score = (g: number, h: number, lambda: number): number => (g * g) / (h + lambda);

/** Value of a leaf within its bounds; its least loss lies there. */
export const boundedStep = (g: number, h: number, lambda: number, lower: number, upper: number): number =>
  Math.max(lower, Math.min(upper, -g / (h + lambda)));

/** `score` of a leaf whose value is `step`. */
const scoreOfStep = (g: number, h: number, lambda: number, step: number): number =>
  -step * (2 * g + (h + lambda) * step);

/** Writes the best split by a number that was found so far. */
function keepSplit(
  numbers: Float64Array,
  at: number,
  gain: number,
  bin: number,
  missingLeft: boolean,
  leftGradient: number,
  leftHessian: number,
): void {
  numbers[at] = gain;
  numbers[at + 1] = bin;
  numbers[at + 2] = missingLeft ? 1 : 0;
  numbers[at + 3] = leftGradient;
  numbers[at + 4] = leftHessian;
}

/** Least sum of second derivatives of a child; Infinity where the leaf is too small to be parted. */
export function leastHessian(hessian: number, rows: number, limits: SplitLimits): number {
  const least = Math.max(limits.minHessian, (limits.minRows * hessian) / Math.max(1, rows));
  return hessian < 2 * least ? Number.POSITIVE_INFINITY : least;
}

/**
 * Best split of a leaf, with sums `gradient` and `hessian`, by the number `feature`, whose packed sums begin at `start`;
 * `gradientUnit` and `hessianUnit` are what their steps are worth.
 */
export function searchNumber(
  histogram: Histogram,
  start: number,
  count: number,
  gradientUnit: number,
  hessianUnit: number,
  gradient: number,
  hessian: number,
  least: number,
  limits: SplitLimits,
  found: FoundSplits,
  feature: number,
): void {
  const missing = histogram[start];
  const parent = score(gradient, hessian, limits.lambda);
  const at = feature * FOUND_FIELDS;
  const { numbers } = found;
  numbers[at] = 0;
  let bestGain = limits.minGain;
  // Missing values right, and, where there are any, left as well.
  for (let side = 0; side < (missing !== 0 ? 2 : 1); side++) {
    let sum = side === 1 ? missing : 0;
    for (let b = 1; b < count - 1; b++) {
      const inBin = histogram[start + b];
      if (inBin === 0) continue;
      sum += inBin;
      const steps = gradientSteps(sum);
      const h = hessianUnit * hessianSteps(sum, steps);
      if (h < least) continue;
      const rest = hessian - h;
      if (rest < least) break;
      const g = gradientUnit * steps;
      const gain = score(g, h, limits.lambda) + score(gradient - g, rest, limits.lambda) - parent;
      if (gain > bestGain) {
        bestGain = gain;
        keepSplit(numbers, at, gain, b, missing !== 0 ? side === 1 : h > rest, g, h);
      }
    }
  }
}

/**
 * The same where the trees must not fall (`direction` 1) or rise (-1) with the number, or where a node above bounds the leaf's
 * values: each child takes the best value that is allowed, and a split whose children would stand the wrong way round is none.
 * A loop of its own, because that of `searchNumber` is among the hottest of a training and few panels know prices.
 */
export function searchBoundedNumber(
  histogram: Histogram,
  start: number,
  count: number,
  gradientUnit: number,
  hessianUnit: number,
  gradient: number,
  hessian: number,
  least: number,
  limits: SplitLimits,
  found: FoundSplits,
  feature: number,
  direction: number,
  lower: number,
  upper: number,
): void {
  const missing = histogram[start];
  const { lambda } = limits;
  const parent = scoreOfStep(gradient, hessian, lambda, boundedStep(gradient, hessian, lambda, lower, upper));
  const at = feature * FOUND_FIELDS;
  const { numbers } = found;
  numbers[at] = 0;
  let bestGain = limits.minGain;
  for (let side = 0; side < (missing !== 0 ? 2 : 1); side++) {
    let sum = side === 1 ? missing : 0;
    for (let b = 1; b < count - 1; b++) {
      const inBin = histogram[start + b];
      if (inBin === 0) continue;
      sum += inBin;
      const steps = gradientSteps(sum);
      const h = hessianUnit * hessianSteps(sum, steps);
      if (h < least) continue;
      const rest = hessian - h;
      if (rest < least) break;
      const g = gradientUnit * steps;
      const left = boundedStep(g, h, lambda, lower, upper);
      const right = boundedStep(gradient - g, rest, lambda, lower, upper);
      if (direction * (right - left) < 0) continue;
      const gain = scoreOfStep(g, h, lambda, left) + scoreOfStep(gradient - g, rest, lambda, right) - parent;
      if (gain > bestGain) {
        bestGain = gain;
        keepSplit(numbers, at, gain, b, missing !== 0 ? side === 1 : h > rest, g, h);
      }
    }
  }
}

/**
 * The same by a category: the codes in the order of their smoothed mean, cut at the best place from either end (Fisher
 * 1958).
 */
export function searchCategory(
  histogram: Histogram,
  start: number,
  count: number,
  gradientUnit: number,
  hessianUnit: number,
  gradient: number,
  hessian: number,
  least: number,
  limits: SplitLimits,
  found: FoundSplits,
  feature: number,
): void {
  const at = feature * FOUND_FIELDS;
  const { numbers } = found;
  numbers[at] = 0;
  const present = orderCategories(histogram, start, count, gradientUnit, hessianUnit);
  if (present < 2) return;
  const lambda = limits.lambda + limits.categoryLambda;
  const parent = score(gradient, hessian, lambda);
  let bestGain = limits.minGain;
  let length = 0;
  let backwards = false;
  const longest = Math.min(MOST_IN_SET, present - 1);
  for (let direction = 0; direction < 2; direction++) {
    let sum = 0;
    for (let i = 0; i < longest; i++) {
      sum += histogram[start + ordered[direction === 0 ? i : present - 1 - i]];
      const steps = gradientSteps(sum);
      const h = hessianUnit * hessianSteps(sum, steps);
      const rest = hessian - h;
      if (h < least) continue;
      if (rest < least) break;
      const g = gradientUnit * steps;
      const gain = score(g, h, lambda) + score(gradient - g, rest, lambda) - parent;
      if (gain > bestGain) {
        bestGain = gain;
        numbers[at] = gain;
        numbers[at + 3] = g;
        numbers[at + 4] = h;
        length = i + 1;
        backwards = direction === 1;
      }
    }
  }
  if (length === 0) return;
  numbers[at + 1] = 0;
  const cut = backwards ? present - length : length;
  const [lower, upper] = [ordered.subarray(0, cut), ordered.subarray(cut, present)];
  const [chosen, rest] = backwards ? [upper, lower] : [lower, upper];
  // A code that does not occur here goes right: it belongs to the many, and not to the one day that was closed. A missing one
  // was counted with the rest, and goes with the many where there was none.
  const isHeavier = numbers[at + 4] > hessian - numbers[at + 4];
  numbers[at + 2] = isHeavier && histogram[start] !== 0 ? 1 : 0;
  if (isHeavier) {
    numbers[at + 3] = gradient - numbers[at + 3];
    numbers[at + 4] = hessian - numbers[at + 4];
  }
  writeSet(isHeavier ? rest : chosen, found.sets, feature * SET_WORDS);
}

/** Bins of a leaf's categories in their order, and what they are ordered by; a search uses them and is done. */
const ordered = new Uint8Array(MAX_CATEGORIES);
const means = new Float64Array(MAX_CATEGORIES);

/** Writes the bins that occur in a leaf to `ordered`, the ones with the lowest smoothed mean first; returns how many. */
function orderCategories(
  histogram: Histogram,
  start: number,
  count: number,
  gradientUnit: number,
  hessianUnit: number,
): number {
  let present = 0;
  for (let b = 1; b < count; b++) {
    const inBin = histogram[start + b];
    if (inBin === 0) continue;
    const steps = gradientSteps(inBin);
    const mean = (gradientUnit * steps) / (hessianUnit * hessianSteps(inBin, steps) + SMOOTHING);
    // Put in its place among those before it, behind equal ones: a leaf has few, and a sort by a function costs more.
    let at = present++;
    for (; at > 0 && means[at - 1] > mean; at--) {
      means[at] = means[at - 1];
      ordered[at] = ordered[at - 1];
    }
    means[at] = mean;
    ordered[at] = b;
  }
  return present;
}

function writeSet(bins: Uint8Array, sets: Uint32Array, from: number): void {
  sets.fill(0, from, from + SET_WORDS);
  for (const b of bins) sets[from + ((b - 1) >>> 5)] |= 1 << ((b - 1) & 31);
}

/** The best split among the features, the first of equal ones; undefined where none gains anything. */
export function bestSplit(
  found: FoundSplits,
  features: Int32Array,
  categorical: Uint8Array,
): Split | undefined {
  const { numbers, sets } = found;
  const feature = bestFeature(numbers, features);
  if (feature < 0) return undefined;
  const [gain, bin, missingLeft, leftGradient, leftHessian] = numbers.subarray(
    feature * FOUND_FIELDS,
    (feature + 1) * FOUND_FIELDS,
  );
  const split = { gain, feature, bin, missingLeft: missingLeft === 1, leftGradient, leftHessian };
  if (categorical[feature] === 0) return split;
  return { ...split, set: sets.slice(feature * SET_WORDS, (feature + 1) * SET_WORDS) };
}

function bestFeature(numbers: Float64Array, features: Int32Array): number {
  let best = -1;
  let bestGain = 0;
  for (const feature of features) {
    if (numbers[feature * FOUND_FIELDS] > bestGain) {
      bestGain = numbers[feature * FOUND_FIELDS];
      best = feature;
    }
  }
  return best;
}

/** Whether the rows in a bin of the split's feature go left. */
export function binGoesLeft(split: Split, bin: number): boolean {
  if (bin === 0) return split.missingLeft;
  return split.set ? isInSet(split.set, 0, bin - 1) : bin <= split.bin;
}
