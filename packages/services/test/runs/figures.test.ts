import { probabilities } from '@ordernimbus/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeSentence } from '../../src/forecasts/compose-sentence.ts';
import { dayNumber, isoDay, weekdayOf } from '../../src/runs/calendar-days.ts';
import { createContentDigest } from '../../src/runs/frozen-partition.ts';
import { computeNodeQuantiles, computeScaledErrors, computeTotal28 } from '../../src/runs/node-quantiles.ts';
import { computeClosedDays } from '../../src/runs/open-days.ts';
import { createChance } from './sales-fixture.ts';

describe('intervals of a sum', () => {
  const numbers = (length: number) =>
    fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: length, maxLength: length });

  it('never cross and are never negative', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ actual: numbers(14), mean: numbers(14) }), { maxLength: 3 }),
        numbers(30),
        (windows, mean) => {
          const rows = computeNodeQuantiles(mean, computeScaledErrors(windows), probabilities, 14);
          expect(rows).toHaveLength(7 * 30);
          for (let day = 0; day < 30; day++) {
            for (let q = 0; q < 7; q++) {
              expect(rows[q * 30 + day]).toBeGreaterThanOrEqual(
                q === 0 ? 0 : (rows[(q - 1) * 30 + day] as number),
              );
            }
          }
          const total = computeTotal28(mean, windows);
          expect(total.low).toBeLessThanOrEqual(total.mean);
          expect(total.high).toBeGreaterThanOrEqual(total.mean);
        },
      ),
    );
  });

  it('hold the share they promise when the errors are alike from window to window', () => {
    const chance = createChance(7);
    const day = () => 100 * (0.8 + 0.4 * chance());
    let inside = 0;
    const trials = 400;
    for (let trial = 0; trial < trials; trial++) {
      const window = () => ({
        mean: new Array<number>(28).fill(100),
        actual: Array.from({ length: 28 }, day),
      });
      const errors = computeScaledErrors([window(), window(), window()]);
      const rows = computeNodeQuantiles(new Array<number>(28).fill(100), errors, probabilities, 28);
      const actual = day();
      if (actual >= (rows[28] as number) && actual <= (rows[5 * 28] as number)) inside++;
    }
    // 80 % of 400, give or take three standard errors
    expect(inside / trials).toBeGreaterThan(0.74);
    expect(inside / trials).toBeLessThan(0.86);
  });

  it('follow the stated formula', () => {
    const windows = [{ mean: [10, 10], actual: [8, 13] }];
    expect(computeScaledErrors(windows)).toEqual([-0.2, 0.3]);
    const rows = computeNodeQuantiles([20, 20, 20, 20], [-0.2, 0.3], [0.1, 0.9], 2);
    // beyond two tested days the spread grows with the root of the distance: sqrt(4 / 2) at the fourth
    expect(rows.map((value) => Number(value.toFixed(3)))).toEqual([
      16,
      16,
      Number((20 - 4 * Math.sqrt(1.5)).toFixed(3)),
      Number((20 - 4 * Math.SQRT2).toFixed(3)),
      26,
      26,
      Number((20 + 6 * Math.sqrt(1.5)).toFixed(3)),
      Number((20 + 6 * Math.SQRT2).toFixed(3)),
    ]);
    const total = computeTotal28(new Array<number>(91).fill(1), [
      { mean: new Array<number>(28).fill(1), actual: new Array<number>(28).fill(1.1) },
    ]);
    // one window, 10 % off, t(0.9; 1) = 3.078
    expect(total.mean).toBeCloseTo(28, 9);
    expect(total.high - total.mean).toBeCloseTo(0.1 * 28 * 3.078, 6);
  });
});

describe('closed days', () => {
  const days = (count: number, skip: (day: number) => boolean) =>
    Array.from({ length: count }, (_, index) => 20_000 + index).filter((day) => !skip(day));
  const busy = (open: readonly number[]) => open.map(() => 50);

  it('are holidays of a busy location, but not its weekly day of rest', () => {
    const holiday = 20_010;
    const open = days(60, (day) => day === holiday || weekdayOf(day) === (weekdayOf(holiday) + 3) % 7);
    expect(computeClosedDays(open, busy(open), 20_059)).toEqual([holiday]);
  });

  it('are not claimed for a quiet location, where a day without a sale is ordinary', () => {
    const open = days(60, (day) => day % 5 === 0);
    expect(
      computeClosedDays(
        open,
        open.map(() => 2),
        20_059,
      ),
    ).toEqual([]);
    expect(computeClosedDays([], [], 20_059)).toEqual([]);
  });
});

describe('days', () => {
  it('go to numbers and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30_000, max: 60_000 }), (day) => dayNumber(isoDay(day)) === day),
    );
    expect(isoDay(0)).toBe('1970-01-01');
    expect(weekdayOf(dayNumber('2026-11-23'))).toBe(1);
    expect(weekdayOf(dayNumber('1969-12-28'))).toBe(0);
  });
});

describe('a content digest', () => {
  const digestOf = (parts: readonly (string | number[])[]) => {
    const digest = createContentDigest();
    for (const part of parts) typeof part === 'string' ? digest.text(part) : digest.numbers(part);
    return digest.hex();
  };

  it('is the same for the same content, whatever the bits of its unknowns, and keeps parts apart', () => {
    const odd = new Float64Array(new BigUint64Array([0x7ff8_dead_beef_0001n]).buffer);
    expect(digestOf([[...odd, 1]])).toBe(digestOf([[Number.NaN, 1]]));
    expect(digestOf(['ab', 'c'])).not.toBe(digestOf(['a', 'bc']));
    expect(digestOf([[1], [2]])).not.toBe(digestOf([[1, 2]]));
  });
});

describe('the sentence', () => {
  it('says the range in words', () => {
    expect(composeSentence({ mean: 118, low: 96.2, high: 140.7 }, 'in the next 28 days')).toBe(
      'You will likely sell 96–141 units in the next 28 days (8 in 10).',
    );
    expect(composeSentence({ mean: 1500, low: 1234.4, high: 2000 }, '')).toContain('1,234–2,000');
    expect(composeSentence({ mean: 0, low: 0, high: 0 }, '')).toContain('sell none');
    expect(composeSentence({ mean: 3, low: 3, high: 3 }, '')).toContain('about 3 ');
    expect(composeSentence({ mean: 3, low: 1.25, high: 3.5 }, '')).toContain('1.3–3.5');
  });
});
