import { createRandom } from '../random/random.ts';
import { type BinnedMatrix, binMatrix, type FeatureMatrix } from './bin-columns.ts';
import type { Booster } from './booster.ts';
import { type GrowData, type GrowLimits, growTree } from './grow-tree.ts';
import { histogramStarts } from './histogram.ts';
import { meanLoss, type Objective, writeGradients } from './objective.ts';
import { isInSet, leafOf, type Tree } from './tree.ts';

export interface BoosterOptions {
  readonly objective: Objective;
  /** Most trees; fewer when a validation set stops improving. */
  readonly trees: number;
  readonly leaves: number;
  readonly depth: number;
  readonly learningRate: number;
  readonly minRows: number;
  readonly minHessian: number;
  readonly lambda: number;
  readonly categoryLambda: number;
  /** Bins of a number, missing not counted; at most 255. */
  readonly bins: number;
  /** Share of the features each tree may ask, and of the rows it sees. */
  readonly featureShare: number;
  readonly rowShare: number;
  /** Trees without a better validation loss before the training ends. */
  readonly patience: number;
  readonly seed: number;
}

export const DEFAULT_BOOSTER: BoosterOptions = {
  objective: { name: 'squared' },
  trees: 300,
  leaves: 31,
  depth: 10,
  learningRate: 0.05,
  minRows: 20,
  minHessian: 1e-3,
  lambda: 1,
  categoryLambda: 10,
  bins: 63,
  featureShare: 0.7,
  rowShare: 0.7,
  patience: 30,
  seed: 1,
};

/** Rows with what is to be predicted. */
export interface LabelledRows {
  readonly features: FeatureMatrix;
  readonly target: Float32Array;
  readonly weight: Float32Array;
}

const LARGEST_STEP = 1;

/** The constant score of the least loss. */
function baseScore(objective: Objective, rows: LabelledRows): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < rows.target.length; i++) {
    sum += rows.weight[i] * rows.target[i];
    total += rows.weight[i];
  }
  const mean = total > 0 ? sum / total : 0;
  return objective.name === 'squared' ? mean : Math.log(Math.max(mean, 1e-6));
}

/** Adds one tree's values to the scores of rows (column by column). */
function addTree(tree: Tree, features: FeatureMatrix, score: Float64Array, row: Float32Array): void {
  const { columns } = features;
  const used = new Set(tree.feature);
  for (let i = 0; i < features.rows; i++) {
    for (const f of used) row[f] = columns[f][i];
    score[i] += tree.leafValue[leafOf(tree, row, 0)];
  }
}

/** Adds one tree's values to the scores of the rows that it was not grown on, by their bins. */
function addToOthers(
  tree: Tree,
  matrix: BinnedMatrix,
  upperBins: Int32Array,
  inBag: Uint8Array,
  score: Float64Array,
): void {
  const { categorical, missingLeft, threshold, left, right, sets, leafValue } = tree;
  const columns = Array.from(tree.feature, (f) => matrix.columns[f]);
  for (let i = 0; i < matrix.rows; i++) {
    if (inBag[i] === 1) continue;
    let node = 0;
    while (node >= 0) {
      const bin = columns[node][i];
      let isLeft: boolean;
      if (bin === 0) isLeft = missingLeft[node] === 1;
      else if (categorical[node] === 1) isLeft = isInSet(sets, threshold[node], bin - 1);
      else isLeft = bin <= upperBins[node];
      node = isLeft ? left[node] : right[node];
    }
    score[i] += leafValue[~node];
  }
}

/** Bin behind the threshold of each numeric node. */
function upperBinsOf(tree: Tree, matrix: BinnedMatrix): Int32Array {
  return Int32Array.from(tree.feature, (f, n) =>
    tree.categorical[n] === 1 ? 0 : matrix.bins[f].upper.indexOf(tree.threshold[n]) + 1,
  );
}

/**
 * Trains a gradient-boosted ensemble of histogram trees (Friedman 2001; Ke et al. 2017). With `validation` the trees after
 * its least loss are dropped. Deterministic: the same rows, options and seed give the same bytes.
 */
export function trainBooster(
  rows: LabelledRows,
  options: BoosterOptions,
  validation?: LabelledRows,
): Booster {
  const { objective } = options;
  const base = baseScore(objective, rows);
  // Apart from the loops on purpose. When one function held both, V8 13.6 replaced it while its loop ran, and about one
  // process in thirty then gave two boosters the same box for `base`: training the second changed the first.
  return { objective, base, trees: growTrees(rows, options, base, validation) };
}

function growTrees(
  rows: LabelledRows,
  options: BoosterOptions,
  base: number,
  validation: LabelledRows | undefined,
): Tree[] {
  const { objective } = options;
  const matrix = binMatrix(rows.features, options.bins);
  const n = matrix.rows;
  const starts = histogramStarts(matrix);
  const score = new Float64Array(n).fill(base);
  const validScore = new Float64Array(validation?.target.length ?? 0).fill(base);
  const width = matrix.columns.length;
  const all = Int32Array.from(matrix.columns.keys()).filter((f) => matrix.bins[f].count > 2);
  const random = createRandom(options.seed, 'booster');
  const wanted = Math.max(1, Math.round(options.rowShare * n));
  const shared: Omit<GrowData, 'features' | 'rows'> = {
    matrix,
    starts,
    gradient: new Float32Array(n),
    hessian: new Float32Array(n),
    spare: new Int32Array(n),
    pairs: new Float32Array(2 * n),
    pool: [],
  };
  const limits: GrowLimits = { ...options, largestStep: LARGEST_STEP, minGain: 1e-7 };
  const trees: Tree[] = [];
  const row = new Float32Array(width);
  let bestLoss = validation
    ? meanLoss(objective, validation.target, validation.weight, validScore)
    : Number.POSITIVE_INFINITY;
  let best = 0;
  const bag = new Int32Array(n);
  const flags = new Uint8Array(n);
  for (let t = 0; t < options.trees; t++) {
    writeGradients(objective, rows.target, rows.weight, score, shared.gradient, shared.hessian);
    const features = pick(all, Math.max(1, Math.round(options.featureShare * all.length)), random);
    const size = fillBag(bag, flags, wanted, random);
    const rowsOfTree = bag.subarray(0, size);
    const { tree, ends } = growTree({ ...shared, features, rows: rowsOfTree }, limits);
    if (tree.feature.length === 0 && options.rowShare === 1 && options.featureShare === 1) break;
    trees.push(tree);
    // The rows in the bag lie leaf by leaf now; only the others have to be led through the tree.
    for (let l = 0; l < tree.leafValue.length; l++) {
      for (let i = ends[2 * l]; i < ends[2 * l + 1]; i++) score[rowsOfTree[i]] += tree.leafValue[l];
    }
    if (size < n) {
      if (tree.feature.length > 0) addToOthers(tree, matrix, upperBinsOf(tree, matrix), flags, score);
      else for (let i = 0; i < n; i++) if (flags[i] === 0) score[i] += tree.leafValue[0];
    }
    if (!validation) continue;
    addTree(tree, validation.features, validScore, row);
    const loss = meanLoss(objective, validation.target, validation.weight, validScore);
    if (loss < bestLoss - 1e-9) {
      bestLoss = loss;
      best = trees.length;
    } else if (trees.length - best >= options.patience) break;
  }
  return validation ? trees.slice(0, best) : trees;
}

/** `count` of the entries, in their order. */
function pick(from: Int32Array, count: number, random: () => number): Int32Array {
  if (count >= from.length) return from;
  const out = new Int32Array(count);
  let taken = 0;
  for (let i = 0; i < from.length; i++) {
    if (random() * (from.length - i) < count - taken) out[taken++] = from[i];
  }
  return out;
}

/** Fills the bag with about `count` of the rows, in their order, and flags them; returns how many. */
function fillBag(bag: Int32Array, flags: Uint8Array, count: number, random: () => number): number {
  let taken = 0;
  const share = count / flags.length;
  for (let i = 0; i < flags.length; i++) {
    const isIn = share >= 1 || random() < share;
    flags[i] = isIn ? 1 : 0;
    if (isIn) bag[taken++] = i;
  }
  return taken;
}
