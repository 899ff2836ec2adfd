import { describe, expect, it } from 'vitest';
import { sixDigits, sixDigitsIn } from './six-digits.ts';

describe('sixDigits', () => {
  it.each([
    [0.9377071770859934, 0.937707],
    [-0.00501677063485478, -0.00501677],
    [9.117028, 9.11703],
    [1_234_567, 1_234_570],
    [123_456.5, 123_457],
    [16.5, 16.5],
    [99_999.5, 99_999.5],
    [0, 0],
  ])('writes %d as %d', (value, rounded) => {
    expect(sixDigits(value)).toBe(rounded);
  });

  it('rounds the numbers of a record and leaves its texts and nulls', () => {
    expect(sixDigitsIn({ model: 'theta', weight: 1 / 3, loss: null })).toEqual({
      model: 'theta',
      weight: 0.333333,
      loss: null,
    });
  });
});
