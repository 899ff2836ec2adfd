import { GRID } from './grid.ts';
import { type ResidualDistribution, spreadAt } from './residual-distribution.ts';

/** Distribution of each step, row-major [grid probability][step]; ascending, and never below `least`. */
export function predictiveGrid(
  mean: Float64Array,
  distribution: ResidualDistribution,
  least: number,
): Float64Array {
  const steps = mean.length;
  const grid = new Float64Array(GRID.length * steps);
  for (let k = 0; k < steps; k++) {
    const scale = (k + 1) ** distribution.growth * spreadAt(mean[k], distribution.power, distribution.floor);
    let before = least;
    for (let g = 0; g < GRID.length; g++) {
      before = Math.max(before, mean[k] + scale * distribution.shape[g]);
      grid[g * steps + k] = before;
    }
  }
  return grid;
}
