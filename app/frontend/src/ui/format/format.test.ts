import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, formatDayFrom, formatInstant } from './dates.ts';
import { toCsv, toTsv } from './delimited.ts';
import {
  formatBytes,
  formatChange,
  formatMoney,
  formatPart,
  formatRange,
  formatSeconds,
  formatUnits,
  minorUnits,
} from './numbers.ts';
import { readable } from './readable.ts';

describe('numbers', () => {
  it('keep a decimal only where it says something', () => {
    expect(formatUnits(0.42)).toBe('0.4');
    expect(formatUnits(12.42)).toBe('12');
    expect(formatUnits(3)).toBe('3');
    expect(formatUnits(null)).toBe('–');
  });
  it('write a range with an en dash and one unit, never below zero', () => {
    expect(formatRange(96, 141, 'units')).toBe('96–141 units');
    expect(formatRange(-2, 5)).toBe('0–5');
    expect(formatRange(4, 4)).toBe('4');
  });
  it('know the minor units of a currency', () => {
    expect(formatMoney(12_345, 'GBP')).toBe('£123.45');
    expect(formatMoney(12_345, 'JPY')).toBe('¥12,345');
    expect(formatMoney(1_234_567_00, 'GBP', 'compact')).toBe('£1.2M');
    expect(formatMoney(99_900, 'GBP', 'compact')).toBe('£999');
    expect(minorUnits(1.15, 'GBP')).toBe(115);
    expect(minorUnits(115, 'JPY')).toBe(115);
  });
  it('show a part that is there as more than none', () => {
    expect(formatPart(0.004)).toBe('< 1%');
    expect(formatPart(0.006)).toBe('1%');
    expect(formatPart(0)).toBe('0%');
  });
  it('give a change its sign, and none against nothing', () => {
    expect(formatChange(112, 100)).toBe('+12%');
    expect(formatChange(90, 100)).toBe('-10%');
    expect(formatChange(5, 0)).toBeNull();
  });
  it('say sizes in the largest fitting unit, one byte as one', () => {
    expect([0, 1, 57, 999, 1000, 2_345_678].map(formatBytes)).toEqual([
      '0 bytes',
      '1 byte',
      '57 bytes',
      '999 bytes',
      '1 kB',
      '2.3 MB',
    ]);
  });
  it('say durations in the largest fitting unit', () => {
    expect([0.3, 42, 200, 5400].map(formatSeconds)).toEqual(['under a second', '42 s', '3 min', '1.5 h']);
  });
});

describe('dates', () => {
  it('count calendar days across a clock change', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
  });
  it('are relative up to seven days', () => {
    expect(formatDayFrom('2026-11-24', '2026-11-23')).toBe('tomorrow');
    expect(formatDayFrom('2026-12-12', '2026-11-23')).toBe('Dec 12');
    const now = new Date('2026-11-23T12:00:00');
    expect(formatInstant(new Date('2026-11-23T11:30:00').toISOString(), now)).toBe('30 minutes ago');
    expect(formatInstant(new Date('2026-11-01T11:30:00').toISOString(), now)).toBe('Nov 1, 2026');
  });
});

describe('sentences of the API', () => {
  it('have days and shares as the screen has them', () => {
    expect(readable('12 items with sales from 2010-12-01 to 2011-09-30')).toBe(
      '12 items with sales from Dec 1, 2010 to Sep 30, 2011',
    );
    expect(readable('2.7 % of the units came back')).toBe('2.7% of the units came back');
    expect(readable('15.0 % of the items, SKU 2024-99-99')).toBe('15% of the items, SKU 2024-99-99');
  });
});

describe('delimited text', () => {
  it('quotes what must be quoted and disarms formulas', () => {
    expect(
      toCsv([
        ['a,b', 'say "x"', 1, null],
        ['=SUM(A1)', -3, '', undefined],
      ]),
    ).toBe('"a,b","say ""x""",1,\r\n\'=SUM(A1),-3,,\r\n');
  });
  it('keeps a cell in its cell when copied', () => {
    expect(
      toTsv([
        ['a\tb', 'c\nd'],
        [1, null],
      ]),
    ).toBe('a b\tc d\n1\t');
  });
});
