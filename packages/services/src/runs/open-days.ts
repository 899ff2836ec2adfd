import { weekdayOf } from './calendar-days.ts';

/** Below this many items sold on a usual day, a day without any sale may well be an ordinary quiet day. */
const busySellers = 8;
/** A weekday that trades less often than this is a regular day of rest: a known zero that the season explains. */
const usualShare = 0.5;

/**
 * Days on which a location did not trade though it usually does (a public holiday, a breakdown): its sales are unknown
 * then, not zero. Only for locations so busy that a whole day without one sale has no other likely cause. Regular days
 * of rest stay zero, because nothing will be sold on the next one either.
 *
 * @param days days with a sale, ascending, counted from 1970-01-01
 * @param sellers items that sold on each of them
 * @param lastDay last day of the shop's data
 */
export function computeClosedDays(
  days: readonly number[],
  sellers: readonly number[],
  lastDay: number,
): number[] {
  const first = days[0];
  if (first === undefined) return [];
  const sorted = [...sellers].sort((a, b) => a - b);
  if ((sorted[sorted.length >> 1] ?? 0) < busySellers) return [];
  const open = new Set(days);
  const traded = new Array<number>(7).fill(0);
  const seen = new Array<number>(7).fill(0);
  for (let day = first; day <= lastDay; day++) {
    const weekday = weekdayOf(day);
    seen[weekday] = (seen[weekday] ?? 0) + 1;
    if (open.has(day)) traded[weekday] = (traded[weekday] ?? 0) + 1;
  }
  const closed: number[] = [];
  for (let day = first; day <= lastDay; day++) {
    const weekday = weekdayOf(day);
    if (!open.has(day) && (traded[weekday] ?? 0) >= usualShare * (seen[weekday] ?? 0)) closed.push(day);
  }
  return closed;
}
