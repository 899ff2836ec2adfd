import type { CalendarEntry } from '@ordernimbus/contracts';
import { daysBetween, formatDay } from '../../ui/format/dates.ts';
import { formatMoney, formatPercent, plural } from '../../ui/format/numbers.ts';
import { kinds } from './kinds.ts';

/** What an entry is called: a price by its item, the others by their name. */
export const entryTitle = (entry: CalendarEntry): string =>
  entry.name || `${kinds[entry.kind].name} of ${entry.itemName ?? 'an item'}`;

/** Whom it concerns: "Blue mug at High Street", "Tea, all locations", "Everything". */
export function entryScope(entry: CalendarEntry): string {
  const what = entry.itemName ?? (entry.category ? `All of ${entry.category}` : 'Everything');
  return entry.locationName ? `${what} at ${entry.locationName}` : what;
}

/** Its days: "24 Nov 2026", "20–26 Dec 2026 (7 days)", "from 1 Jan 2027". */
export function entryDays({ fromDay, toDay }: CalendarEntry): string {
  if (toDay === null) return `from ${formatDay(fromDay)}`;
  if (toDay === fromDay) return formatDay(fromDay);
  const days = plural(daysBetween(fromDay, toDay) + 1, 'day');
  return `${formatDay(fromDay, 'short')} to ${formatDay(toDay)} (${days})`;
}

/** What it changes, where it says so: "20% off", "£2.50", "closed". */
export function entryEffect(entry: CalendarEntry, currency: string): string | undefined {
  if (entry.discountPercent !== null) return `${formatPercent(entry.discountPercent / 100, 1)} off`;
  if (entry.priceMinor !== null) return formatMoney(entry.priceMinor, currency);
  return entry.closed ? 'closed' : undefined;
}
