import { describe, expect, it } from 'vitest';
import { exponential, LARGEST_ARGUMENT } from '../../src/boost/exponential.ts';

describe('the exponential of the training', () => {
  it('is that of the language to 5 parts in 10^14, from end to end', () => {
    let worst = 0;
    const parts = 100_000;
    for (let i = -parts; i <= parts; i++) {
      const x = (LARGEST_ARGUMENT * i) / parts;
      worst = Math.max(worst, Math.abs(exponential(x) / Math.exp(x) - 1));
    }
    expect(worst).toBeLessThan(5e-14);
    expect(exponential(0)).toBe(1);
  });

  it('is the inverse of itself at the other sign, and no number beyond its table', () => {
    for (const x of [1e-12, 0.005, 0.0054, 1, Math.LN2 / 64, 7.5, 29.99]) {
      expect(exponential(x) * exponential(-x)).toBeCloseTo(1, 12);
    }
    for (const x of [Number.NaN, LARGEST_ARGUMENT + 1, -LARGEST_ARGUMENT - 1])
      expect(exponential(x)).toBeNaN();
  });
});
