import { type HolidaySettings, ServiceError } from '@ordernimbus/contracts';
import {
  readHolidayPlaces,
  readShopHolidayPlace,
  touchCalendar,
  writeHolidayPlaces,
} from '@ordernimbus/data';
import { knowsPlace } from '@ordernimbus/importers/holidays';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { unknownPlace } from './holidays.ts';

/** Whose holidays count in the shop and at locations that have their own. */
export async function getHolidaySettings(ctx: Context): Promise<HolidaySettings> {
  requireScope(ctx, 'read');
  return inTenant(ctx, async (tx) => ({
    ...(await readShopHolidayPlace(tx)),
    locations: (await readHolidayPlaces(tx)).flatMap(({ locationId, country, region }) =>
      country === null ? [] : [{ locationId, country, region }],
    ),
  }));
}

/** Replaces all of the settings. */
export async function changeHolidaySettings(ctx: Context, input: HolidaySettings): Promise<HolidaySettings> {
  requireScope(ctx, 'plan');
  if (input.country === null && input.region !== null) {
    throw new ServiceError('invalid_input', 'A region needs its country.', {
      places: [{ field: 'region', message: 'needs a country' }],
    });
  }
  for (const { country, region } of [input, ...input.locations]) {
    if (country !== null && !knowsPlace(country, region)) throw unknownPlace(country, region);
  }
  await inTenant(ctx, async (tx) => {
    const named = new Set(input.locations.map(({ locationId }) => locationId));
    if (named.size < input.locations.length)
      throw new ServiceError('invalid_input', 'A location is named twice. Name each once.');
    if ((await writeHolidayPlaces(tx, input)) < named.size)
      throw new ServiceError('not_found', 'One of the locations is not there (any more).');
    await touchCalendar(tx, ctx.platform.now());
    await writeAudit(tx, ctx, { action: 'holidays.changed', detail: { country: input.country } });
  });
  return getHolidaySettings(ctx);
}
