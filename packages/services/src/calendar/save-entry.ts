import { randomUUID } from 'node:crypto';
import {
  type CalendarEntry,
  type CalendarEntryInput,
  type ErrorCode,
  type ErrorPlace,
  mostCalendarEntries,
  ServiceError,
} from '@ordernimbus/contracts';
import {
  type CalendarEntryRow,
  countCalendarRows,
  findCalendarRow,
  findItem,
  findLocation,
  hasCategory,
  insertCalendarRow,
  type TenantTransaction,
  touchCalendar,
  updateCalendarRow,
} from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { checkEntry } from './check-entry.ts';
import { mapEntry } from './map-entry.ts';

/** @throws ServiceError invalid_input with what is wrong by field; not_found where it names an item or location that is not there */
async function refuseWrong(tx: TenantTransaction, entry: CalendarEntryInput): Promise<void> {
  const wrong = checkEntry(entry);
  if (entry.category !== null && !(await hasCategory(tx, entry.category)))
    wrong.push({ field: 'category', message: 'No item is in this category.' });
  if (wrong.length > 0) throw refusal('invalid_input', wrong);
  const missing: ErrorPlace[] = [];
  if (entry.itemId !== null && !(await findItem(tx, entry.itemId)))
    missing.push({ field: 'itemId', message: 'There is no such item.' });
  if (entry.locationId !== null && !(await findLocation(tx, entry.locationId)))
    missing.push({ field: 'locationId', message: 'There is no such location.' });
  if (missing.length > 0) throw refusal('not_found', missing);
}

const refusal = (code: ErrorCode, places: readonly ErrorPlace[]) =>
  new ServiceError(code, places.map(({ message }) => message).join(' '), { places });

const alreadyThere = () =>
  new ServiceError(
    'conflict',
    'The calendar has this entry already: the same name for the same items and locations from the same day. Change that one.',
  );

export const tidyEntry = (input: CalendarEntryInput): CalendarEntryInput => ({
  ...input,
  name: input.name.trim().replace(/\s+/g, ' '),
});

/** Adds an entry. The next forecast uses it. */
export async function addCalendarEntry(ctx: Context, input: CalendarEntryInput): Promise<CalendarEntry> {
  requireScope(ctx, 'plan');
  const entry = tidyEntry(input);
  const id = randomUUID();
  const now = ctx.platform.now();
  const row = await inTenant(ctx, async (tx) => {
    await refuseWrong(tx, entry);
    if ((await countCalendarRows(tx)) >= mostCalendarEntries) {
      throw new ServiceError(
        'too_large',
        `The calendar holds ${mostCalendarEntries} entries already. Delete old ones, or say with one entry for a category what several items say.`,
      );
    }
    if (!(await insertCalendarRow(tx, { ...entry, id, now }))) throw alreadyThere();
    await touchCalendar(tx, now);
    await writeAudit(tx, ctx, { action: 'calendar_entry.added', subject: id, detail: { kind: entry.kind } });
    return (await findCalendarRow(tx, id)) as CalendarEntryRow;
  });
  return mapEntry(row);
}

/** Replaces what an entry says. */
export async function changeCalendarEntry(
  ctx: Context,
  input: { id: string; entry: CalendarEntryInput },
): Promise<CalendarEntry> {
  requireScope(ctx, 'plan');
  const entry = tidyEntry(input.entry);
  const { id } = input;
  const now = ctx.platform.now();
  const row = await inTenant(ctx, async (tx) => {
    if (!(await findCalendarRow(tx, id))) throw noSuchEntry();
    await refuseWrong(tx, entry);
    const done = await updateCalendarRow(tx, { ...entry, id, now });
    if (done === 'same') throw alreadyThere();
    if (done === 'missing') throw noSuchEntry();
    await touchCalendar(tx, now);
    await writeAudit(tx, ctx, {
      action: 'calendar_entry.changed',
      subject: id,
      detail: { kind: entry.kind },
    });
    return (await findCalendarRow(tx, id)) as CalendarEntryRow;
  });
  return mapEntry(row);
}

export const noSuchEntry = () => new ServiceError('not_found', 'There is no such entry in the calendar.');
