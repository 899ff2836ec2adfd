import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyDemand } from '../src/demand/classify-demand.ts';
import { cleanDemand } from '../src/demand/clean-demand.ts';

test('missing days are zero only from the first sale to the cut-off', () => {
  const clean = cleanDemand({ days: [100, 103], sold: [2, 5], lastDay: 105 });
  expect(clean.firstDay).toBe(100);
  expect([...clean.values]).toEqual([2, 0, 0, 5, 0, 0]);
  expect(clean.lastSaleDay).toBe(103);
  expect(clean.quality).toMatchObject({ days: 6, saleDays: 2, zeroDays: 4, unknownDays: 0, closedDays: 0 });
});

test('out-of-stock days without a sale are unknown; a sale on such a day is kept', () => {
  const clean = cleanDemand({
    days: [100, 103],
    sold: [2, 5],
    unknown: [
      { from: 90, to: 101 },
      { from: 103, to: 104 },
    ],
    lastDay: 105,
  });
  expect([...clean.values]).toEqual([2, Number.NaN, 0, 5, Number.NaN, 0]);
  expect(clean.quality.unknownDays).toBe(2);
});

test('days on which the whole location did not trade are closed, not zero, and not counted twice', () => {
  const clean = cleanDemand({
    days: [100, 104],
    sold: [2, 1],
    unknown: [{ from: 101, to: 102 }],
    openDays: new Set([100, 101, 103, 104]),
    lastDay: 104,
  });
  expect([...clean.values]).toEqual([2, Number.NaN, Number.NaN, 0, 1]);
  expect(clean.quality).toMatchObject({ closedDays: 1, unknownDays: 1, zeroDays: 1 });
});

test('returns do not reduce their own day; a day of returns only is a day without a sale', () => {
  const clean = cleanDemand({ days: [100, 101, 102], sold: [5, 0, 3], returned: [4, 2, 0], lastDay: 102 });
  expect([...clean.values]).toEqual([5, 0, 3]);
  expect(clean.quality).toMatchObject({ returnDays: 2, returnedUnits: 6, saleDays: 2 });
});

test('what comes after the cut-off or is no quantity is left out and counted', () => {
  const clean = cleanDemand({ days: [99, 100, 101, 109], sold: [-1, 2, Number.NaN, 9], lastDay: 102 });
  expect([...clean.values]).toEqual([2, 0, 0]);
  expect(clean.quality.ignoredDays).toBe(3);
});

test('an item that was never sold has no history', () => {
  const clean = cleanDemand({ days: [100], sold: [0], returned: [1], lastDay: 102 });
  expect(clean.values.length).toBe(0);
  expect(clean.delisted).toBe(false);
});

test('delisted: silent for at least 91 known days and three times the longest pause', () => {
  const sold = Array.from({ length: 30 }, () => 3);
  const daily = Array.from({ length: 30 }, (_, i) => i);
  const gone = cleanDemand({ days: daily, sold, lastDay: 29 + 91 });
  expect(gone.delisted).toBe(true);
  expect(gone.values[29]).toBe(3);
  expect([...gone.values.subarray(30)].every(Number.isNaN)).toBe(true);
  expect(cleanDemand({ days: daily, sold, lastDay: 29 + 90 }).delisted).toBe(false);
  const slow = daily.map((day) => day * 40);
  expect(cleanDemand({ days: slow, sold, lastDay: 29 * 40 + 110 }).delisted).toBe(false);
  // Out of stock all the while: unknown, and no sign of an end.
  const out = { days: daily, sold, unknown: [{ from: 30, to: 200 }], lastDay: 200 };
  expect(cleanDemand(out).delisted).toBe(false);
});

test('outliers are flagged where they are and stay as they are', () => {
  const sold = Array.from({ length: 120 }, (_, i) => 10 + ((i * 37) % 7));
  sold[60] = 400;
  const clean = cleanDemand({ days: sold.map((_, i) => i), sold, lastDay: 119 });
  expect([...clean.outliers]).toEqual([60]);
  expect(clean.values[60]).toBe(400);
  expect(clean.quality.outliers).toBe(1);
});

test('a slow mover of ones has no outliers', () => {
  const days = Array.from({ length: 40 }, (_, i) => i * 9);
  const clean = cleanDemand({ days, sold: days.map(() => 1), lastDay: 360 });
  expect(clean.outliers.length).toBe(0);
});

test('the counts add up and the sales are all there', () => {
  const day = fc.record({ day: fc.integer({ min: 0, max: 300 }), sold: fc.integer({ min: 0, max: 9 }) });
  const range = fc.record({
    from: fc.integer({ min: 0, max: 300 }),
    length: fc.integer({ min: 0, max: 30 }),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(day, { selector: (d) => d.day, maxLength: 60 }),
      fc.array(range, { maxLength: 4 }),
      fc.array(fc.integer({ min: 0, max: 320 })),
      (list, ranges, open) => {
        list.sort((a, b) => a.day - b.day);
        const clean = cleanDemand({
          days: list.map((d) => d.day),
          sold: list.map((d) => d.sold),
          unknown: ranges.map((r) => ({ from: r.from, to: r.from + r.length })),
          openDays: new Set(open),
          lastDay: 320,
        });
        const { quality, values } = clean;
        let total = 0;
        for (const y of values) if (y > 0) total += y;
        expect(total).toBe(list.reduce((sum, d) => sum + d.sold, 0));
        expect(quality.saleDays + quality.zeroDays + quality.unknownDays + quality.closedDays).toBe(
          quality.days,
        );
        if (values.length > 0) expect(values[0]).toBeGreaterThan(0);
      },
    ),
    { seed: 5 },
  );
});

test.each([
  ['smooth', (t: number) => 10 + (t % 3)],
  ['erratic', (t: number) => (t % 5 === 0 ? 60 : 4)],
  ['intermittent', (t: number) => (t % 3 === 0 ? 2 : 0)],
  ['lumpy', (t: number) => (t % 3 === 0 ? (t % 15 === 0 ? 30 : 2) : 0)],
  ['empty', () => 0],
])('demand class %s', (wanted, of) => {
  expect(classifyDemand(Float64Array.from({ length: 60 }, (_, t) => of(t)))).toBe(wanted);
});

test('fewer than eight known values are short', () => {
  expect(classifyDemand(Float64Array.of(1, 2, Number.NaN, 3))).toBe('short');
});
