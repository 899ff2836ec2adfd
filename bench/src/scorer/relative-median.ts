const pieces = 20;

/**
 * The point that a forecast distribution should give where the absolute percentage error is scored: not its median
 * but the median after weighing each outcome by its inverse (Gneiting 2011, "Making and evaluating point forecasts",
 * the median of order -1). The distribution is known by some quantiles: straight lines between them.
 * @param smallest outcomes below it do not happen; above zero, so that their inverse is finite
 */
export function relativeMedian(
  quantiles: ArrayLike<number>,
  probabilities: readonly number[],
  smallest: number,
): number {
  const outcomes: { readonly value: number; readonly weight: number }[] = [];
  const add = (value: number, probability: number): void => {
    const bounded = Math.max(value, smallest);
    outcomes.push({ value: bounded, weight: probability / bounded });
  };
  const last = probabilities.length - 1;
  add(quantiles[0] as number, probabilities[0] as number);
  for (let at = 0; at < last; at++) {
    const [low, high] = [quantiles[at] as number, quantiles[at + 1] as number];
    const mass = (probabilities[at + 1] as number) - (probabilities[at] as number);
    for (let piece = 0; piece < pieces; piece++) {
      add(low + ((high - low) * (piece + 0.5)) / pieces, mass / pieces);
    }
  }
  add(quantiles[last] as number, 1 - (probabilities[last] as number));
  const half = outcomes.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let sum = 0;
  for (const { value, weight } of outcomes) {
    sum += weight;
    if (sum >= half) return value;
  }
  return smallest;
}
