import type { Frequency, Panel } from '../contract.ts';
import {
  BLACK_FRIDAY,
  BLACK_FRIDAY_WEEKS,
  daysFrom,
  EASTER,
  EASTER_WEEKS,
  feastNear,
  stepsSince,
} from './feasts.ts';

const MILLISECONDS = 86_400_000;
const LEAP_YEAR = 2000;
const LEAP_YEAR_BEGINS = Date.UTC(LEAP_YEAR, 0, 1) / MILLISECONDS;
const DAYS_OF_LEAP_YEAR = 366;
/** More than a year of weeks, however late a feast was. */
export const EARLIER = 60;
/** Days on both sides of New Year that are told apart: with the one between them as many as a number has bins. */
const AROUND_NEW_YEAR = 31;

/** Day (since 1970-01-01, hours as a fraction) of the step `ahead` of a panel's last day. */
function dayAt(lastDay: number, ahead: number, frequency: Frequency): number {
  if (frequency === 'H') return lastDay + ahead / 24;
  if (frequency === 'D') return lastDay + ahead;
  if (frequency === 'W') return lastDay + 7 * ahead;
  const date = new Date(lastDay * MILLISECONDS);
  const months = frequency === 'M' ? ahead : frequency === 'Q' ? 3 * ahead : 12 * ahead;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / MILLISECONDS;
}

/** What the date says of the steps of a panel from `from` on (0 = its last value, before it negative). */
export interface PanelCalendar {
  readonly from: number;
  /** [step][feature] as named by `calendarNames`. */
  readonly features: Float32Array;
  /**
   * Steps from each back to its like of the year before: as far from a feast that moves, where one is near, otherwise 0; from
   * `EARLIER` steps before `from` on, for what lies years before a short series. Only of weeks: of days it made no difference.
   */
  readonly lastYear: Uint8Array | undefined;
}

/** The calendar of the steps `from .. to` of a panel; undefined where its steps have no dates. */
export function calendarOf(
  { lastDay }: Pick<Panel, 'lastDay'>,
  frequency: Frequency,
  from: number,
  to: number,
): PanelCalendar | undefined {
  if (lastDay === undefined) return undefined;
  return {
    from,
    features: writeCalendar(lastDay, frequency, from, to),
    lastYear: frequency === 'W' ? weeksOfLastYear(lastDay, from - EARLIER, to) : undefined,
  };
}

function weeksOfLastYear(lastDay: number, from: number, to: number): Uint8Array {
  return Uint8Array.from({ length: to - from + 1 }, (_, i) => {
    const near = feastNear(lastDay + 7 * (from + i), 7);
    return near ? stepsSince(near, 1, 7) : 0;
  });
}

/**
 * Calendar features of the steps `from .. to` (0 = the last value) of a panel, row-major [step][feature] as named by
 * `calendarNames`. The same for every series, so it is made once.
 */
export function writeCalendar(lastDay: number, frequency: Frequency, from: number, to: number): Float32Array {
  const rows: number[] = [];
  for (let ahead = from; ahead <= to; ahead++) {
    const day = dayAt(lastDay, ahead, frequency);
    const whole = Math.floor(day + 1e-6);
    const date = new Date(whole * MILLISECONDS);
    const weekday = (((whole + 3) % 7) + 7) % 7;
    const ofMonth = date.getUTCDate();
    const ofYear = numberOf(date);
    if (frequency === 'H') rows.push(Math.round((day - whole) * 24) % 24, weekday);
    else if (frequency === 'D')
      rows.push(
        weekday,
        ofMonth,
        ofYear,
        Math.floor((ofMonth - 1) / 7),
        clip(fromNewYear(ofYear)),
        daysFrom(BLACK_FRIDAY, whole),
        daysFrom(EASTER, whole),
      );
    else if (frequency === 'W')
      rows.push(ofYear, ofMonth, daysFrom(BLACK_FRIDAY_WEEKS, whole), daysFrom(EASTER_WEEKS, whole));
    else rows.push(date.getUTCMonth());
  }
  return Float32Array.from(rows);
}

/** Day of the year from 0, as a leap year has it, so that a date has the same number in every year. */
const numberOf = (date: Date): number =>
  Date.UTC(LEAP_YEAR, date.getUTCMonth(), date.getUTCDate()) / MILLISECONDS - LEAP_YEAR_BEGINS;

const fromNewYear = (dayOfYear: number): number =>
  dayOfYear < DAYS_OF_LEAP_YEAR / 2 ? dayOfYear : dayOfYear - DAYS_OF_LEAP_YEAR;

const clip = (days: number): number => Math.max(-AROUND_NEW_YEAR, Math.min(AROUND_NEW_YEAR, days));
