import { createRandom } from '../random/random.ts';
import type { Dependence } from './fit-dependence.ts';
import { GRID, sortedQuantile } from './grid.ts';
import { normalQuantile } from './normal.ts';

const PATHS = 1000;
/** The distribution of a step is tabled over normal scores from -REACH to REACH, NODES a unit. */
const REACH = 3.2;
const NODES = 20;
const TABLE = Math.round(2 * REACH * NODES) + 1;

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

/** Tabled value at a normal score. */
function lookUp(table: Float64Array, start: number, score: number): number {
  const place = Math.min(TABLE - 1.000001, Math.max(0, (score + REACH) * NODES));
  const node = Math.floor(place);
  const low = table[start + node];
  return low + (place - node) * (table[start + node + 1] - low);
}

/**
 * Sample paths, row-major [path][step]: a Gaussian copula with a part common to all steps and one that fades from step to
 * step, in antithetic pairs, through each step's own distribution.
 */
export function samplePaths(model: PathModel, seed: number, key: string, unit: number): Float64Array {
  const { grid, steps, whole } = model;
  const { common, neighbour } = model.dependence;
  const random = createRandom(seed, `${key}|paths`);
  const table = tableSteps(grid, steps);
  keepMeans(table, model.mean, model.nonNegative);
  const paths = new Float64Array(PATHS * steps);
  const innovation = Math.sqrt(1 - neighbour * neighbour);
  const own = Math.sqrt(1 - common);
  let spare = Number.NaN;
  // Box and Muller: two normal numbers at a time.
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const second = spare;
      spare = Number.NaN;
      return second;
    }
    const radius = Math.sqrt(-2 * Math.log(random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  for (let p = 0; p < PATHS; p += 2) {
    const shared = Math.sqrt(common) * normal();
    let rest = 0;
    for (let k = 0; k < steps; k++) {
      const shock = normal();
      rest = k === 0 ? shock : neighbour * rest + innovation * shock;
      const score = shared + own * rest;
      let high = lookUp(table, k * TABLE, score);
      let low = lookUp(table, k * TABLE, -score);
      if (whole) {
        // up or down by chance, so that small expected numbers do not all become zero
        const chance = random();
        high = Math.floor(high * unit + chance) / unit;
        low = Math.floor(low * unit + 1 - chance) / unit;
      }
      paths[p * steps + k] = high;
      paths[(p + 1) * steps + k] = low;
    }
  }
  return paths;
}

/** Quantiles of the sum of the first h steps, row-major [horizon][probability]. */
export function sumQuantiles(
  paths: Float64Array,
  steps: number,
  horizons: readonly number[],
  probabilities: readonly number[],
): Float64Array {
  const out = new Float64Array(horizons.length * probabilities.length);
  const count = paths.length / steps;
  const sums = new Float64Array(count);
  for (let i = 0; i < horizons.length; i++) {
    for (let p = 0; p < count; p++) {
      let sum = 0;
      for (let k = 0; k < horizons[i]; k++) sum += paths[p * steps + k];
      sums[p] = sum;
    }
    sums.sort();
    for (let q = 0; q < probabilities.length; q++) {
      out[i * probabilities.length + q] = sortedQuantile(sums, probabilities[q]);
    }
  }
  return out;
}
