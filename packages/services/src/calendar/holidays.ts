import {
  type HolidayCountries,
  type HolidayList,
  type HolidayQuery,
  ServiceError,
} from '@ordernimbus/contracts';
import { holidaysOf, knowsPlace, listPlaces } from '@ordernimbus/importers/holidays';
import { type Context, requireScope } from '../context.ts';

/** Countries whose holidays are known, by name, with their regions. */
export function listHolidayCountries(ctx: Context): HolidayCountries {
  requireScope(ctx, 'read');
  return { items: listPlaces() };
}

/** Holidays of a year in a country or one of its regions. */
export function listHolidays(ctx: Context, input: HolidayQuery): HolidayList {
  requireScope(ctx, 'read');
  const region = input.region ?? null;
  if (!knowsPlace(input.country, region)) throw unknownPlace(input.country, region);
  return { items: holidaysOf(input.country, region, input.year) };
}

export const unknownPlace = (country: string, region: string | null) =>
  new ServiceError(
    'invalid_input',
    `The holidays of ${region === null ? country : `${region} in ${country}`} are not known. Choose from the list of countries.`,
    { places: [{ field: region === null ? 'country' : 'region', message: 'not known' }] },
  );
