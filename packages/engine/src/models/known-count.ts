/** Fewest known values for effects to be told from noise. */
export const LEAST_KNOWN = 16;

/** Number of values that are not NaN. */
export const knownCount = (values: Float64Array): number =>
  values.reduce((n, y) => (Number.isNaN(y) ? n : n + 1), 0);
