import { addEmpirical, countQuantiles, LARGEST_COUNT, negativeBinomial } from './count-distribution.ts';
import { GRID } from './grid.ts';
import { type ResidualDistribution, spreadAt } from './residual-distribution.ts';

/** Share of the empirical errors in a distribution of whole numbers; the rest is negative binomial. */
const EMPIRICAL_SHARE = 0.2;

/** Distribution of each step, row-major [grid probability][step]; ascending, and never below `least`. */
export function predictiveGrid(
  mean: Float64Array,
  distribution: ResidualDistribution,
  least: number,
  unit: number,
  counts: boolean,
): Float64Array {
  const steps = mean.length;
  const grid = new Float64Array(GRID.length * steps);
  const cumulative = new Float64Array(LARGEST_COUNT);
  for (let k = 0; k < steps; k++) {
    const growth = (k + 1) ** distribution.growth;
    const scale = growth * spreadAt(mean[k], distribution.power, distribution.floor);
    if (counts) {
      const centre = mean[k] * unit;
      const ratio = distribution.ratio * growth * growth * unit;
      const reach = 2 + centre + 8 * Math.sqrt(centre * Math.max(1, ratio)) + 2 * Math.max(1, ratio);
      if (reach < LARGEST_COUNT) {
        const size = Math.ceil(reach) + 1;
        negativeBinomial(centre, ratio, size, cumulative);
        for (let j = 0; j < size; j++) cumulative[j] *= 1 - EMPIRICAL_SHARE;
        addEmpirical(distribution.sorted, centre, scale * unit, EMPIRICAL_SHARE, size, cumulative);
        countQuantiles(cumulative, size, 1 / unit, grid, k, steps);
        continue;
      }
    }
    let before = least;
    for (let g = 0; g < GRID.length; g++) {
      before = Math.max(before, mean[k] + scale * distribution.shape[g]);
      grid[g * steps + k] = before;
    }
  }
  return grid;
}
