import { createRequire } from 'node:module';
import type { Holiday, HolidayCountries } from '@ordernimbus/contracts';
import type Holidays from 'date-holidays';

/**
 * Public holidays, bank holidays and days that are kept without being free (Mother's Day, Halloween): all of them change
 * what is sold. School holidays are left out: they differ by school, and are weeks rather than days.
 */
const kinds = ['public', 'bank', 'observance', 'optional'];
const language = 'en';

// 30 MB of rules for 200 countries: read when they are first asked for
const load = createRequire(import.meta.url);
let Calendar: typeof Holidays | undefined;
function calendarOf(country?: string, region?: string | null): Holidays {
  Calendar ??= load('date-holidays') as typeof Holidays;
  if (country === undefined) return new Calendar();
  return region ? new Calendar(country, region) : new Calendar(country);
}

/** A country and, where it has them, one of its regions that are known. */
export function knowsPlace(country: string, region: string | null): boolean {
  const all = calendarOf();
  if (!(country in (all.getCountries(language) ?? {}))) return false;
  return region === null || region in (all.getStates(country, language) ?? {});
}

/** One name for the days of each holiday, ascending; a public holiday stands before what else falls on its day. */
export function holidaysOf(country: string, region: string | null, year: number): Holiday[] {
  const found = calendarOf(country, region)
    .getHolidays(year, language)
    .filter(({ type }) => kinds.includes(type))
    .map(({ date, start, end, name, type }) => ({
      day: date.slice(0, 10),
      // an evening counts as its day
      days: Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000)),
      // the day given in place of a holiday on a Sunday is another day than the holiday
      name,
      rank: kinds.indexOf(type),
    }));
  return found
    .flatMap(({ day, days, name, rank }) =>
      Array.from({ length: days }, (_, place) => ({ day: shift(day, place), name, rank })),
    )
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.rank - b.rank || (a.name < b.name ? -1 : 1)))
    .map(({ day, name }) => ({ day, name }));
}

/** Holidays from one day to another, both as 2024-05-31: one a day, the first, which is the public one. */
export function holidaysBetween(
  country: string,
  region: string | null,
  firstDay: string,
  lastDay: string,
): Holiday[] {
  const found: Holiday[] = [];
  for (let year = Number(firstDay.slice(0, 4)); year <= Number(lastDay.slice(0, 4)); year++) {
    for (const holiday of holidaysOf(country, region, year)) {
      const { day } = holiday;
      if (day >= firstDay && day <= lastDay && day !== found.at(-1)?.day) found.push(holiday);
    }
  }
  return found;
}

const shift = (day: string, by: number): string =>
  by === 0 ? day : new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);

/** Countries whose holidays are known and their regions, by name. */
export function listPlaces(): HolidayCountries['items'] {
  const all = calendarOf();
  const byName = (places: Record<string, string> | undefined) =>
    Object.entries(places ?? {})
      .map(([code, name]) => ({ code, name }))
      .sort((a, b) => a.name.localeCompare(b.name, language));
  return byName(all.getCountries(language)).map((country) => ({
    ...country,
    regions: byName(all.getStates(country.code, language)),
  }));
}
