import type { BinnedMatrix } from './bin-columns.ts';
import { findSplit, type Split, type SplitLimits } from './find-split.ts';
import { fillHistogram, type Histogram, subtractHistogram } from './histogram.ts';
import { isInSet, SET_WORDS, type Tree } from './tree.ts';

export interface GrowLimits extends SplitLimits {
  readonly leaves: number;
  readonly depth: number;
  readonly learningRate: number;
  /** Largest size of a leaf's value before the learning rate. */
  readonly largestStep: number;
}

/** What one tree is grown on, and memory that trees share. */
export interface GrowData {
  readonly matrix: BinnedMatrix;
  readonly starts: Int32Array;
  readonly gradient: Float32Array;
  readonly hessian: Float32Array;
  /** Features this tree may ask. */
  readonly features: Int32Array;
  /** Rows in the bag; reordered while the tree grows. */
  readonly rows: Int32Array;
  /** At least as long as `rows`. */
  readonly spare: Int32Array;
  /** At least twice as long as `rows`. */
  readonly pairs: Float32Array;
  /** Histograms to take and give back. */
  readonly pool: Histogram[];
}

/** A tree, and where the rows of each of its leaves lie in `GrowData.rows`: from, to, from, to ... */
export interface GrownTree {
  readonly tree: Tree;
  readonly ends: Int32Array;
}

interface Leaf {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly gradient: number;
  readonly hessian: number;
  histogram: Histogram | undefined;
  split: Split | undefined;
  /** Node above, and the side: how the tree finds it when it becomes a node. -1 = the root. */
  readonly parent: number;
  readonly isLeft: boolean;
}

/**
 * Grows one tree leaf by leaf, the largest gain first (Shi 2007; Ke et al. 2017): the smaller child's histogram is summed,
 * the larger one's is what remains of the parent's.
 */
export function growTree(data: GrowData, limits: GrowLimits): GrownTree {
  const { matrix, starts, features, rows, pool } = data;
  const takeHistogram = (): Histogram => pool.pop() ?? new Float64Array(starts[starts.length - 1]);
  const fill = (from: number, to: number): Histogram => {
    const { pairs, gradient, hessian } = data;
    for (let i = from, p = 0; i < to; i++, p += 2) {
      pairs[p] = gradient[rows[i]];
      pairs[p + 1] = hessian[rows[i]];
    }
    const histogram = takeHistogram();
    fillHistogram(histogram, starts, matrix, features, rows, from, to, pairs);
    return histogram;
  };
  const search = (leaf: Leaf): void => {
    if (leaf.depth >= limits.depth || leaf.to - leaf.from < 2 * limits.minRows || !leaf.histogram) return;
    leaf.split = findSplit(
      leaf.histogram,
      starts,
      matrix,
      features,
      leaf.gradient,
      leaf.hessian,
      leaf.to - leaf.from,
      limits,
    );
  };

  let gradientSum = 0;
  let hessianSum = 0;
  for (let i = 0; i < rows.length; i++) {
    gradientSum += data.gradient[rows[i]];
    hessianSum += data.hessian[rows[i]];
  }
  const root: Leaf = {
    from: 0,
    to: rows.length,
    depth: 0,
    gradient: gradientSum,
    hessian: hessianSum,
    histogram: fill(0, rows.length),
    split: undefined,
    parent: -1,
    isLeft: false,
  };
  search(root);
  const leaves: Leaf[] = [root];
  const nodes: { split: Split; cover: number; left: number; right: number }[] = [];
  while (leaves.length < limits.leaves) {
    let at = -1;
    let gain = 0;
    for (let i = 0; i < leaves.length; i++) {
      const split = leaves[i].split;
      if (split && split.gain > gain) {
        gain = split.gain;
        at = i;
      }
    }
    if (at < 0) break;
    const leaf = leaves[at];
    const split = leaf.split as Split;
    const middle = partRows(data, leaf.from, leaf.to, split);
    const node = nodes.length;
    nodes.push({ split, cover: leaf.hessian, left: 0, right: 0 });
    if (leaf.parent >= 0) nodes[leaf.parent][leaf.isLeft ? 'left' : 'right'] = node;
    const child = (isLeft: boolean): Leaf => ({
      from: isLeft ? leaf.from : middle,
      to: isLeft ? middle : leaf.to,
      depth: leaf.depth + 1,
      gradient: isLeft ? split.leftGradient : leaf.gradient - split.leftGradient,
      hessian: isLeft ? split.leftHessian : leaf.hessian - split.leftHessian,
      histogram: undefined,
      split: undefined,
      parent: node,
      isLeft,
    });
    const left = child(true);
    const right = child(false);
    const small = left.to - left.from <= right.to - right.from ? left : right;
    const large = small === left ? right : left;
    const whole = leaf.histogram as Histogram;
    leaf.histogram = undefined;
    // The last leaves are never parted: their histograms would go to waste.
    if (leaves.length + 1 < limits.leaves && large.to - large.from >= 2 * limits.minRows) {
      small.histogram = fill(small.from, small.to);
      subtractHistogram(whole, small.histogram);
      large.histogram = whole;
      search(small);
      search(large);
    } else pool.push(whole);
    leaves[at] = left;
    leaves.push(right);
    for (const one of [left, right]) {
      if (one.split || !one.histogram) continue;
      pool.push(one.histogram);
      one.histogram = undefined;
    }
  }
  for (const leaf of leaves) if (leaf.histogram) pool.push(leaf.histogram);
  return {
    tree: packTree(matrix, nodes, leaves, limits),
    ends: Int32Array.from(leaves.flatMap((leaf) => [leaf.from, leaf.to])),
  };
}

/** Reorders rows `from .. to` so that the ones that go left come first, each side in its old order; returns the border. */
function partRows(data: GrowData, from: number, to: number, split: Split): number {
  const { rows, spare } = data;
  const column = data.matrix.columns[split.feature];
  let left = from;
  let right = 0;
  for (let i = from; i < to; i++) {
    const row = rows[i];
    if (binGoesLeft(split, column[row])) rows[left++] = row;
    else spare[right++] = row;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
}

function binGoesLeft(split: Split, bin: number): boolean {
  if (bin === 0) return split.missingLeft;
  return split.set ? isInSet(split.set, 0, bin - 1) : bin <= split.bin;
}

function packTree(
  matrix: BinnedMatrix,
  nodes: readonly { split: Split; cover: number; left: number; right: number }[],
  leaves: readonly Leaf[],
  limits: GrowLimits,
): Tree {
  const count = nodes.length;
  const sets = new Uint32Array(nodes.filter((node) => node.split.set).length * SET_WORDS);
  const tree: Tree = {
    feature: new Int16Array(count),
    threshold: new Float32Array(count),
    categorical: new Uint8Array(count),
    missingLeft: new Uint8Array(count),
    left: new Int32Array(count),
    right: new Int32Array(count),
    cover: new Float32Array(count),
    leafValue: new Float64Array(leaves.length),
    leafCover: new Float32Array(leaves.length),
    sets,
  };
  let words = 0;
  for (const [n, { split, cover, left, right }] of nodes.entries()) {
    tree.feature[n] = split.feature;
    tree.cover[n] = cover;
    tree.missingLeft[n] = split.missingLeft ? 1 : 0;
    tree.left[n] = left;
    tree.right[n] = right;
    if (split.set) {
      tree.categorical[n] = 1;
      tree.threshold[n] = words;
      sets.set(split.set, words);
      words += SET_WORDS;
    } else tree.threshold[n] = matrix.bins[split.feature].upper[split.bin - 1];
  }
  for (const [l, leaf] of leaves.entries()) {
    const step = -leaf.gradient / (leaf.hessian + limits.lambda);
    tree.leafValue[l] =
      limits.learningRate * Math.max(-limits.largestStep, Math.min(limits.largestStep, step));
    tree.leafCover[l] = leaf.hessian;
    if (leaf.parent >= 0) (leaf.isLeft ? tree.left : tree.right)[leaf.parent] = ~l;
  }
  return tree;
}
