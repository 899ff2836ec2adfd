const REACH = 28;
const THRESHOLD = 6;

/** Median of the first `count` entries, which it sorts. */
function medianOf(buffer: Float64Array, count: number): number {
  const part = buffer.subarray(0, count).sort();
  return count % 2 === 1 ? part[count >> 1] : 0.5 * (part[count / 2 - 1] + part[count / 2]);
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
  const buffer = new Float64Array(2 * REACH + 1);
  let overall = 0;
  for (let i = 0; i < roots.length; i++) overall += roots[i];
  const floor = 0.05 * (overall / roots.length);
  for (let i = 0; i < roots.length; i++) {
    const from = Math.max(0, Math.min(i - REACH, roots.length - buffer.length));
    const to = Math.min(roots.length, from + buffer.length);
    const count = to - from;
    for (let j = 0; j < count; j++) buffer[j] = roots[from + j];
    const median = medianOf(buffer, count);
    for (let j = 0; j < count; j++) buffer[j] = Math.abs(roots[from + j] - median);
    const deviation = Math.max(1.4826 * medianOf(buffer, count), floor);
    if (roots[i] - median > THRESHOLD * deviation) flagged.push(positions[i]);
  }
  return Int32Array.from(flagged);
}
