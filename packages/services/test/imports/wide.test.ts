import type { ImportMapping } from '@ordernimbus/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Context,
  getDataQuality,
  getSourceLines,
  listItems,
  listLocations,
  setMapping,
  streamErrors,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { allRows, dailyFacts, importWhole, undo, upload } from './import-fixture.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform({ now: () => new Date('2026-06-10T10:00:00Z') });
});
afterAll(() => test.close());

const shop = async (): Promise<Context> => test.contextFor(await test.createTenant(), 'owner');
const facts = async (ctx: Context): Promise<string[]> =>
  (await dailyFacts(ctx)).map((fact) => fact.replace(/ 0 \d+ 1$/, ''));

async function rejections(ctx: Context, importId: string): Promise<string[]> {
  let text = '';
  for await (const piece of (await streamErrors(ctx, { importId })).csv) text += piece;
  return text.trim().split('\r\n').slice(1);
}

/** Units by item and month. */
async function sums(ctx: Context): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const fact of await facts(ctx)) {
    const [key = '', units] = fact.split(' ');
    const [sku, , day = ''] = key.split('|');
    const period = `${sku} ${day.slice(0, 7)}`;
    found[period] = Math.round(1e6 * ((found[period] ?? 0) + Number(units))) / 1e6;
  }
  return found;
}

const days = `Store;SKU;Category;31.05.2026;01.06.2026;02.06.2026
North;A;Tea;3;;1,5
South;A;Tea;;2;
North;B;Tea;0;0;4
`;

describe('a table with one column for each day', () => {
  it('is read as one row for each filled cell', async () => {
    const ctx = await shop();
    const done = await importWhole(ctx, days);
    expect(done.inspection).toMatchObject({
      layout: 'long',
      wide: { unit: 'day', columns: 3, first: '31.05.2026', last: '02.06.2026' },
      questions: [],
      rowsEstimated: 6,
    });
    expect(done.inspection?.columns.map(({ header, meaning }) => [header, meaning])).toEqual([
      ['Store', 'location'],
      ['SKU', 'item'],
      ['Category', 'category'],
      ['Day (heading)', 'date'],
      ['Quantity (cell)', 'quantity'],
    ]);
    expect(done.inspection?.sampleRows[0]).toEqual(['North', 'A', 'Tea', '31.05.2026', '3']);
    expect(done.result).toMatchObject({ rows: 6, validRows: 6, items: 2, locations: 2, unitsSold: 10.5 });
    expect(await facts(ctx)).toEqual([
      'A|North|2026-05-31 3',
      'A|North|2026-06-02 1.5',
      'A|South|2026-06-01 2',
      'B|North|2026-06-02 4',
    ]);
    await undo(ctx, done.id);
    expect(await facts(ctx)).toEqual([]);
  });

  it('says of a cell that is wrong its line and its heading, and of an item that is missing its line once', async () => {
    const ctx = await shop();
    const done = await importWhole(
      ctx,
      'SKU,Name,2026-06-01,2026-06-02,2026-06-03,2026-06-30\nA,"two\nlines",1,x,2,\n,nobody,1,2,3,4\nB,b,,,7,1\n',
    );
    expect(done.result).toMatchObject({ validRows: 3, rejectedRows: 6 });
    expect(await rejections(ctx, done.id)).toEqual([
      '2,2026-06-02,x,The quantity is not a number.',
      '4,SKU,,The product code is empty.',
      '5,2026-06-30,2026-06-30,The date lies in the future.',
    ]);
    expect(await facts(ctx)).toEqual(['A|Main|2026-06-01 1', 'A|Main|2026-06-03 2', 'B|Main|2026-06-03 7']);
  });

  it('asks for the order of day and month where the headings do not tell', async () => {
    const ctx = await shop();
    const file = 'SKU,01/05/2026,02/05/2026,03/05/2026\nA,1,2,3\n';
    expect((await upload(ctx, file)).inspection?.questions.map(({ id }) => id)).toEqual(['dateOrder']);
    await importWhole(ctx, file, { dateOrder: 'dmy' });
    expect(await facts(ctx)).toEqual([1, 2, 3].map((day) => `A|Main|2026-05-0${day} ${day}`));
  });

  it('is refused where two columns are of one day, and where no cell is filled', async () => {
    const ctx = await shop();
    const error = async (file: string) => (await upload(ctx, file)).error?.message;
    expect(await error('SKU,2026-05-01,2026-05-02,1 May 2026\nA,1,2,3\n')).toBe(
      'Two columns are of one day: "2026-05-01" and "1 May 2026". Rename or remove one of them and choose the file again.',
    );
    expect(await error('SKU,2026-05-01,2026-05-02,2026-05-03\nA,,,\n')).toBe(
      'The 3 columns "2026-05-01" to "2026-05-03" have no number below their headings.',
    );
  });

  it('may have a column of dates that are of its items', async () => {
    const ctx = await shop();
    await importWhole(ctx, 'SKU,Created,2026-05-01,2026-05-02,2026-05-03\nA,2020-01-01,1,2,3\n');
    expect(await facts(ctx)).toEqual([1, 2, 3].map((day) => `A|Main|2026-05-0${day} ${day}`));
  });

  it('says which columns it does not read though they may be meant to be', async () => {
    const ctx = await shop();
    const notes = async (header: string, row: string) =>
      (await upload(ctx, `${header}\n${row}\n`)).inspection?.notes.filter((note) =>
        note.startsWith('Not read:'),
      );
    expect(await notes('SKU,Jan 2026,Febuary 2026,Mar 2026,Apr 2026,Total', 'A,1,2,3,4,10')).toEqual([
      'Not read: "Febuary 2026". A heading among the months needs a date, and stock comes in a file of its own.',
    ]);
    expect(await notes('SKU,On hand,Jan 2026,Feb 2026,Mar 2026', 'A,9,1,2,3')).toEqual([
      'Not read: "On hand". A heading among the months needs a date, and stock comes in a file of its own.',
    ]);
    expect(await notes('SKU,Jan 2026,Feb 2026,Mar 2026', 'A,1,2,3')).toEqual([]);
  });

  it('is found without a heading above its items, and asks for them', async () => {
    const ctx = await shop();
    const uploaded = await upload(ctx, ',2026-05-01,2026-05-02,2026-05-03\nA,1,2,3\nB,,,3\n');
    expect(uploaded.inspection).toMatchObject({ wide: { columns: 3 }, headerRow: 1 });
    expect(uploaded.inspection?.questions.map(({ id }) => id)).toEqual(['meaning:item']);
  });

  it('leaves totals out by the words of several languages, also below a heading of their own', async () => {
    const ctx = await shop();
    const done = await importWhole(
      ctx,
      'Category,SKU,2026-05-01,2026-05-02,2026-05-03\nTea,A,1,-,3\nTea,Total,1,,3\nTea,Total Eclipse,n/a,5,\nGesamtergebnis,,1,5,3\nTotal général,,1,5,3\n',
    );
    expect(await facts(ctx)).toEqual([
      'A|Main|2026-05-01 1',
      'A|Main|2026-05-03 3',
      'Total Eclipse|Main|2026-05-02 5',
    ]);
    expect(done.result?.rejections.map(({ reason }) => reason)).toEqual(['totals_row']);
  });

  it('takes an error of a spreadsheet for no missing value', async () => {
    const ctx = await shop();
    const done = await importWhole(ctx, 'SKU,2026-05-01,2026-05-02,2026-05-03\nA,#N/A,2,3\n');
    expect(await rejections(ctx, done.id)).toEqual(['2,2026-05-01,#N/A,The quantity is not a number.']);
  });

  it('is no table of rows with dates and quantities of their own, whatever its other columns are called', async () => {
    const ctx = await shop();
    await importWhole(ctx, 'Date,SKU,Qty,2025-01,2025-02,2025-03\n2026-05-01,A,7,1,2,3\n');
    expect(await facts(ctx)).toEqual(['A|Main|2026-05-01 7']);
  });

  it('is no table of orders with three dates', async () => {
    const ctx = await shop();
    const uploaded = await upload(
      ctx,
      'order,order date,ship date,due date,sku,qty\n1,2026-05-01,2026-05-02,2026-05-03,A,1\n',
    );
    expect(uploaded.inspection).toMatchObject({ layout: 'order_lines', headerRow: 1 });
    expect(uploaded.inspection).not.toHaveProperty('wide');
  });
});

const months = (last: string): string =>
  `Sales report\n\nSKU,Product name,Price,Mar 2026,Apr 2026,${last},Total
A,Tea,2.00,31,30,62,123
B,Cup,,,15,,15
Total,,,31,45,62,138
`;

describe('a table with one column for each month', () => {
  it('spreads each month over its days with exact totals, and leaves sums out', async () => {
    const ctx = await shop();
    const done = await importWhole(ctx, months('May 2026'));
    expect(done.mapping).toMatchObject({ rowPeriod: 'month' });
    expect(done.inspection).toMatchObject({
      wide: { unit: 'month', columns: 3 },
      headerRow: 3,
      questions: [],
    });
    expect(done.inspection?.columns.find(({ header }) => header === 'Total')).toMatchObject({
      meaning: 'ignore',
    });
    expect(done.preview).toMatchObject({
      rows: 7,
      validRows: 4,
      firstDay: '2026-03-01',
      lastDay: '2026-05-31',
      unitsSold: 138,
      findings: [{ id: 'monthly_rows', count: 3 }],
    });
    expect(done.result).toMatchObject({ itemDays: 31 + 30 + 31 + 30, revenueMinor: 24_600, rejectedRows: 3 });
    expect(new Set(await rejections(ctx, done.id))).toEqual(
      new Set(['6,,Total,"A line of totals, not a sale."']),
    );
    expect(await sums(ctx)).toEqual({
      'A 2026-03': 31,
      'A 2026-04': 30,
      'A 2026-05': 62,
      'B 2026-04': 15,
    });
    expect((await facts(ctx)).every((fact) => /\d \d+$/.test(fact))).toBe(true);
    expect((await getDataQuality(ctx)).items.map(({ id }) => id)).toContain('monthly_sales');
    expect((await allRows(ctx, 'items')).map(({ name }) => name).sort()).toEqual(['Cup', 'Tea']);
  });

  it('sets the month aside that is not over, and knows the mapping of before when it is', async () => {
    const ctx = await shop();
    const first = await importWhole(ctx, months('Jun 2026'), { defaultLocation: 'North' });
    expect(first.result?.rejections.map(({ reason }) => reason)).toContain('month_not_over');
    const next = await upload(ctx, months('May 2026'));
    expect(next.inspection).toMatchObject({ remembered: true, questions: [] });
    expect(next.mapping).toMatchObject({ rowPeriod: 'month', defaultLocation: 'North' });
  });
});

describe('a table with one column for each week', () => {
  it('spreads each ISO week over its days from Monday', async () => {
    const ctx = await shop();
    const done = await importWhole(ctx, 'SKU\t2026-W21\t2026-W22\t2026-W23\nA\t7\t14\t21\n');
    expect(done.mapping).toMatchObject({ rowPeriod: 'week_from' });
    expect(done.result).toMatchObject({ firstDay: '2026-05-18', lastDay: '2026-06-07', unitsSold: 42 });
    const inWeek = async (from: string, to: string) =>
      (await facts(ctx))
        .map((fact) => fact.slice(7).split(' '))
        .filter(([day = '']) => day >= from && day <= to)
        .reduce((sum, [, units]) => sum + Number(units), 0);
    expect(await inWeek('2026-05-18', '2026-05-24')).toBe(7);
    expect(await inWeek('2026-05-25', '2026-05-31')).toBe(14);
    expect(await inWeek('2026-06-01', '2026-06-07')).toBe(21);
  });
});

it('asks whether slashes are days or months first, and then whether a column is a month', async () => {
  const ctx = await shop();
  const file = 'SKU,01/01/2026,01/02/2026,01/03/2026\nA,31,28,31\n';
  const asked = await upload(ctx, file);
  expect(asked.inspection?.questions.map(({ id }) => id)).toEqual(['dateOrder']);
  const mapping = { ...asked.mapping, dateOrder: 'dmy' } as ImportMapping;
  await expect(setMapping(ctx, { importId: asked.id, mapping })).rejects.toMatchObject({
    code: 'needs_answer',
    places: [{ field: 'rowPeriod' }],
  });
  const done = await importWhole(ctx, file, { dateOrder: 'dmy', rowPeriod: 'month' });
  expect(done.preview?.findings).toMatchObject([{ id: 'monthly_rows', count: 3 }, { id: 'no_prices' }]);
  expect(await sums(ctx)).toEqual({ 'A 2026-01': 31, 'A 2026-02': 28, 'A 2026-03': 31 });
});

it('does not read dates in an order that an earlier file had and these do not', async () => {
  const ctx = await shop();
  await importWhole(ctx, 'SKU,2026-05-01,2026-05-02,2026-05-03\nA,1,2,3\n');
  const next = await upload(ctx, 'SKU,5/11/2026,5/12/2026,5/13/2026\nA,1,2,3\n');
  expect(next).toMatchObject({
    mapping: { dateOrder: 'mdy' },
    inspection: { remembered: true, questions: [] },
  });
  const open = await upload(ctx, 'SKU,5/1/2026,5/2/2026,5/3/2026\nA,1,2,3\n');
  expect(open.inspection?.questions.map(({ id }) => id)).toEqual(['dateOrder']);
});

it('refuses columns of quarters, and reads months of which one is missing', async () => {
  const ctx = await shop();
  const quarters = await upload(ctx, 'SKU,2025-01-01,2025-04-01,2025-07-01,2025-10-01\nA,1,2,3,4\n');
  expect(quarters.error?.message).toBe(
    'The columns "2025-01-01" to "2025-10-01" seem to be of quarters or longer. Give one column for each month, week or day.',
  );
  const gap = await upload(ctx, 'SKU,2025-01-01,2025-02-01,2025-04-01,2025-05-01\nA,1,2,3,4\n');
  expect(gap).toMatchObject({ mapping: { rowPeriod: 'month' }, inspection: { wide: { unit: 'month' } } });
});

it('warns before days replace parts of the totals of months', async () => {
  const ctx = await shop();
  await importWhole(ctx, 'SKU,Mar 2026,Apr 2026,May 2026\nA,31,30,31\n');
  const daily = await importWhole(ctx, 'date,sku,units\n2026-03-02,A,4\n2026-03-03,A,5\n2026-06-01,A,1\n');
  expect(daily.preview?.findings?.[0]).toMatchObject({
    id: 'parts_of_totals',
    severity: 'warning',
    count: 2,
  });
  const again = await upload(ctx, 'SKU,Mar 2026,Apr 2026,May 2026\nA,31,30,31\n');
  expect(again.preview?.findings?.map(({ id }) => id) ?? []).not.toContain('parts_of_totals');
});

it('shows each cell of a row once behind a day, where two of them share it', async () => {
  const ctx = await shop();
  const heads = Array.from({ length: 12 }, (_, week) =>
    new Date(Date.UTC(2026, 1, 2 + 7 * week + (week === 5 ? 1 : 0))).toISOString().slice(0, 10),
  );
  await importWhole(ctx, `SKU,${heads.join(',')}\nA,${heads.map(() => 70).join(',')}\n`, {
    rowPeriod: 'week_from',
  });
  const day = new Date(Date.UTC(2026, 1, 2 + 7 * 6)).toISOString().slice(0, 10);
  const lines = await getSourceLines(ctx, {
    itemId: (await listItems(ctx, {})).items[0]?.itemId ?? 0,
    locationId: (await listLocations(ctx)).items[0]?.locationId ?? 0,
    day,
  });
  const fact =
    (await facts(ctx)).find((one) => one.includes(`${day} `)) ??
    (await dailyFacts(ctx)).find((one) => one.includes(`${day} `)) ??
    '';
  expect(lines.items).toHaveLength(2);
  expect(lines.sold).toBe(Number(fact.split(' ')[1]));
});

it('takes an amount of money beyond what a shop has for a slip of one row', async () => {
  const ctx = await shop();
  const done = await importWhole(ctx, 'SKU,Price,Mar 2026,Apr 2026,May 2026\nA,20,500000000,1,1\n');
  expect(done.result).toMatchObject({ validRows: 3, revenueMinor: 1_000_000_004_000 });
  expect(await sums(ctx)).toMatchObject({ 'A 2026-03': 500_000_000 });
});

describe('a file with one row a month', () => {
  const file = `sku,date,units\n${['2026-02-28', '2026-03-31', '2026-04-30'].map((day) => `A,${day},10\n`).join('')}`;

  it('is asked about, and keeps the exact totals of its months', async () => {
    const ctx = await shop();
    const uploaded = await upload(ctx, file);
    expect(
      uploaded.inspection?.questions.map(({ id, options }) => [id, options.map(({ value }) => value)]),
    ).toEqual([['rowPeriod', ['month', 'day']]]);
    const { mapping } = uploaded;
    if (!mapping) throw new Error('no mapping');
    await expect(setMapping(ctx, { importId: uploaded.id, mapping })).rejects.toMatchObject({
      code: 'needs_answer',
    });
    const done = await importWhole(ctx, file, { rowPeriod: 'month' });
    expect(done.result).toMatchObject({
      itemDays: 28 + 31 + 30,
      firstDay: '2026-02-01',
      lastDay: '2026-04-30',
      unitsSold: 30,
    });
    expect(await sums(ctx)).toEqual({ 'A 2026-02': 10, 'A 2026-03': 10, 'A 2026-04': 10 });
  });

  it('is not asked about where its dates are those of quarters, or of two months', async () => {
    const ctx = await shop();
    const asked = async (days: string[]) =>
      (await upload(ctx, `sku,date,units\n${days.map((day) => `A,${day},10\n`).join('')}`)).inspection
        ?.questions;
    expect(await asked(['2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01'])).toEqual([]);
    expect(await asked(['2025-01-01', '2025-02-01'])).toEqual([]);
    expect(await asked(['2025-01-01', '2025-02-01', '2025-03-01', '2025-03-02'])).toEqual([]);
  });
});
