import type { CalendarEntry } from '@ordernimbus/contracts';
import { describe, expect, it } from 'vitest';
import { type EntryForm, emptyForm, formOf, readEntry } from './entry-form.ts';
import { entryDays, entryEffect, entryScope, entryTitle } from './entry-words.ts';

const promotion: EntryForm = {
  ...emptyForm('promotion', '2026-12-01'),
  name: ' Advent ',
  toDay: '2026-12-24',
};

describe('the fields of an entry', () => {
  it('become what is sent, and the other way round', () => {
    const { entry } = readEntry({ ...promotion, discount: '12,5' }, 'EUR');
    expect(entry).toEqual({
      kind: 'promotion',
      name: 'Advent',
      itemId: null,
      category: null,
      locationId: null,
      fromDay: '2026-12-01',
      toDay: '2026-12-24',
      discountPercent: 12.5,
      priceMinor: null,
      closed: false,
    });
    const price = readEntry(
      { ...emptyForm('price', '2026-12-01'), itemId: 3, itemName: 'Mug', price: '2.50' },
      'EUR',
    );
    expect(price.entry).toMatchObject({ kind: 'price', itemId: 3, priceMinor: 250, toDay: null });
    const stored = { ...price.entry, id: 'x', sku: 'M', itemName: 'Mug', locationName: null, updatedAt: '' };
    expect(readEntry(formOf(stored as CalendarEntry, 'EUR'), 'EUR').entry).toEqual(price.entry);
  });

  it('say what is missing or wrong', () => {
    const wrong = (form: Partial<EntryForm>) =>
      Object.keys(readEntry({ ...promotion, ...form }, 'EUR').errors);
    expect(wrong({ name: ' ' })).toEqual(['name']);
    expect(wrong({ scope: 'item' })).toEqual(['itemId']);
    expect(wrong({ scope: 'category' })).toEqual(['category']);
    expect(wrong({ toDay: '2026-11-30' })).toEqual(['toDay']);
    expect(wrong({ fromDay: '', toDay: '' })).toEqual(['fromDay', 'toDay']);
    expect(wrong({ discount: '0' })).toEqual(['discountPercent']);
    expect(wrong({ kind: 'price', itemId: 1, price: 'cheap' })).toEqual(['priceMinor']);
  });

  it('of another kind are not sent along', () => {
    const { entry } = readEntry({ ...promotion, kind: 'event', discount: '20', closed: true }, 'EUR');
    expect(entry).toMatchObject({ discountPercent: null, closed: true });
    const ofItem = { ...promotion, kind: 'event', scope: 'item', itemId: 1, closed: true } as const;
    expect(readEntry(ofItem, 'EUR').entry).toMatchObject({ closed: false });
  });
});

describe('the words of an entry', () => {
  const entry: CalendarEntry = {
    id: 'x',
    kind: 'promotion',
    name: 'Advent',
    itemId: null,
    category: 'Tea',
    locationId: 2,
    sku: null,
    itemName: null,
    locationName: 'High Street',
    fromDay: '2026-12-01',
    toDay: '2026-12-24',
    discountPercent: 20,
    priceMinor: null,
    closed: false,
    fromSalesFile: false,
    updatedAt: '2026-11-23T10:00:00Z',
  };
  it('say what, whom, when and how much', () => {
    expect(entryTitle(entry)).toBe('Advent');
    expect(entryScope(entry)).toBe('All of Tea at High Street');
    expect(entryDays(entry)).toMatch(/Dec.* to .*2026 \(24 days\)$/);
    expect(entryEffect(entry, 'EUR')).toMatch(/^20\s?% off$/);
    expect(entryDays({ ...entry, toDay: null })).toMatch(/^from /);
    const price = {
      ...entry,
      kind: 'price',
      name: '',
      itemName: 'Mug',
      discountPercent: null,
      priceMinor: 250,
    } as const;
    expect(entryTitle(price)).toBe('Price of Mug');
    expect(entryEffect(price, 'GBP')).toBe('£2.50');
    expect(entryEffect({ ...entry, discountPercent: null, closed: true }, 'EUR')).toBe('closed');
  });
});
