import { bestSplit, boundedStep, leastHessian, type Split, type SplitLimits } from './find-split.ts';
import { FEATURES_AT_ONCE } from './histogram.ts';
import { pairRows, partRows, planPlaces, prepareParting } from './part-rows.ts';
import { PHASE } from './phases.ts';
import { gradientSteps, hessianSteps } from './quantise.ts';
import { MOST_UNITS, TASK, type TrainingData } from './training-data.ts';
import { SET_WORDS, type Tree } from './tree.ts';
import type { Crew } from './work-sharing.ts';

export interface GrowLimits extends SplitLimits {
  readonly leaves: number;
  readonly depth: number;
  readonly learningRate: number;
  /** Largest size of a leaf's value before the learning rate. */
  readonly largestStep: number;
}

/** A leaf while its tree grows. Its rows lie at `from .. to` of the bag. */
interface Leaf {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly gradient: number;
  readonly hessian: number;
  /** Its values lie between these: what monotone features above it allow. */
  readonly lower: number;
  readonly upper: number;
  /** Number of its histogram; -1 = none. */
  histogram: number;
  split: Split | undefined;
  /** Node above, and the side: how the tree finds it when it becomes a node. -1 = the root. */
  readonly parent: number;
  readonly isLeft: boolean;
}

interface Node {
  readonly split: Split;
  readonly cover: number;
  left: number;
  right: number;
}

/** Rows of a unit, at least: fewer are not worth a thread's waking. */
const CHUNK = 4096;
/** Units that the features of a tree are parted into, at most. */
const FEATURE_UNITS = 64;
/** Rows times features below which a leaf is summed by one thread. */
const SMALL_SUMS = 30_000;

/** Rows of a unit when `rows` are parted into at most `most` units. */
export const unitOf = (rows: number, most: number): number => Math.max(CHUNK, Math.ceil(rows / most));

/**
 * Grows one tree leaf by leaf, the largest gain first (Shi 2007; Ke et al. 2017): the smaller child's histogram is summed,
 * the larger one's is what remains of the parent's. The bag, its gradients and their pairs are in `data`; afterwards its rows
 * lie leaf by leaf, and `data.tree` holds the tree by bins.
 * @param sum packed sum of the bag
 */
export function growTree(data: TrainingData, crew: Crew, alone: Crew, sum: number): Tree {
  const { limits, histograms } = data;
  const free = Array.from(histograms.keys());
  const root = leafOfAll(data, sum);
  root.histogram = free.pop() as number;
  searchChildren(data, crew, alone, root, undefined);
  const leaves: Leaf[] = [root];
  const nodes: Node[] = [];
  while (leaves.length < limits.leaves) {
    const at = bestLeaf(leaves);
    if (at < 0) break;
    const leaf = leaves[at];
    const split = leaf.split as Split;
    const node = nodes.length;
    nodes.push({ split, cover: leaf.hessian, left: 0, right: 0 });
    if (leaf.parent >= 0) nodes[leaf.parent][leaf.isLeft ? 'left' : 'right'] = node;
    // The last leaves are never parted: their histograms would go to waste.
    const isLast = leaves.length + 1 === limits.leaves;
    const middle = partLeaf(data, crew, leaf, split, isLast);
    const border = borderOf(leaf, split, data);
    const left = childOf(leaf, split, node, middle, true, border);
    const right = childOf(leaf, split, node, middle, false, border);
    const small = left.to - left.from <= right.to - right.from ? left : right;
    const large = small === left ? right : left;
    if (!isLast && isSearched(large, limits)) {
      small.histogram = free.pop() as number;
      large.histogram = leaf.histogram;
      searchChildren(data, crew, alone, small, large);
    } else free.push(leaf.histogram);
    leaf.histogram = -1;
    leaves[at] = left;
    leaves.push(right);
    for (const one of [left, right]) {
      if (one.split || one.histogram < 0) continue;
      free.push(one.histogram);
      one.histogram = -1;
    }
  }
  const tree = packTree(data, nodes, leaves, limits);
  writeBinnedTree(data, tree, nodes, leaves);
  return tree;
}

function leafOfAll({ task, steps }: TrainingData, sum: number): Leaf {
  const gradients = gradientSteps(sum);
  return {
    from: 0,
    to: task[TASK.bagSize],
    depth: 0,
    gradient: steps[0] * gradients,
    hessian: steps[1] * hessianSteps(sum, gradients),
    lower: Number.NEGATIVE_INFINITY,
    upper: Number.POSITIVE_INFINITY,
    histogram: -1,
    split: undefined,
    parent: -1,
    isLeft: false,
  };
}

/** Of a split by a monotone feature: the value that its sides must not cross, and which side lies above. */
interface Border {
  readonly value: number;
  readonly isLeftAbove: boolean;
}

/** Half-way between the values that the children would have. */
function borderOf(leaf: Leaf, split: Split, { directions, limits }: TrainingData): Border | undefined {
  const direction = directions[split.feature];
  if (direction === 0) return undefined;
  const { leftGradient, leftHessian } = split;
  const left = boundedStep(leftGradient, leftHessian, limits.lambda, leaf.lower, leaf.upper);
  const right = boundedStep(
    leaf.gradient - leftGradient,
    leaf.hessian - leftHessian,
    limits.lambda,
    leaf.lower,
    leaf.upper,
  );
  return { value: (left + right) / 2, isLeftAbove: direction < 0 };
}

const childOf = (
  leaf: Leaf,
  split: Split,
  parent: number,
  middle: number,
  isLeft: boolean,
  border: Border | undefined,
): Leaf => ({
  from: isLeft ? leaf.from : middle,
  to: isLeft ? middle : leaf.to,
  depth: leaf.depth + 1,
  gradient: isLeft ? split.leftGradient : leaf.gradient - split.leftGradient,
  hessian: isLeft ? split.leftHessian : leaf.hessian - split.leftHessian,
  lower: border && border.isLeftAbove === isLeft ? border.value : leaf.lower,
  upper: border && border.isLeftAbove !== isLeft ? border.value : leaf.upper,
  histogram: -1,
  split: undefined,
  parent,
  isLeft,
});

function bestLeaf(leaves: readonly Leaf[]): number {
  let best = -1;
  let gain = 0;
  for (let i = 0; i < leaves.length; i++) {
    const split = leaves[i].split;
    if (split && split.gain > gain) {
      gain = split.gain;
      best = i;
    }
  }
  return best;
}

/** Whether a leaf may be parted further as far as its depth and rows go. */
const isSearched = (leaf: Leaf, limits: GrowLimits): boolean =>
  leaf.depth < limits.depth && leaf.to - leaf.from >= 2 * limits.minRows;

/** Parts a leaf's rows and gathers the pairs of the smaller child, unless the tree is done with it. */
function partLeaf(data: TrainingData, crew: Crew, leaf: Leaf, split: Split, isLast: boolean): number {
  const { task } = data;
  task[TASK.from] = leaf.from;
  task[TASK.to] = leaf.to;
  prepareParting(data, split);
  const rows = leaf.to - leaf.from;
  const isParallel = crew.isShared && rows > 2 * CHUNK;
  if (!isParallel) {
    const middle = partRows(data);
    pairsWanted(data, middle, isLast);
    pairRows(data, task[TASK.pairsFrom], task[TASK.pairsTo]);
    return middle;
  }
  task[TASK.unitSize] = unitOf(rows, MOST_UNITS);
  const units = Math.ceil(rows / task[TASK.unitSize]);
  crew.run(PHASE.sort, units);
  const middle = planPlaces(data, units);
  pairsWanted(data, middle, isLast);
  crew.run(PHASE.place, units);
  return middle;
}

function pairsWanted({ task }: TrainingData, middle: number, isLast: boolean): void {
  const isLeft = middle - task[TASK.from] <= task[TASK.to] - middle;
  task[TASK.pairsFrom] = isLeft ? task[TASK.from] : middle;
  task[TASK.pairsTo] = isLast ? task[TASK.pairsFrom] : isLeft ? middle : task[TASK.to];
}

/** Sums the smaller child (or the root alone), takes it off the parent's sums, and looks for the best split of both. */
function searchChildren(
  data: TrainingData,
  crew: Crew,
  alone: Crew,
  small: Leaf,
  large: Leaf | undefined,
): void {
  const { task, children, limits, features, categorical } = data;
  task[TASK.from] = small.from;
  task[TASK.to] = small.to;
  task[TASK.summed] = small.histogram;
  task[TASK.rest] = large ? large.histogram : -1;
  prepareChild(data, 0, small);
  if (large) prepareChild(data, 1, large);
  const count = task[TASK.features];
  const summedBy = (small.to - small.from) * count < SMALL_SUMS ? alone : crew;
  // Features that are summed together stay together; one thread alone takes them all at once.
  const most = summedBy.isShared ? FEATURE_UNITS : 1;
  task[TASK.unitSize] = FEATURES_AT_ONCE * Math.ceil(count / (FEATURES_AT_ONCE * most));
  summedBy.run(PHASE.search, Math.ceil(count / task[TASK.unitSize]));
  const asked = features.subarray(0, count);
  if (isSearched(small, limits)) small.split = splitOf(0);
  if (large) large.split = splitOf(1);

  function splitOf(child: 0 | 1): Split | undefined {
    if (children.least[child] === Number.POSITIVE_INFINITY) return undefined;
    return bestSplit(children.found[child], asked, categorical);
  }
}

function prepareChild({ children, limits }: TrainingData, child: 0 | 1, leaf: Leaf): void {
  children.gradient[child] = leaf.gradient;
  children.hessian[child] = leaf.hessian;
  children.lower[child] = leaf.lower;
  children.upper[child] = leaf.upper;
  children.least[child] = isSearched(leaf, limits)
    ? leastHessian(leaf.hessian, leaf.to - leaf.from, limits)
    : Number.POSITIVE_INFINITY;
}

function packTree(
  data: TrainingData,
  nodes: readonly Node[],
  leaves: readonly Leaf[],
  limits: GrowLimits,
): Tree {
  const sets = nodes.filter((node) => node.split.set).length;
  const tree = emptyTree(nodes.length, leaves.length, sets * SET_WORDS);
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
      tree.sets.set(split.set, words);
      words += SET_WORDS;
    } else tree.threshold[n] = data.bounds[split.feature][split.bin - 1];
  }
  for (const [l, leaf] of leaves.entries()) {
    const step = boundedStep(leaf.gradient, leaf.hessian, limits.lambda, leaf.lower, leaf.upper);
    tree.leafValue[l] =
      limits.learningRate * Math.max(-limits.largestStep, Math.min(limits.largestStep, step));
    tree.leafCover[l] = leaf.hessian;
    if (leaf.parent >= 0) (leaf.isLeft ? tree.left : tree.right)[leaf.parent] = ~l;
  }
  return tree;
}

const emptyTree = (nodes: number, leaves: number, words: number): Tree => ({
  feature: new Int16Array(nodes),
  threshold: new Float32Array(nodes),
  categorical: new Uint8Array(nodes),
  missingLeft: new Uint8Array(nodes),
  left: new Int32Array(nodes),
  right: new Int32Array(nodes),
  cover: new Float32Array(nodes),
  leafValue: new Float64Array(leaves),
  leafCover: new Float32Array(leaves),
  sets: new Uint32Array(words),
});

function writeBinnedTree(
  { tree: binned, task }: TrainingData,
  tree: Tree,
  nodes: readonly Node[],
  leaves: readonly Leaf[],
): void {
  task[TASK.nodes] = nodes.length;
  task[TASK.leaves] = leaves.length;
  binned.feature.set(tree.feature);
  binned.categorical.set(tree.categorical);
  binned.missingLeft.set(tree.missingLeft);
  binned.left.set(tree.left);
  binned.right.set(tree.right);
  binned.leafValue.set(tree.leafValue);
  for (const [n, { split }] of nodes.entries()) {
    binned.upperBin[n] = split.bin;
    if (split.set) binned.sets.set(split.set, n * SET_WORDS);
  }
  for (const [l, leaf] of leaves.entries()) {
    binned.leafFrom[l] = leaf.from;
    binned.leafTo[l] = leaf.to;
  }
}
