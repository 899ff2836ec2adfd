/**
 * Both ends of a ranking without what stands in both. Lists of the worst and the best that meet hold everything between
 * them, so each keeps its own half; of an odd number the middle is among the worst.
 */
export function separateLists<T>(
  worst: readonly T[],
  best: readonly T[],
  keyOf: (one: T) => string,
): { worst: T[]; best: T[] } {
  const inWorst = new Set(worst.map(keyOf));
  const onlyBest = best.filter((one) => !inWorst.has(keyOf(one)));
  if (onlyBest.length === best.length) return { worst: [...worst], best: [...best] };
  const ranked = [...worst, ...onlyBest.reverse()];
  const half = Math.ceil(ranked.length / 2);
  return { worst: ranked.slice(0, half), best: ranked.slice(half).reverse() };
}
