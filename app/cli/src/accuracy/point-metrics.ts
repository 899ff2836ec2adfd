/** Mean absolute difference at a lag after the start of sales, where both values are known; NaN without a pair. */
export function meanAbsoluteDifference(history: ArrayLike<number>, lag: number): number {
  let sum = 0;
  let count = 0;
  for (let at = startOfSales(history) + lag; at < history.length; at++) {
    const difference = Math.abs((history[at] as number) - (history[at - lag] as number));
    if (Number.isNaN(difference)) continue;
    sum += difference;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** Index of the first value that is known and not zero: where selling began; the length when there is none. */
export function startOfSales(history: ArrayLike<number>): number {
  let start = 0;
  while (start < history.length && ((history[start] as number) === 0 || Number.isNaN(history[start])))
    start++;
  return start;
}

/** Mean squared one-step difference after the start of sales: the scale of RMSSE as in the M5. */
export function meanSquaredDifference(history: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (let at = startOfSales(history) + 1; at < history.length; at++) {
    const difference = (history[at] as number) - (history[at - 1] as number);
    if (Number.isNaN(difference)) continue;
    sum += difference * difference;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/**
 * Seasonal naive: the last known value of the same season, else the last known value, else zero.
 * @returns `horizon` values
 */
export function seasonalNaive(history: ArrayLike<number>, season: number, horizon: number): Float64Array {
  let last = 0;
  for (let at = 0; at < history.length; at++) {
    if (!Number.isNaN(history[at])) last = history[at] as number;
  }
  return Float64Array.from({ length: horizon }, (_, step) => {
    for (let at = history.length - season + (step % season); at >= 0; at -= season) {
      if (at < history.length && !Number.isNaN(history[at])) return history[at] as number;
    }
    return last;
  });
}
