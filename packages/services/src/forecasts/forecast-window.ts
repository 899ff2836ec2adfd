import { currentWithinDays } from '@ordernimbus/contracts';
import { dayNumber, isoDay } from '../runs/calendar-days.ts';

const fields = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
const short = new Intl.DateTimeFormat('en-GB', fields);
const long = new Intl.DateTimeFormat('en-GB', { ...fields, year: 'numeric' });

/** A calendar day as people write it: 30 Sep 2026. */
export const dayText = (day: string): string => long.format(new Date(`${day}T00:00:00Z`));

/** The days after the cut-off by their dates: from 23 Nov to 20 Dec 2026. */
export function datesAfter(cutoff: string, days: number): string {
  const [first, last] = [1, days].map((ahead) => isoDay(dayNumber(cutoff) + ahead)) as [string, string];
  const isOneYear = first.slice(0, 4) === last.slice(0, 4);
  return `from ${(isOneYear ? short : long).format(new Date(`${first}T00:00:00Z`))} to ${dayText(last)}`;
}

/** Whether the days after the cut-off are "the next days" to somebody who reads today. */
export const beginsNow = (cutoff: string, today: string): boolean =>
  dayNumber(today) - dayNumber(cutoff) <= currentWithinDays;
