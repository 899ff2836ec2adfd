import type { CalendarInputRow } from '@ordernimbus/data';
import { describe, expect, it } from 'vitest';
import { writePricePath } from './price-path.ts';

const none = Number.NaN;
const plan = (
  from: number,
  priceMinor: number,
  changes: Partial<CalendarInputRow> = {},
): CalendarInputRow => ({
  kind: 'price',
  name: '',
  sku: 'A',
  category: null,
  location: null,
  from,
  to: null,
  discount: null,
  priceMinor,
  closed: false,
  ...changes,
});

function pathOf(
  observed: number[],
  plans: CalendarInputRow[],
  ahead: number,
  discount: number[] = [],
): number[] {
  const out = new Float32Array(observed.length + ahead);
  const off = Float64Array.from(out, (_, t) => discount[t] ?? none);
  writePricePath(100, Float64Array.from(observed), plans, off, out);
  return [...out];
}

describe('the price of every day', () => {
  it('is what was paid, carried over days without a sale and on to the planned change', () => {
    expect(pathOf([none, 10, none, 12, none], [plan(106, 15)], 3)).toEqual([10, 10, 10, 12, 12, 12, 15, 15]);
  });

  it('returns to what it was when a plan ends', () => {
    expect(pathOf([10, 10], [plan(103, 8, { to: 104 })], 5)).toEqual([10, 10, 10, 8, 8, 10, 10]);
  });

  it('of a later plan, and of one for the location alone, goes before others', () => {
    const plans = [plan(102, 20), plan(102, 30, { location: 'L' }), plan(104, 25)];
    expect(pathOf([10, 10], plans, 4)).toEqual([10, 10, 30, 30, 25, 25]);
  });

  it('is no promotion price afterwards, and less in a planned promotion', () => {
    const discount = [none, 0.2, none, none, 0.5, 0];
    expect(pathOf([10, 8, none], [], 3, discount)).toEqual([10, 8, 10, 10, 5, 10]);
  });

  it('of the past is what was paid, whatever was planned', () => {
    expect(pathOf([10, 11, none, none], [plan(101, 9)], 1)).toEqual([10, 11, 11, 11, 11]);
  });

  it('is unknown where nothing tells it', () => {
    expect(pathOf([none, none], [], 2)).toEqual([none, none, none, none]);
    expect(pathOf([none, none], [plan(103, 7)], 2)).toEqual([7, 7, 7, 7]);
  });
});
