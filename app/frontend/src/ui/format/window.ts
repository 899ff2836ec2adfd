import { currentWithinDays } from '@ordernimbus/contracts';
import { addDays, daysBetween, formatDay, msToDay } from './dates.ts';

/** Whether the days after the last sales are "the next days" to somebody who reads today. */
export const beginsNow = (cutoff: string, today = msToDay(Date.now())): boolean =>
  daysBetween(cutoff, today) <= currentWithinDays;

/** The days after the last sales inside a sentence: "in the next 28 days", or by their dates where these are others. */
export function windowText(cutoff: string, days: number, today?: string): string {
  return beginsNow(cutoff, today)
    ? `in the next ${days} days`
    : `from ${formatDay(addDays(cutoff, 1), 'short')} to ${formatDay(addDays(cutoff, days))}`;
}

/** The same as the name of a figure: "Next 28 days". */
export function windowName(cutoff: string, days: number, today?: string): string {
  return beginsNow(cutoff, today)
    ? `Next ${days} days`
    : `${formatDay(addDays(cutoff, 1), 'short')} – ${formatDay(addDays(cutoff, days))}`;
}
