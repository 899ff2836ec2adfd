import type { KnownColumn, Panel } from '@ordernimbus/engine';
import { describe, expect, it } from 'vitest';
import { basePriceOn, moneyOf, pricesOf } from './scenario-money.ts';

/** Two days of history, three ahead. */
const panel = (columns: Record<string, number[]> = {}): Panel => ({
  values: Float64Array.of(5, 5),
  offsets: Uint32Array.of(0, 2),
  keys: ['A|L'],
  lastDay: 100,
  covariates: {
    starts: Uint32Array.of(0, 5),
    known: Object.entries(columns).map(
      ([name, values]): KnownColumn => ({ name, kind: 'number', values: Float32Array.from(values) }),
    ),
    attributes: [],
  },
});
const span = { days: 2, cutoff: 100, first: 102, last: 103, cataloguePriceMinor: 200 };
const plan = (mean: number[], columns?: Record<string, number[]>) => ({ panel: panel(columns), mean });

describe('the money of a scenario', () => {
  it("is the units of the changed days at the calendar's price", () => {
    const usual = plan([9, 10, 10], { price: [300, 300, 300, 300, 300] });
    const other = plan([9, 20, 15], { price: [300, 300, 300, 240, 240] });
    expect(moneyOf(usual, other, span)).toEqual({ baselineMinor: 6000, scenarioMinor: 8400 });
  });
  it("is that of the catalogue's price where the calendar has none, less discounts", () => {
    const usual = plan([9, 10, 10]);
    const promoted = plan([9, 20, 20], { discount: [0, 0, 0, 0.25, 0.25] });
    expect(moneyOf(usual, promoted, span)).toEqual({ baselineMinor: 4000, scenarioMinor: 6000 });
  });
  it('is not made up where no price is known', () => {
    const free = { ...span, cataloguePriceMinor: null };
    expect(moneyOf(plan([1, 1, 1]), plan([2, 2, 2]), free)).toBeNull();
  });
});

describe('the price of a scenario', () => {
  const price = (baseline: number[], scenario: number[]) =>
    pricesOf(panel({ price: baseline }), panel({ price: scenario }), span);

  it('is that of its days', () => {
    expect(price([300, 300, 300, 300, 300], [300, 300, 300, 240, 240])).toEqual({
      baselineMinor: 300,
      scenarioMinor: 240,
      isAverage: false,
    });
  });
  it('is their mean where a planned price holds on some of them', () => {
    expect(price([1000, 1000, 1000, 1000, 600], [1000, 1000, 1000, 800, 600])).toEqual({
      baselineMinor: 800,
      scenarioMinor: 700,
      isAverage: true,
    });
  });
  it('is not made up for days without one', () => {
    expect(pricesOf(panel(), panel(), span)).toBeNull();
    expect(price([1, 1, 1, 1, Number.NaN], [1, 1, 1, 1, 1])).toBeNull();
  });
  it('counts from before the discount of a promotion, which is taken off again', () => {
    const promoted = panel({ price: [300, 300, 300, 240, 300], discount: [0, 0, 0, 0.2, 0] });
    expect(basePriceOn(promoted, span, 102)).toBeCloseTo(300, 3);
    expect(basePriceOn(promoted, span, 103)).toBe(300);
    expect(basePriceOn(panel(), span, 102)).toBeNaN();
  });
});
