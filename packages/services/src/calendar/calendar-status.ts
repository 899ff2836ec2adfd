import { type CalendarStatus, calendarKinds } from '@ordernimbus/contracts';
import { readCalendarStatus } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';

export const todayOf = (ctx: Context): string => ctx.platform.now().toISOString().slice(0, 10);

/** How much is in the calendar, and whether the current forecast knows all of it. */
export async function getCalendarStatus(ctx: Context): Promise<CalendarStatus> {
  requireScope(ctx, 'read');
  const row = await inTenant(ctx, (tx) => readCalendarStatus(tx, todayOf(ctx)));
  return {
    cutoff: row.cutoff,
    changedSinceForecast: row.changedSinceForecast,
    countries: row.countries,
    categories: row.categories ?? [],
    kinds: calendarKinds.map(
      (kind) => row.kinds?.find((one) => one.kind === kind) ?? { kind, ahead: 0, past: 0 },
    ),
  };
}
