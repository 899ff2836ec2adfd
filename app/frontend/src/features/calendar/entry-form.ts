import type { CalendarEntry, CalendarEntryInput, CalendarKind } from '@ordernimbus/contracts';
import { majorUnits, minorUnits } from '../../ui/format/numbers.ts';

export type Scope = 'all' | 'category' | 'item';

/** What the fields of the dialog hold. Numbers are text until they are sent. */
export interface EntryForm {
  readonly kind: CalendarKind;
  readonly name: string;
  readonly scope: Scope;
  readonly itemId: number | null;
  readonly itemName: string;
  readonly category: string;
  readonly locationId: number | null;
  readonly fromDay: string;
  readonly toDay: string;
  readonly discount: string;
  readonly price: string;
  readonly closed: boolean;
}
export type EntryErrors = Partial<Record<keyof CalendarEntryInput, string>>;

export const emptyForm = (kind: CalendarKind, day: string): EntryForm => ({
  kind,
  name: '',
  scope: kind === 'price' ? 'item' : 'all',
  itemId: null,
  itemName: '',
  category: '',
  locationId: null,
  fromDay: day,
  toDay: kind === 'price' ? '' : day,
  discount: '',
  price: '',
  closed: false,
});

export const formOf = (entry: CalendarEntry, currency: string): EntryForm => ({
  kind: entry.kind,
  name: entry.name,
  scope: entry.itemId !== null ? 'item' : entry.category !== null ? 'category' : 'all',
  itemId: entry.itemId,
  itemName: entry.itemName ?? '',
  category: entry.category ?? '',
  locationId: entry.locationId,
  fromDay: entry.fromDay,
  toDay: entry.toDay ?? '',
  discount: entry.discountPercent === null ? '' : String(entry.discountPercent),
  price: entry.priceMinor === null ? '' : String(majorUnits(entry.priceMinor, currency)),
  closed: entry.closed,
});

const isNumber = (text: string): boolean => /^\d+([.,]\d+)?$/.test(text.trim());
const numberOf = (text: string): number => Number(text.trim().replace(',', '.'));

/** The entry that the fields say, or what is wrong with them; what only the server can know it says itself. */
export function readEntry(
  form: EntryForm,
  currency: string,
): { entry?: CalendarEntryInput; errors: EntryErrors } {
  const errors: EntryErrors = {};
  const { kind } = form;
  const scope = kind === 'price' ? 'item' : form.scope;
  if (kind !== 'price' && form.name.trim() === '') errors.name = 'Give it a name.';
  if (scope === 'item' && form.itemId === null) errors.itemId = 'Find the item and choose it.';
  if (scope === 'category' && form.category === '') errors.category = 'Choose a category.';
  if (form.fromDay === '') errors.fromDay = 'Choose the first day.';
  if (form.toDay === '' && kind !== 'price') errors.toDay = 'Choose the last day.';
  else if (form.toDay !== '' && form.toDay < form.fromDay) errors.toDay = 'Comes before the first day.';
  const hasDiscount = kind === 'promotion' && form.discount.trim() !== '';
  if (
    hasDiscount &&
    !(isNumber(form.discount) && numberOf(form.discount) > 0 && numberOf(form.discount) <= 100)
  )
    errors.discountPercent = 'Above 0, and 100 at most.';
  if (kind === 'price' && !isNumber(form.price)) errors.priceMinor = 'What one unit costs, such as 2.50.';
  if (Object.keys(errors).length > 0) return { errors };
  const closed = kind === 'event' && scope === 'all' && form.closed;
  return {
    errors,
    entry: {
      kind,
      name: form.name.trim(),
      itemId: scope === 'item' ? form.itemId : null,
      category: scope === 'category' ? form.category : null,
      locationId: form.locationId,
      fromDay: form.fromDay,
      toDay: form.toDay === '' ? null : form.toDay,
      discountPercent: hasDiscount ? numberOf(form.discount) : null,
      priceMinor: kind === 'price' ? minorUnits(numberOf(form.price), currency) : null,
      closed,
    },
  };
}
