/** Deviations of chance up to which a miss says nothing; what stands out farther counts the more. */
const CHANCE = 2.5;
/** Ratio of a normal deviation to the median size of the difference of two. */
const DEVIATION = 1.4826 / Math.SQRT2;

/**
 * Standard deviation of misses that follow each other, from the median difference of neighbours, which neither a trend nor a
 * few misses far out disturb; undefined where fewer than `least` differences are known.
 */
export function deviationOf(misses: readonly number[], least: number): number | undefined {
  const differences = misses
    .slice(1)
    .map((miss, i) => Math.abs(miss - misses[i]))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return differences.length < least ? undefined : DEVIATION * differences[differences.length >> 1];
}

/** What of a miss is more than chance of this deviation. */
export const beyondChance = (miss: number, deviation: number): number =>
  miss === 0 ? 0 : miss * Math.max(0, 1 - ((CHANCE * deviation) / miss) ** 2);
