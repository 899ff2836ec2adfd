import type { Booster } from './booster.ts';
import { inverseLink } from './objective.ts';
import { isInSet, type Tree } from './tree.ts';

/** Words of a node in `Forest.nodes`. */
export const NODE_WORDS = 4;

/**
 * All trees of a booster in a few flat arrays: scoring a row then touches no object, and a node lies in one cache line.
 * Nodes and leaves count through; a negative place is the complement of a leaf's.
 */
export interface Forest {
  readonly base: number;
  readonly booster: Booster;
  /** Root of each tree. */
  readonly roots: Int32Array;
  /** Of each node: 4 x feature + kind (bit 0: categorical; bit 1: a missing value goes left), threshold, left and right child. */
  readonly nodes: Int32Array;
  /** The same memory: the second word of a node is a float, of a categorical one its first word in `sets`. */
  readonly thresholds: Float32Array;
  /** Multiples of one power of two, as the base is: their sums are exact. */
  readonly leafValue: Float64Array;
  readonly sets: Uint32Array;
}

const packed = new WeakMap<Booster, Forest>();

/** The forest of a booster, packed once: every part of a panel asks the same boosters. */
export function forestOf(booster: Booster): Forest {
  let forest = packed.get(booster);
  if (!forest) {
    forest = packForest(booster);
    packed.set(booster, forest);
  }
  return forest;
}

/** Bits that a sum of leaves has at most: of the 53 of a double one is left for differences of two, and one for what rounding adds. */
const SUM_BITS = 51;

/**
 * The step of which base and leaves are taken as multiples: so small that nobody can tell, and so large that all sums and
 * differences of leaves are exact, whatever their order. 0 = they are left as they are, being too small, too large or no numbers.
 */
function stepOf({ trees, base }: Booster): number {
  let largest = Math.abs(base);
  for (const { leafValue } of trees) {
    let most = 0;
    for (const value of leafValue) most = Math.max(most, Math.abs(value));
    largest += most;
  }
  const step = 2 ** (Math.ceil(Math.log2(largest)) - SUM_BITS);
  return Number.isFinite(step) ? step : 0;
}

/** The trees one behind the other. Apart from the loop that writes them, as in `trainBooster`. */
export function packForest(booster: Booster): Forest {
  const { trees, base } = booster;
  const sum = (length: (tree: Tree) => number): number =>
    trees.reduce((total, tree) => total + length(tree), 0);
  const nodes = new Int32Array(NODE_WORDS * sum((tree) => tree.feature.length));
  const step = stepOf(booster);
  const forest: Forest = {
    base: roundTo(base, step),
    booster,
    roots: new Int32Array(trees.length),
    nodes,
    thresholds: new Float32Array(nodes.buffer),
    leafValue: new Float64Array(sum((tree) => tree.leafValue.length)),
    sets: new Uint32Array(sum((tree) => tree.sets.length)),
  };
  writeTrees(trees, forest);
  for (let l = 0; l < forest.leafValue.length; l++) {
    forest.leafValue[l] = roundTo(forest.leafValue[l], step);
  }
  return forest;
}

const roundTo = (value: number, step: number): number => (step > 0 ? Math.round(value / step) * step : value);

function writeTrees(trees: readonly Tree[], { roots, nodes, thresholds, leafValue, sets }: Forest): void {
  let node = 0;
  let leaf = 0;
  let word = 0;
  for (const [t, tree] of trees.entries()) {
    const count = tree.feature.length;
    roots[t] = count > 0 ? node : ~leaf;
    leafValue.set(tree.leafValue, leaf);
    sets.set(tree.sets, word);
    const place = (child: number): number => (child >= 0 ? child + node : ~(~child + leaf));
    for (let n = 0; n < count; n++) {
      const at = NODE_WORDS * (node + n);
      nodes[at] = 4 * tree.feature[n] + (tree.categorical[n] | (tree.missingLeft[n] << 1));
      thresholds[at + 1] = tree.threshold[n] + (tree.categorical[n] === 1 ? word : 0);
      nodes[at + 2] = place(tree.left[n]);
      nodes[at + 3] = place(tree.right[n]);
    }
    node += count;
    leaf += tree.leafValue.length;
    word += tree.sets.length;
  }
}

/** Raw score of one row of features. */
export function scoreRow(forest: Forest, row: Float32Array): number {
  const { roots, nodes, thresholds, leafValue, sets } = forest;
  let sum = forest.base;
  for (let t = 0; t < roots.length; t++) {
    let node = roots[t];
    while (node >= 0) {
      const at = NODE_WORDS * node;
      node = nodes[at + (goesLeft(row[nodes[at] >> 2], thresholds[at + 1], nodes[at] & 3, sets) ? 2 : 3)];
    }
    sum += leafValue[~node];
  }
  return sum;
}

/** Whether a value goes left at a node. */
export function goesLeft(value: number, threshold: number, kind: number, sets: Uint32Array): boolean {
  if ((kind & 1) === 0) return value <= threshold || (kind === 2 && Number.isNaN(value));
  if (Number.isNaN(value)) return (kind & 2) !== 0;
  return value >= 0 && value < 255 ? isInSet(sets, threshold, value) : (kind & 2) !== 0;
}

/** Prediction (mean) of one row of features. */
export const predictRow = (forest: Forest, row: Float32Array): number =>
  inverseLink(forest.booster.objective, scoreRow(forest, row));
