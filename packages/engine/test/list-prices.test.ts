import { describe, expect, it } from 'vitest';
import { listPrices } from '../src/demand/list-prices.ts';

const none = Number.NaN;
const of = (...paid: number[]): number[] => [...listPrices(Float64Array.from(paid))];

describe('the price asked', () => {
  it('is the level that held for three days with sales, from the day after the last sale at the one before', () => {
    expect(of(10, 10, none, 10, none, none, 8, 8, none, 8)).toEqual([10, 10, 10, 10, 8, 8, 8, 8, 8, 8]);
  });

  it('is not the discount of one order, nor two', () => {
    expect(of(10, 10, 10, 7, 10, 10, 10, 8, 8, 10, 10, 10)).toEqual(new Array(12).fill(10));
  });

  it('does not tell on which day something was sold', () => {
    // every sale has its own price
    const paid = [none, 9, none, none, 11, 10, none, 12, none];
    expect(new Set(of(...paid)).size).toBe(1);
  });

  it('takes rounding for the same price', () => {
    expect(of(10, 10.04, 9.96, 10)).toEqual([10, 10, 10, 10]);
  });

  it('holds before the first sale and after the last, and is unknown where nothing was ever sold', () => {
    expect(of(none, 5, 5, 5, none)).toEqual([5, 5, 5, 5, 5]);
    expect(of(none, none)).toEqual([none, none]);
    expect(of()).toEqual([]);
  });
});
