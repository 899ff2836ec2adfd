import type { LocationDayRow } from '@ordernimbus/data';
import { isoDay, weekdayOf } from '../runs/calendar-days.ts';
import { computeClosedDays } from '../runs/open-days.ts';

const weekdays = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'];
/** A weekday on which the shop sells less often than this is a day of rest. */
const restShare = 0.05;

/** Why nothing was sold on some days, told apart as a forecast run does. */
export interface Silence {
  /** weekdays on which nothing is sold as a rule */
  readonly rest: readonly string[];
  /** days (YYYY-MM-DD) on which a location that usually trades sold nothing: demand unknown */
  readonly closed: readonly string[];
  /** the same, counted for each location */
  readonly closedLocationDays: number;
  /** days on which nothing was sold anywhere and that count as days without demand */
  readonly zero: readonly string[];
}

export function findSilence(traded: readonly LocationDayRow[]): Silence {
  const sold = new Set(traded.flatMap((location) => location.days));
  const days = [...sold].sort((a, b) => a - b);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined)
    return { rest: [], closed: [], closedLocationDays: 0, zero: [] };
  const closed = new Set<number>();
  let closedLocationDays = 0;
  for (const location of traded) {
    const found = computeClosedDays(location.days, location.sellers, last);
    closedLocationDays += found.length;
    for (const day of found) closed.add(day);
  }
  const open = new Array<number>(7).fill(0);
  const seen = new Array<number>(7).fill(0);
  for (let day = first; day <= last; day++) {
    const weekday = weekdayOf(day);
    seen[weekday] = (seen[weekday] ?? 0) + 1;
    if (sold.has(day)) open[weekday] = (open[weekday] ?? 0) + 1;
  }
  // a few weeks must have passed before a habit shows
  const isRest = open.map(
    (count, weekday) => (seen[weekday] ?? 0) >= 4 && count < restShare * (seen[weekday] ?? 0),
  );
  const zero: string[] = [];
  for (let day = first; day <= last; day++) {
    if (!sold.has(day) && !closed.has(day) && !isRest[weekdayOf(day)]) zero.push(isoDay(day));
  }
  return {
    rest: weekdays.filter((_, weekday) => isRest[weekday]),
    closed: [...closed].sort((a, b) => a - b).map(isoDay),
    closedLocationDays,
    zero,
  };
}
