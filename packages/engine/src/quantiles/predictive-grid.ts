import { CountWalk, countQuantiles, LARGEST_COUNT } from './count-distribution.ts';
import { GRID } from './grid.ts';
import { type ResidualDistribution, spreadAt } from './residual-distribution.ts';
import { fromErrorScale, toErrorScale } from './stable-errors.ts';

/** Share of the empirical errors in a distribution of whole numbers; the rest is negative binomial. */
const EMPIRICAL_SHARE = 0.2;
/** From this mean on, demand steadier than chance (a variance below the mean) has the errors that it had and no others. */
const STEADY_MEAN = 2;

/** The narrowest that the other part can be is Poisson: the steadier the demand is than that, the less it counts. */
const empiricalShare = (mean: number, ratio: number): number =>
  mean < STEADY_MEAN || ratio >= 1 ? EMPIRICAL_SHARE : 1 - (1 - EMPIRICAL_SHARE) * ratio;

/** Of counts whose errors grow with the forecast: units a step at which half of their variance does not come from chance. */
const EVEN_UNITS = 3;
/** The variance ratio at a forecast is at most this many times the one that was seen, and one over it at least. */
const MOST_BESIDE = 4;

/**
 * Variance ratio, in units of the values, of a count at forecast `mean`. What only chance makes differ varies as its mean; where
 * the errors grow with the forecast, weather and customers multiply it, and that part varies as its square: the more units are
 * sold a step, the more of the variance it is (as a negative binomial has it, Anscombe 1949). A season that rises has wider
 * ranges than the months before it; one that falls has chance at least.
 */
function ratioAt(mean: number, { ratio, ratioForecast, power }: ResidualDistribution, unit: number): number {
  if (power < 1 || !(ratioForecast > 0) || !(mean > 0)) return ratio;
  const units = ratioForecast * unit;
  const beside = Math.max(1 / MOST_BESIDE, Math.min(MOST_BESIDE, mean / ratioForecast));
  const scaled = ratio * beside ** (units / (units + EVEN_UNITS));
  return Math.max(scaled, Math.min(ratio, 1 / unit));
}

/** Upwards, a quantile on the scale of `toErrorScale` is at most this many times as far from the mean as on that of the values. */
const LARGEST_STRETCH = 1.5;

/** The ends of a range of 95 %, which holds the mean. */
const LOW_END = 0.025;
const HIGH_END = 0.975;

/**
 * Errors that all lie on one side move the quantiles and not the mean: the ends of the distribution of step `k` reach as far as
 * that all the same, between `low` and `high`.
 */
function holdMean(grid: Float64Array, k: number, steps: number, low: number, high: number): void {
  for (let g = 0; g < GRID.length && GRID[g] <= LOW_END; g++) {
    grid[g * steps + k] = Math.min(grid[g * steps + k], low);
  }
  for (let g = GRID.length - 1; g >= 0 && GRID[g] >= HIGH_END; g--) {
    grid[g * steps + k] = Math.max(grid[g * steps + k], high);
  }
}

/**
 * Distribution of each step, row-major [grid probability][step]; ascending, and never below `least`. `sizes` = how large errors
 * are on each step beside the usual ones.
 */
export function predictiveGrid(
  mean: Float64Array,
  sizes: Float64Array,
  distribution: ResidualDistribution,
  least: number,
  unit: number,
  counts: boolean,
): Float64Array {
  const steps = mean.length;
  const grid = new Float64Array(GRID.length * steps);
  const { power, floor } = distribution;
  for (let k = 0; k < steps; k++) {
    const growth = (k + 1) ** distribution.growth * sizes[k];
    const scale = growth * spreadAt(mean[k], power, floor);
    if (counts) {
      const centre = mean[k] * unit;
      const ratio = growth * growth * unit * ratioAt(mean[k], distribution, unit);
      const reach = 2 + centre + 8 * Math.sqrt(centre * Math.max(1, ratio)) + 2 * Math.max(1, ratio);
      if (reach < LARGEST_COUNT) {
        const size = Math.ceil(reach) + 1;
        const share = empiricalShare(centre, ratio);
        const walk = new CountWalk(centre, ratio);
        const { sorted } = distribution;
        countQuantiles(walk, sorted, centre, scale * unit, share, size, 1 / unit, grid, k, steps);
        // What is sold once in a hundred days has a mean above its ends, and rightly.
        if (centre >= 1) holdMean(grid, k, steps, Math.floor(centre) / unit, Math.ceil(centre) / unit);
        continue;
      }
    }
    const shape = distribution.shape();
    const stable = distribution.stableShape();
    const centre = toErrorScale(mean[k], power, floor);
    let before = least;
    for (let g = 0; g < GRID.length; g++) {
      let value = mean[k] + scale * shape[g];
      if (stable) {
        // Logarithms grow without bound upwards, where a long horizon's growth would multiply them.
        const furthest = mean[k] + LARGEST_STRETCH * Math.max(0, value - mean[k]);
        const other = fromErrorScale(centre + growth * stable[g], power, floor);
        value = stable[g] > 0 ? Math.min(other, furthest) : other;
      }
      before = Math.max(before, value);
      grid[g * steps + k] = before;
    }
    holdMean(grid, k, steps, mean[k], mean[k]);
  }
  return grid;
}
