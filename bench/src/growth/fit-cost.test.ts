import { describe, expect, it } from 'vitest';
import { costOf, fitCost } from './fit-cost.ts';

const points = (formula: Parameters<typeof costOf>[0]) =>
  [
    [1000, 730],
    [10_000, 730],
    [100_000, 730],
    [5000, 90],
    [5000, 2000],
  ].map(([series = 0, days = 0]) => ({ series, days, cpuSeconds: costOf(formula, series, days) }));

describe('fitCost', () => {
  it('finds the formula that made the points', () => {
    const formula = { start: 1.5, training: 6, perSeries: 2e-4, perDay: 1.3e-6 };
    const fitted = fitCost(points(formula));
    expect(fitted.start).toBeCloseTo(1.5, 8);
    expect(fitted.training).toBeCloseTo(6, 8);
    expect(fitted.perSeries).toBeCloseTo(2e-4, 12);
    expect(fitted.perDay).toBeCloseTo(1.3e-6, 14);
  });

  it('leaves out what would cost less than nothing', () => {
    const fitted = fitCost(points({ start: 1, training: 2, perSeries: -1e-5, perDay: 1e-6 }));
    expect(fitted.perSeries).toBe(0);
    expect(fitted.perDay).toBeGreaterThan(0);
  });
});
