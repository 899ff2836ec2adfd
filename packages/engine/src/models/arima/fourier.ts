import type { Regressors } from './regression.ts';

/** Sine and cosine of the first `harmonics` of a period, steps 0 .. `length` - 1. */
export function fourierTerms(period: number, harmonics: number, length: number): Regressors {
  const columns = 2 * harmonics;
  const values = new Float64Array(length * columns);
  for (let t = 0; t < length; t++) {
    for (let h = 1; h <= harmonics; h++) {
      // The phase is taken within the period, so that a late step has no rounding.
      const angle = (2 * Math.PI * ((h * t) % period)) / period;
      values[t * columns + 2 * h - 2] = Math.sin(angle);
      values[t * columns + 2 * h - 1] = Math.cos(angle);
    }
  }
  return { columns, values };
}
