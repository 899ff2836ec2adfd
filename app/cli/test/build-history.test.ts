import type { Frequency } from '@ordernimbus/engine';
import type { ObservationRow } from '@ordernimbus/importers/observations';
import { describe, expect, it } from 'vitest';
import { buildHistory } from '../src/panel/build-history.ts';

const unknown = Number.NaN;
const row = (step: number, quantity: number, rest: Partial<ObservationRow> = {}): ObservationRow => ({
  series: 0,
  step,
  quantity,
  inStock: unknown,
  open: unknown,
  fromFuture: false,
  known: [],
  ...rest,
});
const valuesOf = (rows: ObservationRow[], cutoff: number, frequency: Frequency = 'D'): number[] => [
  ...buildHistory(rows, cutoff, frequency).values,
];

describe('history of a series', () => {
  it('is zero on missing days after the first sale and up to the cut-off', () => {
    expect(valuesOf([row(1, 0), row(3, 2), row(5, 4)], 7)).toEqual([2, 0, 4, 0, 0]);
  });

  it('is unknown in a hole of a series that writes its zeros down', () => {
    const rows = [row(0, 5), row(1, 0), row(2, 0), row(4, 6)];
    expect(valuesOf(rows, 5)).toEqual([5, 0, 0, unknown, 6, 0]);
  });

  it('is unknown in a hole when the file says when the shop is open', () => {
    expect(valuesOf([row(0, 5, { open: 1 }), row(2, 6, { open: 1 })], 2)).toEqual([5, unknown, 6]);
  });

  it('is unknown when out of stock, closed, or without a quantity', () => {
    const rows = [
      row(0, 5, { inStock: 1, open: 1 }),
      row(1, 0, { inStock: 0, open: 1 }),
      row(2, 0, { inStock: 1, open: 0 }),
      row(3, 2, { inStock: 1, open: 0 }),
      row(4, unknown, { inStock: 1, open: 1 }),
    ];
    expect(valuesOf(rows, 4)).toEqual([5, unknown, unknown, 2, unknown]);
  });

  it('takes a negative day as no demand, and counts it', () => {
    const history = buildHistory([row(0, 5), row(1, -2), row(2, 3)], 2, 'D');
    expect([...history.values]).toEqual([5, 0, 3]);
    expect(history.negatives).toBe(1);
    expect(valuesOf([row(0, 5), row(1, -2)], 1, 'M')).toEqual([5, -2]);
  });

  it.each(['H', 'M', 'Q'] as const)(
    'is zero on missing steps of a series that lists its sales: %s',
    (frequency) => {
      const rows = [row(0, 6), row(4, 6), row(8, 6)];
      expect(valuesOf(rows, 9, frequency)).toEqual([6, 0, 0, 0, 6, 0, 0, 0, 6, 0]);
      expect(buildHistory(rows, 9, frequency).filledZeros).toBe(7);
      expect(valuesOf([...rows, row(9, 0), row(10, 0)], 10, frequency).slice(1, 4)).toEqual([
        unknown,
        unknown,
        unknown,
      ]);
    },
  );

  it('is zero after the last row where no row has come for long, and unknown where one may come yet', () => {
    const months = Array.from({ length: 6 }, (_, step) => row(step, 50));
    expect(valuesOf(months, 8, 'M').slice(6)).toEqual([0, 0, 0]);
    expect(valuesOf(months, 7, 'M').slice(6)).toEqual([unknown, unknown]);
    expect(valuesOf(months, 7, 'Q').slice(6)).toEqual([0, 0]);
    expect(valuesOf([...months, row(6, 0)], 9, 'M').slice(7)).toEqual([unknown, unknown, unknown]);
    expect(valuesOf(months, 172, 'H')[172]).toBe(unknown);
    expect(valuesOf(months, 173, 'H')[173]).toBe(0);
  });

  it('is unknown where months are missing, and keeps zeros before the first sale', () => {
    expect(valuesOf([row(0, 0), row(2, 3)], 3, 'M')).toEqual([0, unknown, 3, unknown]);
  });

  it('knows nothing after the cut-off except which days are closed', () => {
    const rows = [row(0, 5), row(1, 6), row(2, 9), row(3, unknown, { open: 0, fromFuture: true })];
    const history = buildHistory(rows, 1, 'D');
    expect([...history.values]).toEqual([5, 6]);
    expect([...history.closedSteps]).toEqual([3]);
  });

  it('keeps a series of zeros, and is empty when nothing is known', () => {
    expect(valuesOf([row(0, 0), row(1, 0)], 2)).toEqual([0, 0, 0]);
    expect(valuesOf([row(0, unknown)], 2)).toEqual([]);
  });
});

describe('days ahead of a shop that says when it is open', () => {
  /** Days 0 to 27: each seventh closed. */
  const weeks = (closedOn: (day: number) => boolean): ObservationRow[] =>
    Array.from({ length: 28 }, (_, day) => row(day, closedOn(day) ? 0 : 5, { open: closedOn(day) ? 0 : 1 }));
  const sundays = (day: number): boolean => day % 7 === 6;
  const closedAhead = (rows: ObservationRow[], frequency: Frequency = 'D'): number[] =>
    [...buildHistory(rows, 27, frequency, 14).closedSteps].filter((step) => step > 27);

  it('are closed on the day of the week that was closed four times in a row', () => {
    expect(closedAhead(weeks(sundays))).toEqual([34, 41]);
  });

  it('are open where their own row says so', () => {
    const fair = row(34, unknown, { open: 1, fromFuture: true });
    expect(closedAhead([...weeks(sundays), fair])).toEqual([41]);
  });

  it('are open on a day that was closed three times only, or sold something', () => {
    expect(closedAhead(weeks((day) => sundays(day) && day > 6))).toEqual([]);
    const sold = weeks(sundays);
    sold[20] = row(20, 3, { open: 0 });
    expect(closedAhead(sold)).toEqual([]);
  });

  it('are open after four weeks without trading at all: a refit of the shop ends', () => {
    expect(closedAhead(weeks(() => true))).toEqual([]);
  });

  it('have no week in weekly and monthly files, nor in files that do not say', () => {
    expect(closedAhead(weeks(sundays), 'W')).toEqual([]);
    expect(closedAhead(weeks(sundays).map((one) => ({ ...one, open: unknown })))).toEqual([]);
  });
});
