/** Weights of past errors in the process (psi), the first being 1; `ar` and `ma` hold a coefficient for each lag from 1. */
export function errorWeights(ar: Float64Array, ma: Float64Array, count: number): Float64Array {
  const psi = new Float64Array(count);
  psi[0] = 1;
  for (let j = 1; j < count; j++) {
    let sum = j <= ma.length ? ma[j - 1] : 0;
    for (let i = 1; i <= Math.min(j, ar.length); i++) sum += ar[i - 1] * psi[j - i];
    psi[j] = sum;
  }
  return psi;
}

/**
 * Autocovariances at lags 0 .. `count` - 1 of the AR process with errors of variance 1: partial autocorrelations by
 * stepping down, covariances by stepping up (Durbin-Levinson). `undefined` when it is not stationary.
 */
function arAutocovariances(ar: Float64Array, count: number): Float64Array | undefined {
  let p = ar.length;
  while (p > 0 && ar[p - 1] === 0) p--;
  const rows: Float64Array[] = new Array(p);
  let whole = 1;
  for (let k = p - 1; k >= 0; k--) {
    const row = new Float64Array(k + 1);
    if (k === p - 1) row.set(ar.subarray(0, p));
    else {
      const above = rows[k + 1];
      const partial = above[k + 1];
      for (let i = 0; i <= k; i++) row[i] = (above[i] + partial * above[k - i]) / (1 - partial * partial);
    }
    if (!(Math.abs(row[k]) < 1)) return undefined;
    whole *= 1 - row[k] * row[k];
    rows[k] = row;
  }
  const out = new Float64Array(Math.max(count, p + 1));
  out[0] = 1 / whole;
  let variance = out[0];
  for (let k = 1; k < out.length; k++) {
    const row = k <= p ? rows[k - 1] : rows[p - 1];
    let sum = 0;
    if (k <= p) {
      // The k-th partial autocorrelation is the correlation that shorter lags do not explain.
      sum = row[k - 1] * variance;
      for (let i = 1; i < k; i++) sum += rows[k - 2][i - 1] * out[k - i];
      variance *= 1 - row[k - 1] * row[k - 1];
    } else for (let i = 1; i <= p; i++) sum += row[i - 1] * out[k - i];
    out[k] = sum;
  }
  return out;
}

/** Autocovariances at lags 0 .. `count` - 1 of the ARMA process with errors of variance 1; `undefined` when not stationary. */
export function autocovariances(ar: Float64Array, ma: Float64Array, count: number): Float64Array | undefined {
  let q = ma.length;
  while (q > 0 && ma[q - 1] === 0) q--;
  const of = arAutocovariances(ar, count + q);
  if (!of) return undefined;
  // Autocovariances of the MA side spread those of the AR side.
  const spread = new Float64Array(q + 1);
  for (let i = 0; i <= q; i++) {
    const a = i > 0 ? ma[i - 1] : 1;
    if (a === 0) continue;
    for (let j = i; j <= q; j++) spread[j - i] += a * (j > 0 ? ma[j - 1] : 1);
  }
  const out = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let sum = spread[0] * of[k];
    for (let j = 1; j <= q; j++) if (spread[j] !== 0) sum += spread[j] * (of[k + j] + of[Math.abs(k - j)]);
    out[k] = sum;
  }
  return out;
}
