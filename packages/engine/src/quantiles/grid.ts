/** Probabilities on which a distribution is kept; others are interpolated between them. */
export const GRID: readonly number[] = [
  0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7,
  0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999,
];

/** Place of a probability on the grid: index below it plus the fraction towards the next. */
export function gridPlace(probability: number): number {
  if (probability <= GRID[0]) return 0;
  let i = 0;
  while (i < GRID.length - 2 && GRID[i + 1] <= probability) i++;
  return Math.min(GRID.length - 1, i + (probability - GRID[i]) / (GRID[i + 1] - GRID[i]));
}

/** Value at a `gridPlace` of the distribution that starts at `start` in `grid`, its points `stride` apart. */
export function interpolateGrid(grid: Float64Array, start: number, stride: number, place: number): number {
  const i = Math.floor(place);
  const low = grid[start + i * stride];
  const fraction = place - i;
  return fraction === 0 ? low : low + fraction * (grid[start + (i + 1) * stride] - low);
}

/**
 * Ascending probabilities of central intervals in percent, to eight decimals, the median included: [80] gives
 * [0.1, 0.5, 0.9]. They are those of `SeriesForecast.quantiles`.
 */
export function probabilitiesOf(levels: readonly number[]): number[] {
  const tails = [...new Set(levels)].map((level) => Math.round((50 - level / 2) * 1e6) / 1e8);
  const all = new Set([0.5]);
  for (const tail of tails) {
    all.add(tail);
    all.add(Math.round((1 - tail) * 1e8) / 1e8);
  }
  return [...all].sort((a, b) => a - b);
}

/** Quantile of ascending numbers at `probability`, plotting positions (i + 0.5) / n, flat beyond the ends. */
export function sortedQuantile(sorted: Float64Array, probability: number): number {
  const place = Math.min(sorted.length - 1, Math.max(0, probability * sorted.length - 0.5));
  const i = Math.floor(place);
  const fraction = place - i;
  return fraction === 0 ? sorted[i] : sorted[i] + fraction * (sorted[i + 1] - sorted[i]);
}
