import { describe, expect, it } from 'vitest';
import { matchColumnRoles } from './column-roles.ts';

const match = (headers: string[], map = {}) =>
  matchColumnRoles({ file: 'in.csv', line: 1 }, headers, map, ['item', 'date', 'quantity']);

describe('roles of columns', () => {
  it('knows headers of several programs and languages', () => {
    expect(match(['unique_id', 'ds', 'y']).index).toEqual({ item: 0, date: 1, quantity: 2 });
    expect(match(['Datum', 'Artikel', 'Menge', 'Filiale']).index).toEqual({
      date: 0,
      item: 1,
      quantity: 2,
      location: 3,
    });
    expect(match(['Product_Code', 'week', 'units']).index).toEqual({ item: 0, date: 1, quantity: 2 });
    expect(match(['part', 'Month', 'value']).index).toEqual({ item: 0, date: 1, quantity: 2 });
    expect(match(['Store', 'Dept', 'Date', 'Weekly_Sales', 'IsHoliday']).index).toEqual({
      location: 0,
      item: 1,
      date: 2,
      quantity: 3,
    });
  });

  it('takes a department for the item, and weekly sales for the quantity, where nothing else is there', () => {
    expect(match(['date', 'store_nbr', 'family', 'sales', 'onpromotion']).index).toEqual({
      date: 0,
      location: 1,
      item: 2,
      quantity: 3,
      promotion: 4,
    });
    const sharper = match(['Department', 'id', 'Date', 'Weekly Sales', 'Units']);
    expect(sharper.index).toEqual({ item: 1, date: 2, quantity: 4 });
    expect(sharper.others).toEqual(['Department', 'Weekly Sales']);
    expect(() => match(['sku', 'date', 'revenue'])).toThrow('no column for the quantity was recognised');
  });

  it('makes of a future file what the history made of its columns, and takes no group for its item', () => {
    const future = (headers: string[], history: object) =>
      matchColumnRoles({ file: 'future.csv', line: 1 }, headers, {}, ['item', 'date'], history);
    expect(future(['Dept', 'Date', 'num_orders'], { item: 'Dept' })).toEqual({
      index: { item: 0, date: 1 },
      others: ['num_orders'],
    });
    expect(() => future(['Dept', 'Date', 'promo'], { item: 'SKU' })).toThrow(
      'no column for the item was recognised',
    );
    expect(future(['id', 'sku', 'date'], { item: 'id' }).index).toEqual({ item: 0, date: 2 });
  });

  it('prefers the sharper name, and leaves the rest as other columns', () => {
    const roles = match([
      'id',
      'item_name',
      'SKU',
      'store',
      'date',
      'Sales',
      'Unit Price',
      'is_promo',
      'colour',
    ]);
    expect(roles.index).toMatchObject({ item: 2, location: 3, date: 4, quantity: 5, price: 6, promotion: 7 });
    expect(roles.others).toEqual(['id', 'item_name', 'colour']);
  });

  it('follows a map before any alias', () => {
    const roles = match(['sku', 'colour', 'date', 'qty', 'shipped'], { item: 'Colour', quantity: 'shipped' });
    expect(roles.index).toMatchObject({ item: 1, quantity: 4 });
    expect(roles.others).toEqual(['sku', 'qty']);
  });

  it('refuses two columns of one name and a file without a quantity', () => {
    expect(() => match(['sku', 'date', 'qty', 'QTY'])).toThrow(/2 columns have this name/);
    expect(() => match(['sku', 'date'])).toThrow(
      'no column for the quantity was recognised among: sku, date',
    );
  });

  it('knows a wide table, and lists no more headers than a sentence holds', () => {
    const days = Array.from({ length: 500 }, (_, day) => `d_${day + 1}`);
    expect(() => match(['item_id', 'store_id', ...days])).toThrow(
      /looks like a wide table \(502 columns.*d_10 and 490 more\); head its columns with their dates \(2024-01-31, 2024-01 or 2024-W05\), or turn it into one row for each item and date\.$/,
    );
    const ofMonths = ['sku', ...'Jan Feb Mar Apr Mai Jun Jul'.split(' ')];
    expect(() => match(ofMonths)).toThrow(/looks like a wide table \(8 columns.*; head its columns/);
    expect(() => matchColumnRoles({ file: 'future.csv' }, ['sku', ...days], {}, ['item', 'date'])).toThrow(
      /looks like a wide table \(501 columns.*d_11 and 489 more\); turn it into one row for each item and date\.$/,
    );
    expect(() => match(['sku', 'date', ...days.map((day) => `feature ${day} of it`)])).toThrow(
      /no column for the quantity.* and 490 more; name it/,
    );
  });
});
