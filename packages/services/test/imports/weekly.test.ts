import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Context,
  getDataQuality,
  getSourceLines,
  listCalendarEntries,
  listItems,
  listLocations,
  setMapping,
} from '../../src/index.ts';
import { isoDayAt } from '../runs/sales-fixture.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { allRows, dailyFacts, importWhole, undo, upload } from './import-fixture.ts';

// a Monday
const today = '2026-06-01';
let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform({ now: () => new Date(`${today}T10:00:00Z`) });
});
afterAll(() => test.close());

const shop = async (): Promise<Context> => test.contextFor(await test.createTenant(), 'owner');

/** Rows of `weeks` Mondays from 5 January 2026. */
const weekly = (weeks: number, row: (day: string, week: number) => string): string =>
  Array.from({ length: weeks }, (_, week) => row(isoDayAt('2026-01-05', 7 * week), week)).join('');
const plain = `date,sku,units\n${weekly(20, (day) => `${day},A,10\n${day},B,1\n`)}`;

/** Units of an item by the Monday before. */
async function byWeek(ctx: Context, sku: string): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const fact of await dailyFacts(ctx)) {
    const [, found, day = '', units] = /^(.*)\|Main\|(\S+) (\S+)/.exec(fact) ?? [];
    if (found !== sku) continue;
    const monday = isoDayAt(day, -((new Date(day).getUTCDay() + 6) % 7));
    sums.set(monday, Math.round(1e6 * ((sums.get(monday) ?? 0) + Number(units))) / 1e6);
  }
  return sums;
}

describe('a file with one row a week', () => {
  it('is asked about, and keeps the exact totals of its weeks as days', async () => {
    const ctx = await shop();
    const uploaded = await upload(ctx, plain);
    expect(uploaded.inspection?.columns[0]?.weekly).toEqual({ weekday: 1, weeks: 20 });
    expect(uploaded.inspection?.questions.map(({ id, options }) => [id, options[0]?.label])).toEqual([
      ['rowPeriod', 'The week that begins then: Monday to Sunday'],
    ]);
    const mapping = uploaded.mapping;
    if (!mapping) throw new Error('no mapping');
    await expect(setMapping(ctx, { importId: uploaded.id, mapping })).rejects.toMatchObject({
      code: 'needs_answer',
    });
    const done = await importWhole(ctx, plain, { rowPeriod: 'week_from' });
    expect(done.preview).toMatchObject({
      rows: 40,
      unitsSold: 220,
      firstDay: '2026-01-05',
      lastDay: '2026-05-24',
      findings: [{ id: 'weekly_rows', severity: 'notice' }, { id: 'no_prices' }],
    });
    expect(done.result).toMatchObject({
      itemDays: 280,
      itemDaysChanged: 280,
      quality: [{ id: 'no_prices' }],
    });
    expect((await dailyFacts(ctx)).slice(0, 7)).toEqual([
      'A|Main|2026-01-05 1.428571 0 0 1',
      'A|Main|2026-01-06 1.428571 0 0 1',
      'A|Main|2026-01-07 1.428571 0 0 1',
      'A|Main|2026-01-08 1.428571 0 0 1',
      'A|Main|2026-01-09 1.428571 0 0 1',
      'A|Main|2026-01-10 1.428571 0 0 1',
      'A|Main|2026-01-11 1.428574 0 0 1',
    ]);
    const sums = await byWeek(ctx, 'B');
    expect([...sums.values()]).toEqual(Array.from({ length: 20 }, () => 1));
    const ids = (await getDataQuality(ctx)).items.map(({ id }) => id);
    expect(ids).toContain('weekly_sales');
    expect(ids).not.toContain('days_of_rest');
    expect(ids).not.toContain('one_weekday');
  });

  it('may end its weeks on its date, and shows the line behind a day', async () => {
    const ctx = await shop();
    await importWhole(ctx, `date,sku,units,price\n${weekly(8, (day) => `${day},A,7,1.11\n`)}`, {
      rowPeriod: 'week_until',
    });
    const facts = await dailyFacts(ctx);
    expect([facts[0], facts[6], facts.length]).toEqual([
      'A|Main|2025-12-30 1 0 111 1',
      'A|Main|2026-01-05 1 0 111 1',
      56,
    ]);
    const lines = await getSourceLines(ctx, {
      itemId: (await listItems(ctx, {})).items[0]?.itemId ?? 0,
      locationId: (await listLocations(ctx)).items[0]?.locationId ?? 0,
      day: '2026-01-02',
    });
    expect(lines).toMatchObject({ sold: 1, items: [{ row: 2, quantity: 1, counted: true }] });
  });

  it('splits money to the cent, returns too, and holds flags for the whole week', async () => {
    const ctx = await shop();
    await importWhole(
      ctx,
      `date,sku,units,revenue,in_stock,promo\n${weekly(9, (day, week) => `${day},A,${week === 1 ? -5 : 5},${week === 1 ? -0.1 : 0.1},${week === 2 ? 0 : 1},${week === 3 || week === 4 ? 1 : 0}\n`)}`,
      { rowPeriod: 'week_from' },
    );
    const facts = (await dailyFacts(ctx)).map((fact) => fact.split(' ').map(Number));
    const total = (column: number, from: number) =>
      facts.slice(from, from + 7).reduce((sum, fact) => sum + (fact[column] ?? 0), 0);
    expect(
      [total(1, 0), total(3, 0), total(2, 7), total(3, 7)].map((sum) => Math.round(sum * 1e6) / 1e6),
    ).toEqual([5, 10, 5, -10]);
    expect(await allRows(ctx, 'unavailable_spans')).toMatchObject([
      { from_day: '2026-01-19', to_day: '2026-01-25', reason: 'out_of_stock' },
    ]);
    expect((await listCalendarEntries(ctx, { when: 'past' })).items).toMatchObject([
      { fromDay: '2026-01-26', toDay: '2026-02-08', fromSalesFile: true },
    ]);
  });

  it('changes nothing when it comes again, gives way day by day to a daily file, and can be undone', async () => {
    const ctx = await shop();
    const one = await importWhole(ctx, plain, { rowPeriod: 'week_from' });
    const before = await dailyFacts(ctx);
    const two = await importWhole(ctx, plain, { rowPeriod: 'week_from' });
    expect(two.result?.itemDaysChanged).toBe(0);
    expect(two.inspection?.remembered).toBe(true);
    const daily = await importWhole(ctx, 'day,sku,units\n2026-01-06,A,4\n2026-01-07,A,2\n');
    expect(daily.result?.itemDaysChanged).toBe(2);
    expect((await dailyFacts(ctx)).slice(0, 2)).toEqual([before[0], 'A|Main|2026-01-06 4 0 0 1']);
    await undo(ctx, daily.id);
    expect(await dailyFacts(ctx)).toEqual(before);
    await undo(ctx, two.id);
    expect(await dailyFacts(ctx)).toEqual(before);
    await undo(ctx, one.id);
    expect(await dailyFacts(ctx)).toEqual([]);
  });

  it('is remembered for files of few weeks, and not for daily ones with the same headers', async () => {
    const ctx = await shop();
    await importWhole(ctx, plain, { rowPeriod: 'week_from' });
    const next = await upload(ctx, 'date,sku,units\n2026-05-25,A,7\n');
    expect(next).toMatchObject({ mapping: { rowPeriod: 'week_from' }, inspection: { questions: [] } });
    const daily = await upload(ctx, 'date,sku,units\n2026-05-25,A,7\n2026-05-26,A,7\n');
    expect(daily.mapping).not.toHaveProperty('rowPeriod');
  });

  it('sets the week aside that is not over', async () => {
    const ctx = await shop();
    const done = await importWhole(ctx, `date,sku,units\n${weekly(22, (day) => `${day},A,7\n`)}`, {
      rowPeriod: 'week_from',
    });
    expect(done.result).toMatchObject({
      validRows: 21,
      lastDay: '2026-05-31',
      rejections: [{ reason: 'week_not_over', rows: 1, examples: [{ value: today }] }],
    });
  });
});

it('takes sales on one weekday as such when told so, and the data page says what that means', async () => {
  const ctx = await shop();
  const done = await importWhole(ctx, plain, { rowPeriod: 'day' });
  expect(done.preview?.findings).toMatchObject([
    { id: 'one_weekday', title: 'All sales are on Mondays' },
    { id: 'no_prices' },
  ]);
  expect(await dailyFacts(ctx)).toHaveLength(40);
  const found = (await getDataQuality(ctx)).items.find(({ id }) => id === 'one_weekday');
  expect(found).toMatchObject({ severity: 'warning' });
  expect(found?.detail).toContain('total of a week');
});

it('asks nothing of daily sales, of seven weeks or of order lines', async () => {
  const ctx = await shop();
  const days = Array.from({ length: 70 }, (_, day) => `${isoDayAt('2026-01-05', day)},A,1\n`).join('');
  const files = [
    `date,sku,units\n${days}`,
    `date,sku,qty\n${weekly(7, (day) => `${day},A,1\n`)}`,
    `order,date,sku,qty\n${weekly(20, (day, week) => `${week},${day},A,1\n`)}`,
  ];
  for (const file of files) expect((await upload(ctx, file)).inspection?.questions).toEqual([]);
});
