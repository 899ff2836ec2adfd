import { describe, expect, it } from 'vitest';
import { findPeriods, isSumHeading } from './find-periods.ts';
import { readPeriodHeading } from './period-heading.ts';

const read = (heading: string): string | undefined => {
  const found = readPeriodHeading(heading);
  return found && `${found.unit} ${found.date}`;
};

describe('a heading', () => {
  it.each([
    ['2024-01-31', 'day 2024-01-31'],
    ['2024/1/3', 'day 2024-01-03'],
    ['2024-01-31 00:00:00', 'day 2024-01-31'],
    ['20240131', 'day 2024-01-31'],
    ['31.01.2024', 'day 31.01.2024'],
    ['1/5/24', 'day 1/5/2024'],
    ['12/31/2024', 'day 12/31/2024'],
    ['3 Jan 2024', 'day 2024-01-03'],
    ['03-Jan-24', 'day 2024-01-03'],
    ['3. März 2024', 'day 2024-03-03'],
    ['Jan 3, 2024', 'day 2024-01-03'],
    ['2024-01', 'month 2024-01-01'],
    ['01/2024', 'month 2024-01-01'],
    ['Jan 2024', 'month 2024-01-01'],
    ["Feb '24", 'month 2024-02-01'],
    ['Mär-24', 'month 2024-03-01'],
    ['août 2023', 'month 2023-08-01'],
    ['2024 December', 'month 2024-12-01'],
    ['2024-W05', 'week 2024-01-29'],
    ['KW 5 2024', 'week 2024-01-29'],
    ['Week 5, 2024', 'week 2024-01-29'],
    ['2020W53', 'week 2020-12-28'],
  ])('%s names %s', (heading, expected) => expect(read(heading)).toBe(expected));

  it.each([
    ...[
      '',
      'SKU',
      'd_1',
      '2024',
      'Jan',
      '2024-13',
      '2024-02-30',
      '2024-W54',
      '2023-W53',
      '31.31.2024',
      '13/2024',
    ],
    ...[
      'Margin 2024',
      'Model 24',
      '19790101',
      '12345678',
      '45292',
      '2024-01-31 08:30',
      'Q1 2024',
      'Summer 24',
    ],
  ])('"%s" names no period', (heading) => expect(read(heading)).toBeUndefined());
});

describe('a wide table', () => {
  it('has at least three columns of one kind of period', () => {
    expect(findPeriods(['SKU', 'Name', '2024-01', '2024-02', 'Total', '2024-03'])).toMatchObject({
      unit: 'month',
      columns: [
        { index: 2, header: '2024-01', date: '2024-01-01' },
        { index: 3, header: '2024-02', date: '2024-02-01' },
        { index: 5, header: '2024-03', date: '2024-03-01' },
      ],
    });
    expect(findPeriods(['SKU', '2024-01', '2024-02'])).toBeUndefined();
    expect(findPeriods(['SKU', '2024-01-01', '2024-02', '2024-03', '2024-04'])).toBeUndefined();
    expect(findPeriods(['item', 'date', 'quantity'])).toBeUndefined();
  });

  it('has months where its dates are the first or the last of each', () => {
    const unit = (...dates: string[]) => findPeriods(['SKU', ...dates])?.unit;
    expect(unit('2024-01-01', '2024-02-01', '2024-03-01')).toBe('month');
    expect(unit('2023-12-31', '2024-01-31', '2024-02-29')).toBe('month');
    expect(unit('2024-03-01', '2024-02-01', '2024-01-01')).toBe('month');
    expect(unit('2024-01-01', '2024-02-01', '2024-04-01')).toBe('month');
    expect(unit('2024-01-01', '2024-04-01', '2024-07-01')).toBe('day');
    expect(unit('2024-01-01', '2024-01-31', '2024-02-01')).toBe('day');
    expect(unit('01/02/2024', '01/03/2024', '01/04/2024')).toBe('day');
  });

  it('has no years in numbers that change from column to column', () => {
    const unit = (heads: string[]) => findPeriods(['SKU', ...heads])?.unit;
    const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
    expect(unit(numbers(1, 31).map((day) => `Jan ${day}`))).toBeUndefined();
    expect(
      unit([...numbers(10, 31).map((day) => `Jan-${day}`), ...numbers(10, 28).map((day) => `Feb-${day}`)]),
    ).toBeUndefined();
    expect(unit(['Set 10', 'Set 20', 'Set 30'])).toBeUndefined();
    expect(unit(numbers(15, 31).map((day) => `24-01-${day}`))).toBeUndefined();
    expect(unit(['S1 2023', 'S2 2023', 'S1 2024', 'S2 2024'])).toBeUndefined();
    expect(unit(['Nov-23', 'Dec-23', 'Jan-24', 'Feb-24'])).toBe('month');
    expect(unit(['1/5/24', '1/6/24', '1/7/24'])).toBe('day');
  });

  it('says which two headings are of one period', () => {
    expect(findPeriods(['SKU', 'Jan 24', 'Feb 24', '2024-01'])?.repeated).toEqual(['Jan 24', '2024-01']);
  });

  it('tells sums from properties of the item', () => {
    for (const sum of ['Total', 'Grand total', '2023', 'FY2024', 'Q1', 'Q3 2024', 'Summe', 'YTD'])
      expect(isSumHeading(sum), sum).toBe(true);
    for (const other of ['SKU', 'Category', 'Summer', 'Totally Bamboo', 'Quality', 'Q-tips'])
      expect(isSumHeading(other), other).toBe(false);
  });
});
