import type { CalendarEntry } from '@ordernimbus/contracts';
import type { CalendarEntryRow } from '@ordernimbus/data';

export function mapEntry(row: CalendarEntryRow): CalendarEntry {
  const { locationCode: _, updatedAt, ...rest } = row;
  return { ...rest, updatedAt: updatedAt.toISOString() };
}
