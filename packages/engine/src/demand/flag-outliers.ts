const REACH = 28;
const THRESHOLD = 6;

/** Median of the first `count` entries of an ascending array. */
const middleOf = (sorted: Float64Array, count: number): number =>
  count % 2 === 1 ? sorted[count >> 1] : 0.5 * (sorted[count / 2 - 1] + sorted[count / 2]);

/** Median distance of the first `count` entries of an ascending array from their median, walking outwards from it. */
function medianDistance(sorted: Float64Array, count: number, median: number): number {
  let high = count >> 1;
  while (high < count && sorted[high] < median) high++;
  let low = high - 1;
  let before = 0;
  let distance = 0;
  for (let taken = 0; taken <= count >> 1; taken++) {
    before = distance;
    const up = high < count ? sorted[high] - median : Number.POSITIVE_INFINITY;
    const down = low >= 0 ? median - sorted[low] : Number.POSITIVE_INFINITY;
    if (up <= down) {
      distance = up;
      high++;
    } else {
      distance = down;
      low--;
    }
  }
  return count % 2 === 1 ? distance : 0.5 * (before + distance);
}

/** Place of the first entry of an ascending array that is not below `value`. */
function placeOf(sorted: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Positions whose value lies more than 6 robust deviations above the median of the 28 known sale days on either side
 * (Hampel identifier on the square-root scale, on which counts have an even spread). Zeros and NaN neither are outliers
 * nor count as neighbours, so that a slow mover's ordinary sale is not one. Nothing is flagged with fewer than 10 sales.
 */
export function flagOutliers(values: Float64Array): Int32Array {
  const positions: number[] = [];
  for (let t = 0; t < values.length; t++) if (values[t] > 0) positions.push(t);
  const roots = new Float64Array(positions.length);
  for (let i = 0; i < roots.length; i++) roots[i] = Math.sqrt(values[positions[i]]);
  const flagged: number[] = [];
  if (roots.length < 10) return new Int32Array(0);
  const width = Math.min(2 * REACH + 1, roots.length);
  // The window's roots in order: sliding it takes one out and puts one in, which is far cheaper than sorting.
  const sorted = roots.slice(0, width).sort();
  let overall = 0;
  for (let i = 0; i < roots.length; i++) overall += roots[i];
  const floor = 0.05 * (overall / roots.length);
  let start = 0;
  for (let i = 0; i < roots.length; i++) {
    const from = Math.max(0, Math.min(i - REACH, roots.length - width));
    for (; start < from; start++) {
      const out = placeOf(sorted, width, roots[start]);
      sorted.copyWithin(out, out + 1, width);
      const into = placeOf(sorted, width - 1, roots[start + width]);
      sorted.copyWithin(into + 1, into, width - 1);
      sorted[into] = roots[start + width];
    }
    const median = middleOf(sorted, width);
    if (roots[i] - median <= THRESHOLD * floor) continue;
    const deviation = Math.max(1.4826 * medianDistance(sorted, width, median), floor);
    if (roots[i] - median > THRESHOLD * deviation) flagged.push(positions[i]);
  }
  return Int32Array.from(flagged);
}
