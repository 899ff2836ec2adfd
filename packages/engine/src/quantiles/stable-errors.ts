import type { StandardErrors } from './residual-distribution.ts';

/** Share of zeros among the outcomes beyond which demand comes and goes: no scale makes its errors alike. */
const MOST_ZEROS = 0.02;

/**
 * The scale on which errors of this power are about the same size at every level and about as far up as down: as they
 * are, between square roots, or between logarithms (Box & Cox 1964). A bound at zero then needs no care of its own, and a
 * sale five times as large as forecast does not say that less than nothing may be sold.
 */
export function toErrorScale(y: number, power: number, floor: number): number {
  if (power === 0) return y;
  const level = Math.max(0, y) + floor;
  return power === 1 ? Math.log(level) : 2 * Math.sqrt(level);
}

/** The value at `z` of `toErrorScale`. */
export function fromErrorScale(z: number, power: number, floor: number): number {
  if (power === 0) return z;
  return (power === 1 ? Math.exp(z) : (Math.max(0, z) / 2) ** 2) - floor;
}

/**
 * Errors on the scale of `toErrorScale`, growth taken out, ascending; undefined where that is the values' own scale, and where
 * many outcomes are zero.
 */
export function stableErrors(
  { errors, forecasts, horizon, growths, power, floor }: StandardErrors,
  skip: (window: number) => boolean,
): Float64Array | undefined {
  if (power === 0) return undefined;
  const found = new Float64Array(errors.length);
  let count = 0;
  let zeros = 0;
  for (let start = 0; start < errors.length; start += horizon) {
    if (skip(start / horizon)) continue;
    for (let k = 0; k < horizon; k++) {
      const e = errors[start + k];
      if (Number.isNaN(e)) continue;
      const f = forecasts[start + k];
      if (f + e <= 1e-9) zeros++;
      found[count++] =
        (toErrorScale(f + e, power, floor) - toErrorScale(f, power, floor)) / growths[start + k];
    }
  }
  return zeros > MOST_ZEROS * count ? undefined : found.subarray(0, count).sort();
}
