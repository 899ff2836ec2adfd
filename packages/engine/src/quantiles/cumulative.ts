import { drawsOf, PAIRS } from './draws.ts';
import type { Dependence } from './fit-dependence.ts';
import { GRID, sortedQuantile } from './grid.ts';
import { normalQuantile } from './normal.ts';
import { sortNumbers } from './sort-numbers.ts';

const PATHS = 2 * PAIRS;
/** The distribution of a step is tabled over normal scores from -REACH to REACH, NODES a unit. */
const REACH = 3.2;
const NODES = 20;
const TABLE = Math.round(2 * REACH * NODES) + 1;
/** Last place between two nodes. */
const LAST = TABLE - 1.000001;

/** A distribution of each step, [grid probability][step], and how the steps hang together. */
export interface PathModel {
  readonly grid: Float64Array;
  readonly steps: number;
  readonly dependence: Dependence;
  /** Draws are whole numbers. */
  readonly whole: boolean;
  /** Expected value of each step: the draws have it too. */
  readonly mean: Float64Array;
  /** Nothing is drawn below zero. */
  readonly nonNegative: boolean;
}

const SCORES = GRID.map(normalQuantile);

/** Value at each tabled normal score, row-major [step][node], linear in the score between the points of the grid. */
function tableSteps(grid: Float64Array, steps: number): Float64Array {
  const table = new Float64Array(steps * TABLE);
  for (let node = 0, g = 0; node < TABLE; node++) {
    const score = node / NODES - REACH;
    while (g < GRID.length - 2 && SCORES[g + 1] <= score) g++;
    const place = (score - SCORES[g]) / (SCORES[g + 1] - SCORES[g]);
    const fraction = Math.min(1, Math.max(0, place));
    for (let k = 0; k < steps; k++) {
      const low = grid[g * steps + k];
      table[k * TABLE + node] = low + fraction * (grid[(g + 1) * steps + k] - low);
    }
  }
  return table;
}

/** Probability of each node of the table. */
const WEIGHTS = Array.from({ length: TABLE }, (_, node) => Math.exp(-0.5 * (node / NODES - REACH) ** 2));
const WEIGHT = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/**
 * Gives the tabled distribution of every step the mean of its forecast. Quantiles of single steps are drawn wide for what
 * one day may bring (few windows, heavy tails, cut off at zero), and a distribution through them can have a mean far
 * above the forecast; a sum over many steps would add that excess up. A distribution that cannot fall below zero is
 * scaled, any other is moved.
 */
function keepMeans(table: Float64Array, mean: Float64Array, nonNegative: boolean): void {
  for (let k = 0; k < mean.length; k++) {
    let tabled = 0;
    for (let node = 0; node < TABLE; node++) tabled += WEIGHTS[node] * table[k * TABLE + node];
    tabled /= WEIGHT;
    const factor = nonNegative && tabled > 0 ? mean[k] / tabled : 1;
    const shift = nonNegative ? 0 : mean[k] - tabled;
    for (let i = k * TABLE; i < (k + 1) * TABLE; i++) table[i] = factor * table[i] + shift;
  }
}

/** Which draws a series has, and the unit that its whole numbers are counted in. */
export interface PathDraws {
  readonly seed: number;
  /** of the series */
  readonly key: string;
  readonly unit: number;
}

/** Up or down to whole numbers of units by chance, so that small expected numbers do not all become zero. */
function roundByChance(values: Float64Array, unit: number, chances: Float64Array): void {
  // units are powers of two, so that this is the quotient to the bit
  const part = 1 / unit;
  for (let i = 0; i < PAIRS; i++) {
    values[i] = Math.floor(values[i] * unit + chances[i]) * part;
    values[PAIRS + i] = Math.floor(values[PAIRS + i] * unit + 1 - chances[i]) * part;
  }
}

/**
 * Sample paths, step by step: `take` gets the values of a step, one for each path, and must not keep them. A Gaussian copula
 * with a part common to all steps and one that fades from step to step, in antithetic pairs from Latin hypercube draws,
 * through each step's own distribution.
 */
export function drawPaths(
  model: PathModel,
  { seed, key, unit }: PathDraws,
  take: (step: number, values: Float64Array) => void,
): void {
  const { grid, steps, whole } = model;
  const { common, neighbour } = model.dependence;
  const table = tableSteps(grid, steps);
  keepMeans(table, model.mean, model.nonNegative);
  const { scores, chances, placeOf } = drawsOf(seed, key, steps);
  const innovation = Math.sqrt(1 - neighbour * neighbour);
  const own = Math.sqrt(1 - common);
  const shared = new Float64Array(PAIRS);
  const rest = new Float64Array(PAIRS);
  const values = new Float64Array(PATHS);
  const level = placeOf(-1).score;
  for (let i = 0; i < PAIRS; i++) shared[i] = Math.sqrt(common) * scores[level + i];
  for (let k = 0; k < steps; k++) {
    const { score, chance } = placeOf(k);
    const carried = k === 0 ? 0 : neighbour;
    const fresh = k === 0 ? 1 : innovation;
    const start = k * TABLE;
    for (let i = 0; i < PAIRS; i++) {
      const fading = carried * rest[i] + fresh * scores[score + i];
      rest[i] = fading;
      // its mirror image lies as far from the other end of the table
      const place = Math.min(LAST, Math.max(0, (shared[i] + own * fading + REACH) * NODES));
      const node = place | 0;
      const low = table[start + node];
      const mirror = Math.min(LAST, TABLE - 1 - place);
      const mirrorNode = mirror | 0;
      const mirrorLow = table[start + mirrorNode];
      values[i] = low + (place - node) * (table[start + node + 1] - low);
      values[PAIRS + i] = mirrorLow + (mirror - mirrorNode) * (table[start + mirrorNode + 1] - mirrorLow);
    }
    if (whole) roundByChance(values, unit, chances.subarray(chance, chance + PAIRS));
    take(k, values);
  }
}

/** Quantiles of the sum of the first h steps, row-major [horizon][probability]; no horizon is longer than the model's steps. */
export function sumQuantiles(
  model: PathModel,
  draws: PathDraws,
  horizons: readonly number[],
  probabilities: readonly number[],
): Float64Array {
  const out = new Float64Array(horizons.length * probabilities.length);
  const sums = new Float64Array(PATHS);
  const sorted = new Float64Array(PATHS);
  const spare = new Float64Array(PATHS);
  drawPaths(model, draws, (step, values) => {
    for (let p = 0; p < PATHS; p++) sums[p] += values[p];
    if (!horizons.includes(step + 1)) return;
    sorted.set(sums);
    sortNumbers(sorted, spare);
    for (let i = 0; i < horizons.length; i++) {
      if (horizons[i] !== step + 1) continue;
      for (let q = 0; q < probabilities.length; q++) {
        out[i * probabilities.length + q] = sortedQuantile(sorted, probabilities[q]);
      }
    }
  });
  return out;
}
