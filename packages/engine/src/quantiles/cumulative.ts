import { createRandom } from '../random/random.ts';
import type { Dependence } from './fit-dependence.ts';
import { gridPlace, interpolateGrid, sortedQuantile } from './grid.ts';
import { normalProbability, normalQuantile } from './normal.ts';

const PATHS = 1000;

/** A distribution of each step, [grid probability][step], and how the steps hang together. */
export interface PathModel {
  readonly grid: Float64Array;
  readonly steps: number;
  readonly dependence: Dependence;
  /** Draws are whole numbers. */
  readonly whole: boolean;
}

/**
 * Sample paths, row-major [path][step]: a Gaussian copula with a part common to all steps and one that fades from step to
 * step, in antithetic pairs, through each step's own distribution.
 */
export function samplePaths(model: PathModel, seed: number, key: string, unit: number): Float64Array {
  const { grid, steps, whole } = model;
  const { common, neighbour } = model.dependence;
  const random = createRandom(seed, `${key}|paths`);
  const paths = new Float64Array(PATHS * steps);
  const innovation = Math.sqrt(1 - neighbour * neighbour);
  const own = Math.sqrt(1 - common);
  for (let p = 0; p < PATHS; p += 2) {
    const shared = Math.sqrt(common) * normalQuantile(random());
    let rest = 0;
    for (let k = 0; k < steps; k++) {
      const shock = normalQuantile(random());
      rest = k === 0 ? shock : neighbour * rest + innovation * shock;
      const u = normalProbability(shared + own * rest);
      let high = interpolateGrid(grid, k, steps, gridPlace(u));
      let low = interpolateGrid(grid, k, steps, gridPlace(1 - u));
      if (whole) {
        high = Math.round(high * unit) / unit;
        low = Math.round(low * unit) / unit;
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
    sums.fill(0);
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
