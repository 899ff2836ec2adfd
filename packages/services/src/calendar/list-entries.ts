import type { CalendarPage, CalendarQuery } from '@ordernimbus/contracts';
import { listCalendarRows, readCalendarStatus } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { todayOf } from './calendar-status.ts';
import { mapEntry } from './map-entry.ts';

/** Entries that lie ahead of the last day of sales, soonest first; or the past ones, latest first. */
export async function listCalendarEntries(ctx: Context, input: CalendarQuery): Promise<CalendarPage> {
  requireScope(ctx, 'read');
  const limit = input.limit ?? 50;
  const after = decodeCursor(input.cursor, { day: 'string', id: 'string' });
  const rows = await inTenant(ctx, async (tx) => {
    const today = todayOf(ctx);
    const { cutoff } = await readCalendarStatus(tx, today);
    return listCalendarRows(tx, {
      cutoff: cutoff ?? today,
      when: input.when ?? 'ahead',
      limit: limit + 1,
      ...(input.kind ? { kind: input.kind } : {}),
      ...(input.search ? { search: input.search } : {}),
      ...(after ? { after } : {}),
    });
  });
  const items = rows.slice(0, limit).map(mapEntry);
  const last = items.at(-1);
  return rows.length > limit && last
    ? { items, nextCursor: encodeCursor({ day: last.fromDay, id: last.id }) }
    : { items };
}
