import { createRandom } from '@ordernimbus/engine';
import { describe, expect, it } from 'vitest';
import { drawNegativeBinomial } from './draw-counts.ts';

const DRAWS = 40_000;

describe('draws of the negative binomial distribution', () => {
  it.each([
    [0.6, 0.3],
    [4, 5],
    [50, 8],
    [4, Number.POSITIVE_INFINITY],
    [200, Number.POSITIVE_INFINITY],
  ])('of mean %d and dispersion %d have that mean and the variance m + m²/k', (mean, dispersion) => {
    const random = createRandom(1, `${mean}|${dispersion}`);
    const drawn = Float64Array.from({ length: DRAWS }, () => drawNegativeBinomial(mean, dispersion, random));
    const average = drawn.reduce((sum, y) => sum + y, 0) / DRAWS;
    const squares = drawn.map((y) => (y - average) ** 2);
    const variance = squares.reduce((sum, one) => sum + one, 0) / DRAWS;
    // standard error of the variance from the fourth moment of the draws themselves
    const fourth = squares.reduce((sum, one) => sum + one * one, 0) / DRAWS;
    const truth = mean + mean ** 2 / dispersion;
    expect(drawn.every((y) => Number.isInteger(y) && y >= 0)).toBe(true);
    expect(Math.abs(average - mean)).toBeLessThan(3 * Math.sqrt(truth / DRAWS));
    expect(Math.abs(variance - truth)).toBeLessThan(3 * Math.sqrt((fourth - variance ** 2) / DRAWS));
  });

  it('of mean 0 are 0', () => {
    const random = createRandom(1, 'nothing');
    expect(Array.from({ length: 20 }, () => drawNegativeBinomial(0, 5, random)).every((y) => y === 0)).toBe(
      true,
    );
  });
});
