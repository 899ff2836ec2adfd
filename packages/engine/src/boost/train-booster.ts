import { createRandom } from '../random/random.ts';
import type { Booster } from './booster.ts';
import { drawBag, drawFeatures } from './draw-tree.ts';
import { type GrowLimits, growTree, unitOf } from './grow-tree.ts';
import { meanLoss, type Objective } from './objective.ts';
import { PHASE } from './phases.ts';
import { chooseSteps } from './quantise.ts';
import { type LabelledRows, layOutTraining, MOST_UNITS, TASK, type TrainingData } from './training-data.ts';
import type { Tree } from './tree.ts';
import { type Crew, endTraining, type TrainingTeam, workAlone, workTogether } from './work-sharing.ts';

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
  /** Trees that are kept whatever the validation loss says of them. */
  readonly leastTrees: number;
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
  leastTrees: 0,
  seed: 1,
};

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

/**
 * Trains a gradient-boosted ensemble of histogram trees (Friedman 2001; Ke et al. 2017). With `validation` the trees after
 * its least loss are dropped, but for the first `leastTrees`. Deterministic: the same rows, options and seed give the same
 * bytes, with and without a team.
 * @throws TrainingTeamError when a thread of the team was lost
 */
export function trainBooster(
  rows: LabelledRows,
  options: BoosterOptions,
  validation?: LabelledRows,
  team?: TrainingTeam,
): Booster {
  const { objective } = options;
  const base = baseScore(objective, rows);
  // Apart from the loops on purpose. When one function held both, V8 13.6 replaced it while its loop ran, and about one
  // process in thirty then gave two boosters the same box for `base`: training the second changed the first.
  return { objective, base, trees: trainTrees(rows, options, base, validation, team) };
}

function trainTrees(
  rows: LabelledRows,
  options: BoosterOptions,
  base: number,
  validation: LabelledRows | undefined,
  team: TrainingTeam | undefined,
): Tree[] {
  const limits: GrowLimits = { ...options, largestStep: LARGEST_STEP, minGain: 1e-7 };
  const data = layOutTraining(
    rows,
    validation,
    options.objective,
    limits,
    options.bins,
    base,
    team !== undefined,
  );
  const alone = workAlone(data);
  if (!team) return growTrees(data, options, alone, alone);
  const work = { data };
  try {
    team.share(work);
    return growTrees(data, options, workTogether(data), alone);
  } finally {
    endTraining(work);
  }
}

function growTrees(data: TrainingData, options: BoosterOptions, crew: Crew, alone: Crew): Tree[] {
  const { unseen } = data;
  binRows(data, crew);
  const drawTree = createDraws(data, options);
  const isJudged = unseen.rows > 0;
  const trees: Tree[] = [];
  const weight = unseen.weight.reduce((sum, one) => sum + one, 0);
  let bestLoss = isJudged
    ? meanLoss(options.objective, unseen.target, unseen.weight, unseen.score)
    : Number.POSITIVE_INFINITY;
  let best = 0;
  let drawn = drawTree(0);
  for (let t = 0; t < options.trees; t++) {
    const root = beginTree(data, crew, t & 1, drawn);
    const tree = growTree(data, crew, alone, root);
    if (tree.feature.length === 0 && options.rowShare === 1 && options.featureShare === 1) break;
    trees.push(tree);
    const losses = raiseScores(data, crew, () => {
      drawn = drawTree((t + 1) & 1);
    });
    if (!isJudged) continue;
    const loss = losses / weight;
    if (loss < bestLoss - 1e-9) {
      bestLoss = loss;
      best = trees.length;
    } else if (trees.length >= Math.max(best + options.patience, options.leastTrees)) break;
  }
  return isJudged ? trees.slice(0, Math.max(best, options.leastTrees)) : trees;
}

/** Bins both sets of rows and lays the histograms out. */
function binRows(data: TrainingData, crew: Crew): void {
  const { task, counts, starts } = data;
  task[TASK.unitSize] = Math.ceil(counts.length / MOST_UNITS);
  crew.run(PHASE.bin, Math.ceil(counts.length / task[TASK.unitSize]));
  for (let f = 0; f < counts.length; f++) starts[f + 1] = starts[f] + counts[f];
}

/**
 * Sets a tree's features and bag, differentiates the loss of its rows and packs what comes out.
 * @returns the packed sum of the bag
 */
function beginTree(data: TrainingData, crew: Crew, bag: number, { features, rows }: Drawn): number {
  const { task, unitSums, steps } = data;
  task[TASK.features] = features;
  task[TASK.bag] = bag;
  task[TASK.bagSize] = rows;
  task[TASK.unitSize] = unitOf(rows, MOST_UNITS);
  const units = Math.ceil(rows / task[TASK.unitSize]);
  crew.run(PHASE.gradients, units);
  let gradients = 0;
  let hessians = 0;
  for (let unit = 0; unit < units; unit++) {
    gradients += unitSums[2 * unit];
    hessians += unitSums[2 * unit + 1];
  }
  const { gradient, hessian } = chooseSteps(rows, gradients, hessians);
  steps[0] = gradient;
  steps[1] = hessian;
  crew.run(PHASE.pack, units);
  return sumOfUnits(data, units);
}

function sumOfUnits({ unitSums }: TrainingData, units: number): number {
  let sum = 0;
  for (let unit = 0; unit < units; unit++) sum += unitSums[unit];
  return sum;
}

/**
 * Adds the tree that was grown last to the scores of all rows; the next bag is drawn meanwhile.
 * @returns the sum of the validation's losses
 */
function raiseScores(data: TrainingData, crew: Crew, meanwhile: () => void): number {
  const { task, learned, unseen } = data;
  // Two of the three groups of rows may end with a unit that is not full.
  const size = unitOf(learned.rows + unseen.rows, MOST_UNITS - 3);
  const inBag = task[TASK.bagSize];
  task[TASK.unitSize] = size;
  const units = [inBag, learned.rows - inBag, unseen.rows].map((rows) => Math.ceil(rows / size));
  crew.run(PHASE.raise, units[0] + units[1] + units[2], meanwhile);
  return sumOfUnits(data, units[2]);
}

/** How many features a tree may ask, and how many rows are in its bag. */
interface Drawn {
  readonly features: number;
  readonly rows: number;
}

/** Draws what each tree sees, from one stream of random numbers, into `data.features` and one of the two bags. */
function createDraws(
  { learned, counts, bags, features }: TrainingData,
  options: BoosterOptions,
): (bag: number) => Drawn {
  const random = createRandom(options.seed, 'booster');
  const all = Int32Array.from(counts.keys()).filter((f) => counts[f] > 2);
  const wantedFeatures = Math.max(1, Math.round(options.featureShare * all.length));
  const wantedRows = Math.max(1, Math.round(options.rowShare * learned.rows));
  return (bag) => ({
    features: drawFeatures(all, features, wantedFeatures, random),
    rows: drawBag(bags[bag], wantedRows, random),
  });
}
