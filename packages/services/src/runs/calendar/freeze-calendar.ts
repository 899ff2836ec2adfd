import { readCalendarInput, readHolidayPlaces, type TenantTransaction } from '@ordernimbus/data';
import { holidaysBetween } from '@ordernimbus/importers/holidays';
import { dayNumber, isoDay } from '../calendar-days.ts';
import { type FrozenCalendar, isEmptyCalendar } from './frozen-calendar.ts';

/**
 * The calendar that a run over `firstDay` .. `lastDay` (the last day forecast) uses; undefined where the shop entered
 * nothing. Holidays are written out, so that a replay does not depend on the rules of today.
 */
export async function freezeCalendar(
  tx: TenantTransaction,
  firstDay: number,
  lastDay: number,
): Promise<FrozenCalendar | undefined> {
  const all = await readCalendarInput(tx);
  const entries = all.filter(({ from, kind }) => from <= lastDay || kind !== 'price');
  const holidays: Record<string, [number, string][]> = {};
  const places: Record<string, string> = {};
  for (const { code, ...own } of await readHolidayPlaces(tx)) {
    const country = own.country ?? own.shopCountry;
    const region = own.country === null ? own.shopRegion : own.region;
    if (country === null) continue;
    const place = region === null ? country : `${country}-${region}`;
    holidays[place] ??= holidaysBetween(country, region, isoDay(firstDay), isoDay(lastDay)).map(
      ({ day, name }) => [dayNumber(day), name],
    );
    places[code] = place;
  }
  const calendar: FrozenCalendar = { entries, holidays, places };
  return isEmptyCalendar(calendar) ? undefined : calendar;
}

/** Past days on which an event closed a location, ascending, by its code; `everywhere` are those of all locations. */
export function closedByCalendar(
  calendar: FrozenCalendar | undefined,
  locationCode: string,
  firstDay: number,
  lastDay: number,
): number[] {
  const days = new Set<number>();
  for (const { closed, location, from, to } of calendar?.entries ?? []) {
    if (!closed || (location !== null && location !== locationCode)) continue;
    for (let day = Math.max(from, firstDay); day <= Math.min(to ?? from, lastDay); day++) days.add(day);
  }
  return [...days].sort((a, b) => a - b);
}
