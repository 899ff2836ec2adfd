import { describe, expect, it } from 'vitest';
import { createCalendar, inferFrequency, lastStepUpTo, type StepFrequency } from './calendar.ts';
import { readDates } from './dates.ts';

/** The last weekday of each month, and the 30th, which February has not. */
const lastWeekdays = ['2024-01-31', '2024-02-29', '2024-03-29', '2024-04-30', '2024-05-31', '2024-06-28'];
const thirtieths = ['2023-01-30', '2023-02-28', '2023-03-30', '2023-04-30', '2023-05-30', '2023-06-30'];

const minutesOf = (...texts: string[]): Float64Array => {
  const read = readDates(texts);
  if (!read.ok) throw new Error(read.reason);
  return read.minutes;
};

describe('frequency', () => {
  it.each<[StepFrequency, string[]]>([
    ['D', ['2024-01-01']],
    ['D', ['2024-01-01', '2024-01-02', '2024-01-05']],
    ['W', ['2024-01-03', '2024-01-10', '2024-02-07']],
    ['M', ['2024-01-01', '2024-02-01', '2024-04-01']],
    ['M', ['2024-01-31', '2024-02-29', '2024-03-31']],
    ['M', lastWeekdays],
    ['M', thirtieths],
    ['D', lastWeekdays.slice(0, 5)],
    ['D', thirtieths.slice(0, 5)],
    ['D', [...lastWeekdays, '2024-06-27']],
    ['Q', ['2023-01-01', '2023-04-01', '2023-07-01']],
    ['Y', ['2019-12-31', '2020-12-31', '2021-12-31']],
    ['H', ['2024-01-01 00:00', '2024-01-01 01:00']],
    ['H', ['2024-01-01 13:00']],
    ['H', ['2024-01-01 09:00', '2024-01-02 10:00']],
    ['D', ['2024-01-01 23:30', '2024-01-02 23:30', '2024-01-05 23:30']],
    ['W', ['2024-01-01 12:00', '2024-01-08 12:00']],
  ])('infers %s', (expected, texts) => {
    expect(inferFrequency(minutesOf(...texts))).toBe(expected);
  });
});

describe('calendar', () => {
  it.each<[StepFrequency, string[], string[]]>([
    ['D', ['2024-02-28'], ['2024-02-29', '2024-03-01']],
    ['W', ['2024-01-03', '2024-01-10'], ['2024-01-10', '2024-01-17']],
    ['M', ['2024-01-31', '2024-02-29'], ['2024-02-29', '2024-03-31']],
    ['M', ['2023-12-15'], ['2024-01-15', '2024-02-15']],
    ['M', lastWeekdays, ['2024-02-29', '2024-03-29']],
    ['M', thirtieths, ['2023-02-28', '2023-03-30']],
    ['Q', ['2023-02-01', '2023-11-01'], ['2023-05-01', '2023-08-01']],
    ['Y', ['2019-06-30', '2020-06-30'], ['2020-06-30', '2021-06-30']],
    ['H', ['1969-12-31 23:00'], ['1970-01-01 00:00:00', '1970-01-01 01:00:00']],
  ])('%s: names the steps after the first date in the style of the input', (frequency, texts, next) => {
    const minutes = minutesOf(...texts);
    const calendar = createCalendar(frequency, minutes);
    const first = calendar.stepOf(minutes[0] as number);
    expect([calendar.nameOf(first + 1), calendar.nameOf(first + 2)]).toEqual(next);
    expect(calendar.nameOf(first).slice(0, 10)).toBe(texts[0]?.slice(0, 10));
  });

  it('begins weeks on Monday when the dates have several weekdays', () => {
    const minutes = minutesOf('2024-01-03', '2024-01-07', '2024-01-08');
    const calendar = createCalendar('W', minutes);
    expect(Array.from(minutes, (value) => calendar.nameOf(calendar.stepOf(value)))).toEqual([
      '2024-01-01',
      '2024-01-01',
      '2024-01-08',
    ]);
  });
});

describe('cut-off', () => {
  it.each<[StepFrequency, string[], string, string]>([
    ['D', ['2024-01-01'], '2024-03-05', '2024-03-05'],
    ['H', ['2024-01-01 05:00'], '2024-01-01', '2024-01-01 23:00:00'],
    ['H', ['2024-01-01 05:00'], '2024-01-01 07:30', '2024-01-01 07:00:00'],
    ['W', ['2024-01-03', '2024-01-10'], '2024-01-16', '2024-01-10'],
    ['M', ['2024-01-31', '2024-02-29'], '2024-05-30', '2024-04-30'],
    ['M', ['2024-01-31', '2024-02-29'], '2024-05-31', '2024-05-31'],
    ['Y', ['2019-06-30', '2020-06-30'], '2022-01-01', '2021-06-30'],
    ['H', ['2024-01-01 05:00'], '2024-01-02 00:00', '2024-01-02 00:00:00'],
    ['D', ['2024-01-01'], '2024-02', '2024-02-29'],
    ['D', ['2024-01-01'], '2024-W02', '2024-01-14'],
    ['D', ['2024-01-01'], '2024Q4', '2024-12-31'],
    ['D', ['2024-01-01'], '2024', '2024-12-31'],
    ['M', ['2024-01-31', '2024-02-29'], '2024-05', '2024-05-31'],
  ])('%s: the last step up to a date', (frequency, texts, cutoff, expected) => {
    const calendar = createCalendar(frequency, minutesOf(...texts));
    expect(calendar.nameOf(lastStepUpTo(calendar, cutoff) as number)).toBe(expected);
  });

  it('is nothing for what is no date', () => {
    expect(lastStepUpTo(createCalendar('D', minutesOf('2024-01-01')), 'soon')).toBeUndefined();
  });
});
