import type { CalendarEntryInput, ErrorPlace } from '@ordernimbus/contracts';
import { dayNumber } from '../runs/calendar-days.ts';

const kindNames = { promotion: 'promotion', event: 'event', price: 'price' } as const;
const firstDay = '1990-01-01';
const lastDay = '2100-12-31';
const longestDays = 1100;

/** What is wrong with an entry by itself, field by field; names and codes are looked up elsewhere. */
export function checkEntry(entry: CalendarEntryInput): ErrorPlace[] {
  const wrong: ErrorPlace[] = [];
  const say = (field: keyof CalendarEntryInput, message: string): void => {
    wrong.push({ field, message });
  };
  const { kind, fromDay, toDay } = entry;
  if (kind !== 'price' && entry.name.trim() === '') say('name', `A ${kindNames[kind]} needs a name.`);
  if (fromDay < firstDay || fromDay > lastDay)
    say('fromDay', `The first day must lie between ${firstDay} and ${lastDay}.`);
  if (toDay === null) {
    if (kind !== 'price') say('toDay', `A ${kindNames[kind]} needs a last day.`);
  } else if (toDay < fromDay) say('toDay', 'The last day comes before the first.');
  else if (toDay > lastDay) say('toDay', `The last day must not come after ${lastDay}.`);
  else if (kind !== 'price' && dayNumber(toDay) - dayNumber(fromDay) >= longestDays)
    say('toDay', `A ${kindNames[kind]} may last ${longestDays} days at most.`);
  if (entry.itemId !== null && entry.category !== null)
    say('category', 'Name an item or a category, not both.');
  if (kind === 'price') {
    if (entry.itemId === null) say('itemId', 'A price belongs to one item.');
    if (entry.priceMinor === null) say('priceMinor', 'Say what it costs.');
  } else if (entry.priceMinor !== null) say('priceMinor', `A ${kindNames[kind]} has no price.`);
  if (kind !== 'promotion' && entry.discountPercent !== null)
    say('discountPercent', 'Only a promotion has a discount.');
  if (kind !== 'event' && entry.closed) say('closed', 'Only an event can close a shop.');
  if (entry.closed && (entry.itemId !== null || entry.category !== null))
    say('closed', 'A closed day concerns everything at a location. Leave the item and the category open.');
  return wrong;
}
