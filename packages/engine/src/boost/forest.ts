import type { Booster } from './booster.ts';
import { inverseLink } from './objective.ts';
import { isInSet, type Tree } from './tree.ts';

/** All trees of a booster in one set of flat arrays: scoring a row then touches no object. Nodes and leaves count through. */
export interface Forest {
  readonly base: number;
  readonly booster: Booster;
  /** First node of each tree, or the complement of its only leaf. */
  readonly roots: Int32Array;
  readonly feature: Int16Array;
  readonly threshold: Float32Array;
  /** Bit 0: categorical; bit 1: a missing value goes left. */
  readonly kind: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly leafValue: Float64Array;
  readonly sets: Uint32Array;
}

/** The trees one behind the other. Apart from the loop that writes them, as in `trainBooster`. */
export function packForest(booster: Booster): Forest {
  const { trees, base } = booster;
  const sum = (length: (tree: Tree) => number): number =>
    trees.reduce((total, tree) => total + length(tree), 0);
  const nodes = sum((tree) => tree.feature.length);
  const forest: Forest = {
    base,
    booster,
    roots: new Int32Array(trees.length),
    feature: new Int16Array(nodes),
    threshold: new Float32Array(nodes),
    kind: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    leafValue: new Float64Array(sum((tree) => tree.leafValue.length)),
    sets: new Uint32Array(sum((tree) => tree.sets.length)),
  };
  writeTrees(trees, forest);
  return forest;
}

function writeTrees(trees: readonly Tree[], forest: Forest): void {
  let node = 0;
  let leaf = 0;
  let word = 0;
  for (const [t, tree] of trees.entries()) {
    const count = tree.feature.length;
    forest.roots[t] = count > 0 ? node : ~leaf;
    forest.feature.set(tree.feature, node);
    forest.leafValue.set(tree.leafValue, leaf);
    forest.sets.set(tree.sets, word);
    for (let n = 0; n < count; n++) {
      forest.threshold[node + n] = tree.threshold[n] + (tree.categorical[n] === 1 ? word : 0);
      forest.kind[node + n] = tree.categorical[n] | (tree.missingLeft[n] << 1);
      const place = (child: number): number => (child >= 0 ? child + node : ~(~child + leaf));
      forest.left[node + n] = place(tree.left[n]);
      forest.right[node + n] = place(tree.right[n]);
    }
    node += count;
    leaf += tree.leafValue.length;
    word += tree.sets.length;
  }
}

/** Raw score of one row of features. */
export function scoreRow(forest: Forest, row: Float32Array): number {
  const { roots, feature, threshold, kind, left, right, leafValue, sets } = forest;
  let sum = forest.base;
  for (let t = 0; t < roots.length; t++) {
    let node = roots[t];
    while (node >= 0) {
      const value = row[feature[node]];
      if (value <= threshold[node] && (kind[node] & 1) === 0) node = left[node];
      else if (kind[node] === 0 && value > threshold[node]) node = right[node];
      else node = goesLeft(value, threshold[node], kind[node], sets) ? left[node] : right[node];
    }
    sum += leafValue[~node];
  }
  return sum;
}

/** The rarer cases: missing values and categories. */
function goesLeft(value: number, threshold: number, kind: number, sets: Uint32Array): boolean {
  if (Number.isNaN(value)) return (kind & 2) !== 0;
  if ((kind & 1) === 0) return value <= threshold;
  return value >= 0 && value < 255 ? isInSet(sets, threshold, value) : (kind & 2) !== 0;
}

/** Prediction (mean) of one row of features. */
export const predictRow = (forest: Forest, row: Float32Array): number =>
  inverseLink(forest.booster.objective, scoreRow(forest, row));
