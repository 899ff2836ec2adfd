/** Fewest known values for effects to be told from noise. */
export const LEAST_KNOWN = 16;

/** Number of values that are not NaN. */
export const knownCount = (values: Float64Array): number =>
  values.reduce((n, y) => (Number.isNaN(y) ? n : n + 1), 0);

/** Mean of the values that are not NaN; 0 without any. */
export function knownMean(values: Float64Array): number {
  let sum = 0;
  let known = 0;
  for (const y of values) {
    if (Number.isNaN(y)) continue;
    sum += y;
    known++;
  }
  return known > 0 ? sum / known : 0;
}
