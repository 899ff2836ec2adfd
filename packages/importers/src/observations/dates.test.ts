import { describe, expect, it } from 'vitest';
import { daysOf, isoWeekOf, readDates } from './dates.ts';

const read = (...values: string[]): (string | undefined)[] => {
  const result = readDates(values);
  if (!result.ok) return [result.reason];
  return Array.from(result.minutes, (minutes) => new Date(minutes * 60_000).toISOString().slice(0, 16));
};

describe('dates', () => {
  it('names ISO weeks as it reads them', () => {
    const weeks = ['2020-W53', '2021-W01', '2024-W01', '2024-W52', '2025-W01', '1969-W01'];
    const result = readDates(weeks);
    expect(result.ok && Array.from(result.minutes, (minutes) => isoWeekOf(minutes / 1440))).toEqual(weeks);
  });

  it('reads the usual forms', () => {
    expect(
      read(
        '2024-02-29',
        '2024/2/9',
        '20240209',
        '2024-05-01 09:58:12 +0000',
        '2024-05-01T09:58:12.5Z',
        '2024-05',
        '2024-Q3',
        '2024-W01',
        '2020-W53',
        '2024',
      ),
    ).toEqual([
      '2024-02-29T00:00',
      '2024-02-09T00:00',
      '2024-02-09T00:00',
      '2024-05-01T09:58',
      '2024-05-01T09:58',
      '2024-05-01T00:00',
      '2024-07-01T00:00',
      '2024-01-01T00:00',
      '2020-12-28T00:00',
      '2024-01-01T00:00',
    ]);
  });

  it('decides day first or month first for the whole column', () => {
    expect(read('01/02/2024', '13/02/2024')).toEqual(['2024-02-01T00:00', '2024-02-13T00:00']);
    expect(read('01/02/2024', '02/13/2024')).toEqual(['2024-01-02T00:00', '2024-02-13T00:00']);
    expect(read('01.02.2024')).toEqual(['2024-02-01T00:00']);
    expect(read('05/05/2024')).toEqual(['2024-05-05T00:00']);
  });

  it('asks where both readings fit, and refuses a column that needs both', () => {
    expect(read('01/02/2024')[0]).toMatch(/day first or month first/);
    expect(read('13/02/2024', '02/13/2024')[0]).toMatch(/does not fit the order/);
  });

  it.each([
    '2023-02-29',
    '2024-13-01',
    '2024-01-01 25:00',
    'soon',
    '1/1',
    '2024-W54',
    '2023-W53',
    '2024-W00',
  ])('refuses %s', (text) => {
    expect(read(text)[0]).toMatch(/is not a date/);
  });

  it('counts days before 1970 and in the first century', () => {
    expect(daysOf(1969, 12, 31)).toBe(-1);
    expect(daysOf(50, 1, 1)).toBeLessThan(-700_000);
  });
});
