import type { CalendarInputRow } from '@ordernimbus/data';
import { describe, expect, it } from 'vitest';
import type { FrozenCalendar } from '../runs/calendar/frozen-calendar.ts';
import { withoutAhead } from './ahead-effects.ts';

const cutoff = 1000;
const entry = (changes: Partial<CalendarInputRow>): CalendarInputRow => ({
  kind: 'promotion',
  name: 'Offer',
  sku: null,
  category: null,
  location: null,
  from: 900,
  to: 906,
  discount: null,
  priceMinor: null,
  closed: false,
  ...changes,
});
const calendar: FrozenCalendar = {
  entries: [
    entry({}),
    entry({ from: 998, to: 1004 }),
    entry({ from: 1010, to: 1016 }),
    entry({ kind: 'event', name: 'Stocktaking', from: 1020, to: 1020, closed: true }),
    entry({ kind: 'event', name: 'Fair', from: 1030, to: 1031 }),
    entry({ kind: 'price', name: '', from: 950, to: null, priceMinor: 300 }),
    entry({ kind: 'price', name: '', from: 1040, to: null, priceMinor: 400 }),
  ],
  holidays: {
    GB: [
      [990, 'Boxing Day'],
      [1050, 'Easter Monday'],
    ],
  },
  places: { L1: 'GB' },
};
const spans = (of: FrozenCalendar) => of.entries.map(({ from, to }) => [from, to]);

describe('the calendar without what lies ahead', () => {
  it('ends what goes on, and keeps every other kind and the past', () => {
    const without = withoutAhead(calendar, 'promotion', cutoff);
    expect(spans(without).slice(0, 3)).toEqual([
      [900, 906],
      [998, 1000],
      [0, 0],
    ]);
    expect(spans(without).slice(3)).toEqual(spans(calendar).slice(3));
    expect(without.holidays).toEqual(calendar.holidays);
  });
  it('tells closed days from events, and keeps a price that holds', () => {
    expect(spans(withoutAhead(calendar, 'closed', cutoff)).slice(3, 5)).toEqual([
      [0, 0],
      [1030, 1031],
    ]);
    expect(spans(withoutAhead(calendar, 'event', cutoff)).slice(3, 5)).toEqual([
      [1020, 1020],
      [0, 0],
    ]);
    expect(spans(withoutAhead(calendar, 'price', cutoff)).slice(5)).toEqual([
      [950, null],
      [0, 0],
    ]);
  });
  it('keeps the names of holidays, whose codes the model learnt', () => {
    expect(withoutAhead(calendar, 'holiday', cutoff).holidays.GB).toEqual([
      [990, 'Boxing Day'],
      [0, 'Easter Monday'],
    ]);
  });
});
