/**
 * Seasonal indices by classical decomposition: mean deviation (or ratio) from the centred moving average at each place of
 * the season, place 0 being `values[0]`. NaN is left out. Sums to 0, or averages 1. A place that was
 * never seen (the weekday a shop is closed) gets none; `undefined` when half of the places were not. Each index is shrunk towards none by `shrinkage` pseudo-observations.
 */
export function seasonalIndices(
  values: Float64Array,
  season: number,
  multiplicative: boolean,
  shrinkage = 0,
): Float64Array | undefined {
  const n = values.length;
  const half = season >> 1;
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  let windowSum = 0;
  let windowCount = 0;
  // Window of season + 1 values (even season, ends at half weight) or season values (odd).
  const even = season % 2 === 0;
  for (let t = 0; t < Math.min(n, season); t++) {
    if (!Number.isNaN(values[t])) {
      windowSum += values[t];
      windowCount++;
    }
  }
  for (let t = half; t + half < n; t++) {
    const first = t - half;
    let sum = windowSum;
    let count = windowCount;
    if (even) {
      const entering = values[first + season];
      const leaving = values[first];
      if (!Number.isNaN(entering)) {
        sum += 0.5 * entering;
        count += 0.5;
      }
      if (!Number.isNaN(leaving)) {
        sum -= 0.5 * leaving;
        count -= 0.5;
      }
    }
    const y = values[t];
    if (!Number.isNaN(y) && count >= 0.5 * season) {
      const average = sum / count;
      if (!multiplicative || average > 1e-9) {
        sums[t % season] += multiplicative ? y / average : y - average;
        counts[t % season]++;
      }
    }
    if (!Number.isNaN(values[first])) {
      windowSum -= values[first];
      windowCount--;
    }
    if (first + season < n && !Number.isNaN(values[first + season])) {
      windowSum += values[first + season];
      windowCount++;
    }
  }
  const neutral = multiplicative ? 1 : 0;
  let total = 0;
  let seen = 0;
  for (let j = 0; j < season; j++) {
    if (counts[j] === 0) continue;
    seen++;
    sums[j] = (sums[j] + shrinkage * neutral) / (counts[j] + shrinkage);
    total += sums[j];
  }
  if (2 * seen < season) return undefined;
  const mean = total / seen;
  for (let j = 0; j < season; j++) {
    if (counts[j] === 0) sums[j] = neutral;
    else if (multiplicative) sums[j] = Math.max(0.01, sums[j] / mean);
    else sums[j] -= mean;
  }
  return sums;
}

/** Values without their season: divided by or less the index of their place. */
export function removeSeason(
  values: Float64Array,
  indices: Float64Array,
  multiplicative: boolean,
): Float64Array {
  const out = new Float64Array(values.length);
  const season = indices.length;
  for (let t = 0; t < out.length; t++) {
    out[t] = multiplicative ? values[t] / indices[t % season] : values[t] - indices[t % season];
  }
  return out;
}

/**
 * Whether the season is significant: autocorrelation at the season beyond 1.645 of Bartlett's bound (the test of the
 * Theta method, 90 % two-sided). Unknown values count as the mean.
 */
export function isSeasonal(values: Float64Array, season: number): boolean {
  const n = values.length;
  if (season < 2 || n < 2 * season + 2) return false;
  let sum = 0;
  let known = 0;
  for (let t = 0; t < n; t++) {
    if (!Number.isNaN(values[t])) {
      sum += values[t];
      known++;
    }
  }
  const mean = sum / known;
  const deviation = new Float64Array(n);
  let variance = 0;
  for (let t = 0; t < n; t++) {
    deviation[t] = Number.isNaN(values[t]) ? 0 : values[t] - mean;
    variance += deviation[t] * deviation[t];
  }
  if (variance <= 0) return false;
  let squares = 0;
  let last = 0;
  for (let lag = 1; lag <= season; lag++) {
    let product = 0;
    for (let t = lag; t < n; t++) product += deviation[t] * deviation[t - lag];
    last = product / variance;
    if (lag < season) squares += last * last;
  }
  return last > 1.645 * Math.sqrt((1 + 2 * squares) / known);
}
