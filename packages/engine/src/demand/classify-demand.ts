/** smooth, intermittent, erratic or lumpy (Syntetos, Boylan and Croston 2005), or short / empty. */
export type DemandClass = 'smooth' | 'intermittent' | 'erratic' | 'lumpy' | 'short' | 'empty';

/** Class of a history (NaN = unknown) by mean interval between demands (1.32) and squared variation of sizes (0.49). */
export function classifyDemand(values: Float64Array): DemandClass {
  let known = 0;
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let t = 0; t < values.length; t++) {
    const y = values[t];
    if (Number.isNaN(y)) continue;
    known++;
    if (y === 0) continue;
    count++;
    sum += y;
    squares += y * y;
  }
  if (count === 0) return 'empty';
  if (known < 8) return 'short';
  const mean = sum / count;
  const variation = Math.max(0, squares / count - mean * mean) / (mean * mean);
  if (known / count >= 1.32) return variation >= 0.49 ? 'lumpy' : 'intermittent';
  return variation >= 0.49 ? 'erratic' : 'smooth';
}
