import { GRID } from './grid.ts';

/** Distributions of whole numbers are used while they stay below this many units. */
export const LARGEST_COUNT = 640;

/**
 * Writes P(Y <= j), j = 0 .. size-1, of a negative binomial with the given mean and variance = `ratio` * mean (Poisson when
 * the ratio is at most 1.001).
 */
export function negativeBinomial(mean: number, ratio: number, size: number, out: Float64Array): void {
  if (mean <= 0) {
    out.fill(1, 0, size);
    return;
  }
  if (ratio <= 1.001) {
    let term = Math.exp(-mean);
    let sum = term;
    for (let j = 0; j < size; j++) {
      out[j] = Math.min(1, sum);
      term *= mean / (j + 1);
      sum += term;
    }
    return;
  }
  // Variance = mean * ratio: success chance 1 / ratio, size mean / (ratio - 1).
  const r = mean / (ratio - 1);
  const q = 1 - 1 / ratio;
  let term = Math.exp(-r * Math.log(ratio));
  let sum = term;
  for (let j = 0; j < size; j++) {
    out[j] = Math.min(1, sum);
    term *= (q * (r + j)) / (j + 1);
    sum += term;
  }
}

/** Number of entries of ascending `sorted` below `limit`, when the first `least` are known to be: steps that double find it soon when it is near. */
function countBelow(sorted: Float64Array, limit: number, least: number): number {
  let low = least;
  let step = 1;
  while (low + step <= sorted.length && sorted[low + step - 1] < limit) {
    low += step;
    step *= 2;
  }
  let high = Math.min(sorted.length, low + step);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds `weight` * P(round(max(0, centre + scale * z)) <= j) over the standardised errors z. */
export function addEmpirical(
  sorted: Float64Array,
  centre: number,
  scale: number,
  weight: number,
  size: number,
  out: Float64Array,
): void {
  const n = sorted.length;
  let below = 0;
  for (let j = 0; j < size; j++) {
    below = scale > 0 ? countBelow(sorted, (j + 0.5 - centre) / scale, below) : centre < j + 0.5 ? n : 0;
    out[j] += (weight * below) / n;
  }
}

/** Quantile at each probability of `GRID` of a distribution function over 0 .. size-1, times `unit`. */
export function countQuantiles(
  cumulative: Float64Array,
  size: number,
  unit: number,
  grid: Float64Array,
  offset: number,
  stride: number,
): void {
  let j = 0;
  for (let g = 0; g < GRID.length; g++) {
    while (j < size - 1 && cumulative[j] < GRID[g] - 1e-9) j++;
    grid[offset + g * stride] = j * unit;
  }
}
