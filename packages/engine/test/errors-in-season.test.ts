import { describe, expect, it } from 'vitest';
import { prepareHistory } from '../src/prepare-history.ts';
import { errorsInSeason, type SeasonErrors } from '../src/quantiles/errors-in-season.ts';
import { fitDistribution } from '../src/quantiles/fit-distribution.ts';
import { GRID } from '../src/quantiles/grid.ts';
import type { Errors } from '../src/quantiles/residual-distribution.ts';
import type { Combination } from '../src/select/combine-models.ts';
import { normals, poissons } from './helpers.ts';

const HORIZON = 14;
const YEAR = 364;
/** Something that sells for 100 days a year; the history ends on the first of the third summer. */
const isSeason = (t: number): boolean => t % YEAR >= 140 && t % YEAR < 240;
const length = 2 * YEAR + 141;
const origins = Int32Array.from({ length: 10 }, (_, r) => length - 1 - HORIZON * (r + 1)).sort();

/** Windows in winter, all forecast as next to nothing, and rightly. */
const winter: Errors = {
  errors: new Float64Array(10 * HORIZON),
  forecasts: new Float64Array(10 * HORIZON).fill(0.01),
  horizon: HORIZON,
  independent: 10,
  chosen: 1,
  sizes: new Float64Array(10 * HORIZON).fill(1),
};

const knownOf = ({ errors }: Errors): number[] => Array.from(errors).filter((e) => !Number.isNaN(e));
const deviation = (errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);

describe('errors for a season that begins', () => {
  const draw = normals('summer');
  const values = Float64Array.from({ length }, (_, t) => (isSeason(t) ? 10 + 2 * draw() : 0));
  const ahead = new Float64Array(HORIZON).fill(10);
  const errorsOf = (history: Float64Array, unit: number | undefined): Errors =>
    (errorsInSeason(winter, history, ahead, 7, unit) as SeasonErrors).evidence;

  it('are those of earlier seasons where all windows lie before them', () => {
    const found = errorsOf(values, undefined);
    // what sold 10 with a deviation of 2 scatters so; the edges of the seasons are neighbours of nothing
    expect(deviation(knownOf(found))).toBeGreaterThan(1.6);
    expect(deviation(knownOf(found))).toBeLessThan(3.5);
    expect(found.errors.length % HORIZON).toBe(0);
    expect(found.sizes.length).toBe(found.errors.length);
    // nothing is left of the windows that were right about nothing
    expect(Array.from(found.errors.subarray(0, 140)).every(Number.isNaN)).toBe(true);
  });

  it('are half of the level, or what chance does to a count, where no season was seen', () => {
    const first = Float64Array.from({ length: 300 }, (_, t) => (t > 297 ? 10 : 0));
    expect(deviation(knownOf(errorsOf(first, undefined)))).toBeCloseTo(5, 6);
    expect(deviation(knownOf(errorsOf(first, 1)))).toBeCloseTo(Math.sqrt(10), 6);
  });

  it('are left alone where the windows tell of the level ahead, or the level ahead is as low', () => {
    const summer = { ...winter, forecasts: new Float64Array(10 * HORIZON).fill(8) };
    expect(errorsInSeason(summer, values, ahead, 7, undefined)).toBeUndefined();
    expect(
      errorsInSeason(winter, values, new Float64Array(HORIZON).fill(0.02), 7, undefined),
    ).toBeUndefined();
  });

  it('make ranges of a count as wide as chance at least, in place of certainty', () => {
    const sold = Float64Array.from({ length }, (_, t) => (isSeason(t) ? poissons(`day ${t}`, 8)() : 0));
    const history = prepareHistory(sold, sold.length);
    if (!history.ok) throw new Error(history.detail);
    const mean = new Float64Array(HORIZON).fill(8 / history.unit);
    const combination = {
      weights: [],
      mean,
      evidence: new Float64Array(10 * HORIZON).fill(0.01),
      plan: { origins, reported: new Int32Array(0), refits: new Int32Array(0) },
    } as unknown as Combination;
    const grid = fitDistribution(history, combination, HORIZON, 7).gridOf(mean);
    const at = (p: number): number => (grid[GRID.indexOf(p) * HORIZON] as number) * history.unit;
    // Poisson's with a mean of 8: 3 .. 14
    expect(at(0.025)).toBeLessThanOrEqual(4);
    expect(at(0.975)).toBeGreaterThanOrEqual(13);
    expect(at(0.975)).toBeLessThan(30);
    // what is still winter ahead has the errors of winter, and so have the windows
    const turning = mean.map((f, k) => (k < 7 ? 0 : f));
    const turned = fitDistribution(history, { ...combination, mean: turning }, HORIZON, 7);
    const high = GRID.indexOf(0.975) * HORIZON;
    const { [high]: now, [high + 10]: later } = turned.gridOf(turning);
    expect((now as number) * history.unit).toBeLessThanOrEqual(1);
    expect((later as number) * history.unit).toBeGreaterThanOrEqual(13);
    const window = turned.gridOfWindow(new Float64Array(HORIZON), 3);
    expect((window[high] as number) * history.unit).toBeLessThanOrEqual(1);
  });
});
