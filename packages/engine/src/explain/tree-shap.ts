import type { Booster } from '../boost/booster.ts';
import { isInSet, type Tree } from '../boost/tree.ts';

/** Explains the raw scores of a booster; holds scratch memory, so one row is explained at a time. */
export interface TreeExplainer {
  /** Raw score of a row of which nothing is known: the mean over the training rows, as the trees' covers weigh them. */
  readonly expected: number;
  /**
   * Adds to `out[feature]` what each feature of the row contributes to its raw score, in units of the raw score:
   * `expected` + the sum of all contributions = the score.
   */
  explain(row: Float32Array, out: Float64Array): void;
}

/** Share of a node's training rows that went left. Only the children count: rounding cannot make the shares miss 1. */
function leftShare(tree: Tree, node: number): number {
  const coverOf = (child: number): number => (child >= 0 ? tree.cover[child] : tree.leafCover[~child]);
  const left = coverOf(tree.left[node]);
  const right = coverOf(tree.right[node]);
  return left + right > 0 ? left / (left + right) : 0.5;
}

function expectedOf(tree: Tree, shares: Float64Array, node: number): number {
  if (node < 0) return tree.leafValue[~node];
  const share = shares[node];
  return (
    share * expectedOf(tree, shares, tree.left[node]) +
    (1 - share) * expectedOf(tree, shares, tree.right[node])
  );
}

function depthOf(tree: Tree, node: number): number {
  return node < 0 ? 0 : 1 + Math.max(depthOf(tree, tree.left[node]), depthOf(tree, tree.right[node]));
}

function goesLeft(tree: Tree, node: number, value: number): boolean {
  if (Number.isNaN(value)) return tree.missingLeft[node] === 1;
  if (tree.categorical[node] === 0) return value <= tree.threshold[node];
  return value >= 0 && value < 255
    ? isInSet(tree.sets, tree.threshold[node], value)
    : tree.missingLeft[node] === 1;
}

/**
 * Exact Shapley values of the trees' features (Lundberg, Erion & Lee 2018, algorithm 2, path-dependent): a feature that is
 * not known follows both children by their shares of the training rows. O(leaves * depth^2) a tree and row.
 */
export function createTreeExplainer(booster: Booster): TreeExplainer {
  const { trees } = booster;
  const shares = trees.map((tree) => Float64Array.from(tree.feature, (_, node) => leftShare(tree, node)));
  let expected = booster.base;
  let depth = 0;
  for (const [t, tree] of trees.entries()) {
    const root = tree.feature.length > 0 ? 0 : ~0;
    expected += expectedOf(tree, shares[t], root);
    depth = Math.max(depth, depthOf(tree, root));
  }
  const walker = new PathWalker(depth);
  return {
    expected,
    explain(row, out) {
      for (let t = 0; t < trees.length; t++) {
        if (trees[t].feature.length > 0) walker.walk(trees[t], shares[t], row, out);
      }
    },
  };
}

/**
 * Walks all paths of a tree at once. A path is the list of its different features, each with the share of rows that flow
 * on when it is unknown (`zero`) and 1 or 0 when it is known (`one`), and the weights of the subsets by their size. The
 * lists of all depths lie behind each other in flat arrays.
 */
class PathWalker {
  private readonly feature: Int32Array;
  private readonly zero: Float64Array;
  private readonly one: Float64Array;
  private readonly weight: Float64Array;
  private tree!: Tree;
  private shares!: Float64Array;
  private row!: Float32Array;
  private out!: Float64Array;

  constructor(depth: number) {
    const room = ((depth + 2) * (depth + 3)) / 2;
    this.feature = new Int32Array(room);
    this.zero = new Float64Array(room);
    this.one = new Float64Array(room);
    this.weight = new Float64Array(room);
  }

  walk(tree: Tree, shares: Float64Array, row: Float32Array, out: Float64Array): void {
    this.tree = tree;
    this.shares = shares;
    this.row = row;
    this.out = out;
    this.visit(0, 0, 0, 1, 1, -1);
  }

  /** `from` = start of this node's list, which holds `length` elements before the new one. */
  private visit(
    node: number,
    from: number,
    length: number,
    zero: number,
    one: number,
    feature: number,
  ): void {
    this.extend(from, length, zero, one, feature);
    if (node < 0) {
      this.credit(from, length, this.tree.leafValue[~node]);
      return;
    }
    const { tree } = this;
    const asked = tree.feature[node];
    let last = length;
    let zeroBefore = 1;
    let oneBefore = 1;
    for (let i = 1; i <= last; i++) {
      if (this.feature[from + i] !== asked) continue;
      // Asked before on this path: its two questions become one.
      zeroBefore = this.zero[from + i];
      oneBefore = this.one[from + i];
      this.unwind(from, last, i);
      last--;
      break;
    }
    const share = this.shares[node];
    const isLeft = goesLeft(tree, node, this.row[asked]);
    const next = from + last + 1;
    const hot = isLeft ? tree.left[node] : tree.right[node];
    const cold = isLeft ? tree.right[node] : tree.left[node];
    const flow = isLeft ? share : 1 - share;
    this.copy(from, next);
    this.visit(hot, next, last + 1, zeroBefore * flow, oneBefore, asked);
    this.copy(from, next);
    this.visit(cold, next, last + 1, zeroBefore * (1 - flow), 0, asked);
  }

  /** Copies the list `from .. next` behind itself; a loop, because the lists are short. */
  private copy(from: number, next: number): void {
    const { feature, zero, one, weight } = this;
    const length = next - from;
    for (let i = from; i < next; i++) {
      feature[i + length] = feature[i];
      zero[i + length] = zero[i];
      one[i + length] = one[i];
      weight[i + length] = weight[i];
    }
  }

  private extend(from: number, length: number, zero: number, one: number, feature: number): void {
    const { weight } = this;
    this.feature[from + length] = feature;
    this.zero[from + length] = zero;
    this.one[from + length] = one;
    weight[from + length] = length === 0 ? 1 : 0;
    for (let i = length - 1; i >= 0; i--) {
      weight[from + i + 1] += (one * weight[from + i] * (i + 1)) / (length + 1);
      weight[from + i] = (zero * weight[from + i] * (length - i)) / (length + 1);
    }
  }

  /** Takes element `at` out again. `last` = place of the last element. */
  private unwind(from: number, last: number, at: number): void {
    const { weight } = this;
    const one = this.one[from + at];
    const zero = this.zero[from + at];
    let next = weight[from + last];
    for (let i = last - 1; i >= 0; i--) {
      if (one !== 0) {
        const kept = weight[from + i];
        weight[from + i] = (next * (last + 1)) / ((i + 1) * one);
        next = kept - (weight[from + i] * zero * (last - i)) / (last + 1);
      } else weight[from + i] = (weight[from + i] * (last + 1)) / (zero * (last - i));
    }
    for (let i = at; i < last; i++) {
      this.feature[from + i] = this.feature[from + i + 1];
      this.zero[from + i] = this.zero[from + i + 1];
      this.one[from + i] = this.one[from + i + 1];
    }
  }

  /** Sum of the weights of the subsets without element `at`. */
  private sumWithout(from: number, last: number, at: number): number {
    const { weight } = this;
    const one = this.one[from + at];
    const zero = this.zero[from + at];
    let sum = 0;
    if (one === 0) {
      for (let i = last - 1; i >= 0; i--) sum += weight[from + i] / (last - i);
      return (sum * (last + 1)) / zero;
    }
    let next = weight[from + last];
    for (let i = last - 1; i >= 0; i--) {
      const part = next / ((i + 1) * one);
      sum += part;
      next = weight[from + i] - part * zero * (last - i);
    }
    return sum * (last + 1);
  }

  /** A leaf's value, divided among the features on the path to it. */
  private credit(from: number, last: number, value: number): void {
    for (let i = 1; i <= last; i++) {
      const one = this.one[from + i];
      const zero = this.zero[from + i];
      // No rows flow here and this row does not come here either: nothing to divide.
      if (one === 0 && zero === 0) continue;
      this.out[this.feature[from + i]] += this.sumWithout(from, last, i) * (one - zero) * value;
    }
  }
}
