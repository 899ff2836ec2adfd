import { GRID } from './grid.ts';

/** Distributions of whole numbers are used while they stay below this many units. */
export const LARGEST_COUNT = 640;

/** Walks P(Y <= j), j = 0, 1, .., of a negative binomial; Poisson when the ratio is at most 1.001. */
export class CountWalk {
  private j = 0;
  private term: number;
  private sum: number;
  /** P(Y = j + 1) / P(Y = j) = (fixed + rising * j) / (j + 1). */
  private readonly fixed: number;
  private readonly rising: number;

  /** Variance = `ratio` * `mean`. */
  constructor(mean: number, ratio: number) {
    const isPoisson = mean <= 0 || ratio <= 1.001;
    // Success chance 1 / ratio, size mean / (ratio - 1).
    const size = mean / (ratio - 1);
    this.rising = isPoisson ? 0 : 1 - 1 / ratio;
    this.fixed = isPoisson ? Math.max(0, mean) : this.rising * size;
    this.term = Math.exp(isPoisson ? -this.fixed : -size * Math.log(ratio));
    this.sum = this.term;
  }

  /** The probability of the next whole number or less. */
  next(): number {
    const probability = Math.min(1, this.sum);
    this.term *= (this.fixed + this.rising * this.j) / (this.j + 1);
    this.sum += this.term;
    this.j++;
    return probability;
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

/**
 * Quantile at each probability of `GRID`, times `unit`, of a mixture over the whole numbers below `size`: `walk` and, by the
 * share `weight`, round(max(0, centre + scale * z)) over the ascending standardised errors z.
 */
export function countQuantiles(
  walk: CountWalk,
  sorted: Float64Array,
  centre: number,
  scale: number,
  weight: number,
  size: number,
  unit: number,
  grid: Float64Array,
  offset: number,
  stride: number,
): void {
  const n = sorted.length;
  let below = 0;
  let g = 0;
  for (let j = 0; g < GRID.length; j++) {
    below = scale > 0 ? countBelow(sorted, (j + 0.5 - centre) / scale, below) : centre < j + 0.5 ? n : 0;
    const cumulative = walk.next() * (1 - weight) + (weight * below) / n;
    while (g < GRID.length && (j === size - 1 || cumulative >= GRID[g] - 1e-9)) {
      grid[offset + g++ * stride] = j * unit;
    }
  }
}
