import type { CalendarMark } from '@ordernimbus/contracts';
import { describe, expect, it } from 'vitest';
import { fanMark } from './calendar-marks.ts';

const mark = (changes: Partial<CalendarMark>) =>
  fanMark(
    {
      kind: 'promotion',
      name: 'Week offer',
      fromDay: '2026-12-01',
      toDay: '2026-12-07',
      discountPercent: null,
      priceMinor: null,
      closed: false,
      inForecast: true,
      ...changes,
    },
    'GBP',
  );

describe('marks of the calendar', () => {
  it('say what happens on their days', () => {
    expect(mark({ discountPercent: 20 })).toEqual({
      from: '2026-12-01',
      to: '2026-12-07',
      name: 'Week offer',
      detail: '20% off',
    });
    expect(mark({}).detail).toBe('promotion');
    expect(mark({ kind: 'holiday', name: 'Christmas Day' }).detail).toBe('holiday');
    expect(mark({ kind: 'event', closed: true }).detail).toBe('closed');
    expect(mark({ kind: 'price', name: '', priceMinor: 250 })).toMatchObject({
      name: 'New price',
      detail: '£2.50',
    });
  });
  it('say when the forecast does not know them', () => {
    expect(mark({ inForecast: false }).detail).toBe('promotion, not in this forecast yet');
  });
});
