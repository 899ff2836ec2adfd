import { daysOf, mondayOfIsoWeek } from '../observations/dates.ts';
import { monthOf } from './month-names.ts';

export type PeriodUnit = 'day' | 'week' | 'month';

/** What the heading of a column says of the time that its numbers are about. */
export interface PeriodHeading {
  readonly unit: PeriodUnit;
  /** The year where it is written with two digits, which may be anything else. */
  readonly shortYear?: number;
  /**
   * The day, the Monday of the week, or the first of the month: YYYY-MM-DD, unless only the other headings can tell day
   * and month apart; then as it stands, with four digits of the year.
   */
  readonly date: string;
}

const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})(?: 00:00(?::00)?)?$/;
const compact = /^(\d{4})(\d{2})(\d{2})$/;
const dayThenName = /^(\d{1,2})[-. ]{1,2}(\p{L}+)[-., ]{1,2}(\d{4}|\d{2})$/u;
const nameThenDay = /^(\p{L}+)\.? (\d{1,2}),? (\d{4})$/u;

const yearMonth = /^(\d{4})[-/.](\d{1,2})$/;
const monthYear = /^(\d{1,2})[-/.](\d{4})$/;
const nameThenYear = /^(\p{L}+)[-./'’ ]{0,2}(\d{4}|\d{2})$/u;
const yearThenName = /^(\d{4})[-./ ]{0,2}(\p{L}+)$/u;

const weekWord = '(?:w|wk|week|cw|kw|woche|semaine|semana|settimana)';
const yearWeek = new RegExp(`^(\\d{4})[-/. ]{0,2}${weekWord}\\.?[- ]?(\\d{1,2})$`, 'i');
const weekYear = new RegExp(`^${weekWord}\\.?[- ]?(\\d{1,2})[-/., ]{1,2}(\\d{4})$`, 'i');

/** Headings before and after are slips, or numbers that look like dates. */
const [earliest, latest] = [1980, 2100];

const fourDigits = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year));
const isYear = (year: number): boolean => year >= earliest && year <= latest;
const text = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);

function day(year: number, month: number | undefined, date: number): PeriodHeading | undefined {
  const days = month === undefined || !isYear(year) ? Number.NaN : daysOf(year, month, date);
  return Number.isNaN(days) ? undefined : { unit: 'day', date: text(days) };
}

function month(year: number, number: number | undefined): PeriodHeading | undefined {
  const first = day(year, number, 1);
  return first && { ...first, unit: 'month' };
}

function week(year: number, number: number): PeriodHeading | undefined {
  const monday = isYear(year) ? mondayOfIsoWeek(year, number) : Number.NaN;
  return Number.isNaN(monday) ? undefined : { unit: 'week', date: text(monday) };
}

function readDay(heading: string): PeriodHeading | undefined {
  let match = yearFirst.exec(heading) ?? compact.exec(heading);
  if (match) return day(Number(match[1]), Number(match[2]), Number(match[3]));
  match = yearLast.exec(heading);
  if (match) {
    const [, first = '', separator = '', second = '', years = ''] = match;
    const year = fourDigits(years);
    const read = day(year, Number(second), Number(first)) ?? day(year, Number(first), Number(second));
    return read && { ...read, date: `${first}${separator}${second}${separator}${year}` };
  }
  match = dayThenName.exec(heading);
  if (match) return day(fourDigits(match[3] ?? ''), monthOf(match[2] ?? ''), Number(match[1]));
  match = nameThenDay.exec(heading);
  if (match) return day(Number(match[3]), monthOf(match[1] ?? ''), Number(match[2]));
  return undefined;
}

function readMonth(heading: string): PeriodHeading | undefined {
  let match = yearMonth.exec(heading);
  if (match) return month(Number(match[1]), Number(match[2]));
  match = monthYear.exec(heading);
  if (match) return month(Number(match[2]), Number(match[1]));
  match = nameThenYear.exec(heading);
  if (match) return month(fourDigits(match[2] ?? ''), monthOf(match[1] ?? ''));
  match = yearThenName.exec(heading);
  if (match) return month(Number(match[1]), monthOf(match[2] ?? ''));
  return undefined;
}

function readWeek(heading: string): PeriodHeading | undefined {
  let match = yearWeek.exec(heading);
  if (match) return week(Number(match[1]), Number(match[2]));
  match = weekYear.exec(heading);
  return match ? week(Number(match[2]), Number(match[1])) : undefined;
}

const shortYear = /(?:^|\D)(\d{2})$/;

/** The period that a heading names; undefined where it names none, or none with its year. */
export function readPeriodHeading(heading: string): PeriodHeading | undefined {
  const bare = heading.replace(/\s+/g, ' ').trim();
  const read = readDay(bare) ?? readWeek(bare) ?? readMonth(bare);
  const short = read && read.unit !== 'week' && !/\d{4}/.test(bare) ? shortYear.exec(bare)?.[1] : undefined;
  return read && short !== undefined ? { ...read, shortYear: fourDigits(short) } : read;
}
