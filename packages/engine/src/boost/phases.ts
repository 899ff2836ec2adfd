import { binColumn, placeBins } from './bin-columns.ts';
import { searchBoundedNumber, searchCategory, searchNumber } from './find-split.ts';
import { fillHistogram, subtractHistogram } from './histogram.ts';
import { sumLosses, writeGradients } from './objective.ts';
import { placeChunk, sortChunk } from './part-rows.ts';
import { packPair } from './quantise.ts';
import { addToLeaves, addToScores } from './raise-scores.ts';
import { binsOf, type ScoredRows, TASK, type TrainingData } from './training-data.ts';

/**
 * The parts of a training that several threads may share. The units of a phase write to places that no other unit of it
 * reads or writes, and every sum is made by one unit in the order of the rows: the same bytes whoever runs them.
 */
export const PHASE = {
  /** A unit: some columns. Places their bins and bins both sets of rows. */
  bin: 0,
  /** A unit: some rows of the bag. Gradients and second derivatives at their scores, and their sums. */
  gradients: 1,
  /** A unit: some features of the tree. Sums of the children of a leaf, and the best split of each by the feature. */
  search: 2,
  /** A unit: some rows of a leaf. Which go left and which right. */
  sort: 3,
  /** The same units. Their rows to their places among the children's. */
  place: 4,
  /**
   * A unit: some rows in the bag, then some out of it, then some of the validation. Adds the tree to their scores, and sums the
   * losses of the validation.
   */
  raise: 5,
  /** A unit: some rows of the bag. Packs their gradients and second derivatives, and their sum. */
  pack: 6,
} as const;

function binColumns(data: TrainingData, unit: number): void {
  const { task, learned, unseen, counts, bounds, categorical } = data;
  const size = task[TASK.unitSize];
  const last = Math.min(counts.length, (unit + 1) * size);
  for (let c = unit * size; c < last; c++) {
    const { count, upper } = placeBins(learned.features.columns[c], categorical[c] === 1, data.bins);
    counts[c] = count;
    bounds[c].set(upper);
    const bins = binsOf(data, c);
    for (const rows of [learned, unseen]) binColumn(rows.features.columns[c], bins, rows.columns[c]);
  }
}

function differentiate(data: TrainingData, unit: number): void {
  const { task, objective, learned, bags, gradient, hessian, unitSums } = data;
  const from = unit * task[TASK.unitSize];
  const to = Math.min(task[TASK.bagSize], from + task[TASK.unitSize]);
  const { target, weight, score } = learned;
  const rows = bags[task[TASK.bag]];
  writeGradients(objective, target, weight, score, rows, from, to, gradient, hessian, unitSums, 2 * unit);
}

function packRows(data: TrainingData, unit: number): void {
  const { task, bags, gradient, hessian, steps, packed, pairs, unitSums } = data;
  const from = unit * task[TASK.unitSize];
  const to = Math.min(task[TASK.bagSize], from + task[TASK.unitSize]);
  const rows = bags[task[TASK.bag]];
  const perGradient = 1 / steps[0];
  const perHessian = 1 / steps[1];
  let sum = 0;
  for (let i = from; i < to; i++) {
    const pair = packPair(gradient[i], hessian[i], perGradient, perHessian);
    packed[rows[i]] = pair;
    pairs[i] = pair;
    sum += pair;
  }
  unitSums[unit] = sum;
}

function searchFeatures(data: TrainingData, unit: number): void {
  const { task, starts, histograms, learned, features, bags, pairs } = data;
  const first = unit * task[TASK.unitSize];
  const last = Math.min(task[TASK.features], first + task[TASK.unitSize]);
  const summed = histograms[task[TASK.summed]];
  fillHistogram(
    summed,
    starts,
    learned.columns,
    features,
    first,
    last,
    bags[task[TASK.bag]],
    task[TASK.from],
    task[TASK.to],
    pairs,
  );
  for (let j = first; j < last; j++) {
    searchFeature(data, features[j], 0, task[TASK.summed]);
    if (task[TASK.rest] < 0) continue;
    subtractHistogram(histograms[task[TASK.rest]], summed, starts[features[j]], starts[features[j] + 1]);
    searchFeature(data, features[j], 1, task[TASK.rest]);
  }
}

function searchFeature(data: TrainingData, feature: number, child: 0 | 1, histogram: number): void {
  const { children, histograms, starts, counts, categorical, directions, limits, steps } = data;
  const least = children.least[child];
  if (least === Number.POSITIVE_INFINITY) return;
  const lower = children.lower[child];
  const upper = children.upper[child];
  const direction = directions[feature];
  const isBounded = direction !== 0 || lower > Number.NEGATIVE_INFINITY || upper < Number.POSITIVE_INFINITY;
  // Categories are searched as if nothing bound the leaf: their children's values are cut off at the bounds all the same.
  const search: typeof searchBoundedNumber =
    categorical[feature] === 1 ? searchCategory : isBounded ? searchBoundedNumber : searchNumber;
  search(
    histograms[histogram],
    starts[feature],
    counts[feature],
    steps[0],
    steps[1],
    children.gradient[child],
    children.hessian[child],
    least,
    limits,
    children.found[child],
    feature,
    direction,
    lower,
    upper,
  );
}

function raiseScores(data: TrainingData, unit: number): void {
  const { task, learned, unseen, bags, unitSums, objective } = data;
  const size = task[TASK.unitSize];
  const bagSize = task[TASK.bagSize];
  const bag = bags[task[TASK.bag]];
  const inBag = Math.ceil(bagSize / size);
  const others = Math.ceil((learned.rows - bagSize) / size);
  if (unit < inBag) {
    addToLeaves(data, bag, unit * size, Math.min(bagSize, (unit + 1) * size));
  } else if (unit < inBag + others) {
    const from = bagSize + (unit - inBag) * size;
    addToScores(data, learned, bag, from, Math.min(learned.rows, from + size));
  } else {
    const from = (unit - inBag - others) * size;
    const to = Math.min(unseen.rows, from + size);
    addToScores(data, unseen, undefined, from, to);
    const { target, weight, score }: ScoredRows = unseen;
    unitSums[unit - inBag - others] = sumLosses(objective, target, weight, score, from, to);
  }
}

/** By `PHASE`. */
const KERNELS = [
  binColumns,
  differentiate,
  searchFeatures,
  sortChunk,
  placeChunk,
  raiseScores,
  packRows,
] as const;

/** Runs one unit of the phase that is due. */
export function runUnit(data: TrainingData, unit: number): void {
  KERNELS[data.task[TASK.phase]](data, unit);
}
