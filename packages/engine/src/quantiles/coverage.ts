/**
 * Where an outcome fell in its forecast distribution, known only by a few quantiles: an interval of probability.
 *
 * A count often equals a quantile, and several quantiles may be one number (half of all forecasts of a slow mover
 * are 0, 0, 0, 1). Counting a closed interval as hit then inflates the coverage, whatever the forecast. The
 * randomised probability integral transform (Czado, Gneiting and Held 2009) spreads the outcome evenly over
 * [F(y-), F(y)]. From quantiles alone both ends are known up to the next probability of the grid: the middle is
 * taken; below a quantile of zero, the smallest value there is, lies nothing, so there F(y-) = 0.
 * @param quantiles by probability, ascending
 * @param probabilities ascending, in (0, 1)
 * @returns both ends, in [0, 1]
 */
export function probabilityInterval(
  actual: number,
  quantiles: ArrayLike<number>,
  probabilities: readonly number[],
): readonly [number, number] {
  let below = -1;
  let last = -1;
  for (let at = 0; at < probabilities.length; at++) {
    if ((quantiles[at] as number) < actual) below = at;
    if ((quantiles[at] as number) <= actual) last = at;
  }
  const probability = (at: number): number => (at < 0 ? 0 : (probabilities[at] ?? 1));
  if (last === below) return [probability(below), probability(below + 1)];
  const low = below < 0 && actual === 0 ? 0 : (probability(below) + probability(below + 1)) / 2;
  return [low, (probability(last) + probability(last + 1)) / 2];
}

/**
 * Expected share of the outcome inside the central interval of a level, in [0, 1]: the randomised coverage. It is never
 * more than the plain hit of the closed interval (1 or 0).
 * @param level in percent
 */
export function randomisedHit(interval: readonly [number, number], level: number): number {
  const tail = (1 - level / 100) / 2;
  const [low, high] = interval;
  if (high <= low) return low >= tail && high <= 1 - tail ? 1 : 0;
  return Math.max(0, Math.min(high, 1 - tail) - Math.max(low, tail)) / (high - low);
}
