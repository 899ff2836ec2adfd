import { describe, expect, it } from 'vitest';
import type { KnownColumn, Panel } from '../src/contract.ts';
import { calendarOf, writeCalendar } from '../src/panel-model/calendar.ts';
import { type FeaturePlan, planFeatures } from '../src/panel-model/feature-plan.ts';
import { FeatureWriter } from '../src/panel-model/feature-writer.ts';
import { frameSeries } from '../src/panel-model/series-frame.ts';
import { knownColumn, panelOfOne } from './known-columns.ts';

/** Days since 1970 of a date. */
const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

describe('the calendar of a panel, by hand', () => {
  const rowsOf = (values: Float32Array, width: number): number[][] =>
    Array.from({ length: values.length / width }, (_, r) => [...values.subarray(r * width, (r + 1) * width)]);

  it('of hours: the hour and the weekday, Monday = 0', () => {
    // 2024-02-29 was a Thursday
    const evening = dayOf('2024-02-29') + 22 / 24;
    expect(rowsOf(writeCalendar(evening, 'H', -1, 3), 2)).toEqual([
      [21, 3],
      [22, 3],
      [23, 3],
      [0, 4],
      [1, 4],
    ]);
  });

  it('of days: weekday, day of the month and of the year from 0, week of the month, and days from the feasts', () => {
    const none = Number.NaN;
    expect(rowsOf(writeCalendar(dayOf('2023-12-31'), 'D', -1, 2), 7)).toEqual([
      [5, 30, 364, 4, -2, none, none],
      [6, 31, 365, 4, -1, none, none],
      [0, 1, 0, 0, 0, none, none],
      [1, 2, 1, 0, 1, none, none],
    ]);
    // Easter was on 31 March
    expect(rowsOf(writeCalendar(dayOf('2024-03-20'), 'D', 0, 1), 7)).toEqual([
      [2, 20, 79, 2, 31, none, none],
      [3, 21, 80, 2, 31, none, -10],
    ]);
    expect(rowsOf(writeCalendar(dayOf('2024-04-02'), 'D', 0, 1), 7)).toEqual([
      [1, 2, 92, 0, 31, none, 2],
      [2, 3, 93, 0, 31, none, none],
    ]);
    // Black Friday was the 29th
    expect(rowsOf(writeCalendar(dayOf('2024-11-21'), 'D', 0, 1), 7)).toEqual([
      [3, 21, 325, 2, -31, none, none],
      [4, 22, 326, 3, -31, -7, none],
    ]);
  });

  it.each([
    ['2023-03-01', [1, 60, 31]],
    ['2024-03-01', [1, 60, 31]],
    ['2023-07-01', [1, 182, 31]],
    ['2023-07-02', [2, 183, -31]],
    ['2023-11-30', [30, 334, -31]],
    ['2023-12-01', [1, 335, -31]],
    ['2023-12-02', [2, 336, -30]],
    ['2023-12-24', [24, 358, -8]],
    ['2024-12-24', [24, 358, -8]],
  ])('%s has the same numbers in every year', (date, [ofMonth, ofYear, fromNewYear]) => {
    const [, day, dayOfYear, , days] = writeCalendar(dayOf(date), 'D', 0, 0);
    expect([day, dayOfYear, days]).toEqual([ofMonth, ofYear, fromNewYear]);
  });

  it('of weeks: the day of the year and of the month, seven days on, and days from the feasts that move', () => {
    const none = Number.NaN;
    expect(rowsOf(writeCalendar(dayOf('2023-12-24'), 'W', -1, 2), 4)).toEqual([
      [351, 17, none, none],
      [358, 24, none, none],
      [365, 31, none, none],
      [6, 7, none, none],
    ]);
    // Mondays before Easter on 31 March, and the one after it
    expect(rowsOf(writeCalendar(dayOf('2024-03-04'), 'W', 0, 5), 4).map(([, , , easter]) => easter)).toEqual([
      none,
      -20,
      -13,
      -6,
      1,
      none,
    ]);
    // Sundays around Black Friday on the 29th
    expect(rowsOf(writeCalendar(dayOf('2024-11-10'), 'W', 0, 4), 4).map(([, , friday]) => friday)).toEqual([
      none,
      -12,
      -5,
      2,
      none,
    ]);
  });

  it('of months and quarters: the month, also from a day that others lack', () => {
    expect([...writeCalendar(dayOf('2024-01-31'), 'M', -2, 3)]).toEqual([10, 11, 0, 1, 2, 3]);
    expect([...writeCalendar(dayOf('2023-10-31'), 'Q', -1, 3)]).toEqual([6, 9, 0, 3, 6]);
    expect([...writeCalendar(dayOf('2023-12-31'), 'Y', -1, 1)]).toEqual([11, 11, 11]);
  });
});

describe('the year before of a week', () => {
  const weeks = 130;
  const lastDay = dayOf('2024-11-04');
  const featuresAt = (length: number, monday: string): Map<string, number> => {
    /** Eight times as much in the week of Black Friday, from Monday 20 November 2023. */
    const values = Float64Array.from({ length }, (_, t) =>
      lastDay - 7 * (length - 1 - t) === dayOf('2023-11-20') ? 80 : 10,
    );
    const panel: Panel = { values, offsets: Uint32Array.of(0, length), keys: ['a|'], lastDay };
    const plan = planFeatures(panel, 'W') as FeaturePlan;
    const writer = new FeatureWriter(plan, calendarOf(panel, 'W', 1 - length, 8));
    writer.begin(frameSeries(panel, 0, plan), length - 1);
    const row = new Float32Array(writer.width);
    writer.write((dayOf(monday) - lastDay) / 7, row, 0);
    return new Map(plan.features.map(({ name }, f) => [name, row[f] as number]));
  };

  it.each(['year before', 'panel, years before: 1'])(
    '%s is read 53 weeks back around a later feast',
    (name) => {
      // means of three weeks, the middle one as far from Black Friday as this one
      expect(featuresAt(weeks, '2024-11-25').get(name)).toBeCloseTo(100 / 30, 5);
      expect(featuresAt(weeks, '2024-12-16').get(name)).toBeCloseTo(1, 5);
    },
  );

  it('is the same of a short series beside long ones and alone', () => {
    const [long, short] = [200, 30];
    const offsets = [0, long, long + short];
    const values = Float64Array.from({ length: long + short }, (_, t) => 10 + ((t * 37) % 23));
    const panel: Panel = {
      values,
      offsets: Uint32Array.from(offsets),
      keys: ['a|', 'b|'],
      lastDay: dayOf('2024-03-03'),
    };
    const plan = planFeatures(panel, 'W') as FeaturePlan;
    const rowOf = (longest: number): Float32Array[] => {
      const writer = new FeatureWriter(plan, calendarOf(panel, 'W', 1 - longest, 8));
      writer.begin(frameSeries(panel, 1, plan), short - 1);
      return [1, 2, 3, 4, 5, 6, 7, 8].map((step) => {
        const row = new Float32Array(writer.width);
        writer.write(step, row, 0);
        return row;
      });
    };
    expect(rowOf(short)).toEqual(rowOf(long));
    expect(plan.features.map(({ name }) => name)).toContain('panel, years before: 2');
  });

  it('is read 52 weeks back where feasts are not told', () => {
    const from = featuresAt(100, '2024-12-02');
    expect(from.get('days from Black Friday')).toBeNaN();
    expect(from.get('year before')).toBeCloseTo(1, 5);
    expect(featuresAt(weeks, '2024-12-02').get('year before')).toBeCloseTo(100 / 30, 5);
  });
});

describe('features of a known column, by hand', () => {
  const days = 500;
  const ahead = 14;
  const origin = 449;

  /** Features of a step ahead of the origin, by name. */
  function featuresOf(values: Float64Array, column: KnownColumn, step: number): Map<string, number> {
    const panel = panelOfOne(values, [column], ahead);
    const plan = planFeatures(panel, 'D') as FeaturePlan;
    const writer = new FeatureWriter(plan, undefined);
    writer.begin(frameSeries(panel, 0, plan), origin);
    const row = new Float32Array(writer.width);
    writer.write(step, row, 0);
    return new Map(plan.features.map(({ name }, f) => [name, row[f] as number]));
  }

  it('a price beside its mean over a year and over four weeks, and its highest of the year', () => {
    // 20 within the 364 days up to the origin, 40 on the day before them; 12 in the last week, 8 ahead
    const priceAt = (t: number): number => {
      if (t === origin - 364) return 40;
      if (t === origin - 354) return 20;
      if (t > origin) return 8;
      return t > origin - 7 ? 12 : 10;
    };
    const prices = knownColumn('price', priceAt, days + ahead);
    const found = featuresOf(new Float64Array(days).fill(5), prices, 3);
    expect(found.get('price to its year')).toBeCloseTo(8 / ((364 * 10 + 10 + 7 * 2) / 364), 5);
    expect(found.get('price to the recent')).toBeCloseTo(8 / ((21 * 10 + 7 * 12) / 28), 5);
    expect(found.get('price to the highest')).toBeCloseTo(8 / 20, 6);
    expect(found.get('price (log)')).toBeCloseTo(Math.log(8), 6);
  });

  it('a flag with the lift of its days, and what its last look-alikes sold', () => {
    // Flagged on the first day of each third week, from week 0 on: 30 units there, 12 on other days.
    const isFlagged = (t: number): boolean => t % 21 === 0;
    const flags = knownColumn('flag', (t) => (isFlagged(t) ? 1 : 0), days + ahead);
    const sold = (t: number): number => (isFlagged(t) ? (t === 441 ? 42 : 30) : 12);
    const values = Float64Array.from({ length: days }, (_, t) => sold(t));
    // of the last 365 days, 85 to 449, 17 are flagged (105, 126, ... 441), the last of them with 42
    const lift = (16 * 30 + 42) / 17 / 12;
    const step = 462 - origin;
    const found = featuresOf(values, flags, step);
    expect(found.get('flag lift')).toBeCloseTo(lift, 5);
    expect(found.get('flag')).toBe(1);
    const level = found.get('level (log)') ?? Number.NaN;
    expect(found.get('flag look-alikes 1')).toBeCloseTo(42 / Math.exp(level), 4);
    expect(found.get('flag look-alikes 4')).toBeCloseTo((42 + 3 * 30) / 4 / Math.exp(level), 4);
    expect(featuresOf(values, flags, step + 1).get('flag look-alikes 1')).toBeCloseTo(
      12 / Math.exp(level),
      4,
    );
  });
});
