import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, probabilityInterval, randomisedHit } from '../src/index.ts';

describe('coverage', () => {
  const probabilities = [0.1, 0.25, 0.5, 0.75, 0.9];

  it('places an outcome between quantiles, or over those that it equals', () => {
    expect(probabilityInterval(2.5, [1, 2, 3, 4, 5], probabilities)).toEqual([0.25, 0.5]);
    expect(probabilityInterval(9, [1, 2, 3, 4, 5], probabilities)).toEqual([0.9, 1]);
    expect(probabilityInterval(0, [0, 0, 0, 1, 2], probabilities)).toEqual([0, 0.625]);
    expect(probabilityInterval(1, [0, 0, 0, 1, 2], probabilities)).toEqual([0.625, 0.825]);
  });

  it('gives the share of that place inside an interval', () => {
    expect(randomisedHit([0.25, 0.5], 50)).toBe(1);
    expect(randomisedHit([0.75, 0.9], 50)).toBe(0);
    expect(randomisedHit([0, 0.5], 50)).toBe(0.5);
  });

  it('is never more than the hit of the closed interval, nor less than nothing', () => {
    const counts = fc.array(fc.nat({ max: 6 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.nat({ max: 8 }), counts, (actual, drawn) => {
        const quantiles = drawn.sort((a, b) => a - b);
        const hit = randomisedHit(probabilityInterval(actual, quantiles, probabilities), 80);
        const inside = actual >= (quantiles[0] as number) && actual <= (quantiles[4] as number);
        expect(hit).toBeGreaterThanOrEqual(0);
        expect(hit).toBeLessThanOrEqual(inside ? 1 : 1e-12);
      }),
    );
  });

  it('is nominal for a true forecast of counts, where the closed interval is not', () => {
    const random = createRandom(3, 'coverage');
    // Outcome 0, 1, 2, 3 with probability .6, .2, .15, .05: its true quantiles.
    const grid = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];
    const quantiles = [0, 0, 0, 0, 1, 2, 3];
    const total = { plain: 0, randomised: 0 };
    const draws = 20_000;
    for (let draw = 0; draw < draws; draw++) {
      const u = random();
      const y = u < 0.6 ? 0 : u < 0.8 ? 1 : u < 0.95 ? 2 : 3;
      total.plain += y >= 0 && y <= 2 ? 1 : 0;
      total.randomised += randomisedHit(probabilityInterval(y, quantiles, grid), 80);
    }
    expect(total.plain / draws).toBeGreaterThan(0.93);
    expect(Math.abs(total.randomised / draws - 0.8)).toBeLessThan(0.03);
  });
});
