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

/** Sums of a figure of an item (1 = sold, 2 = returned, 3 = revenue) by the week, from the weekday that it begins on. */
async function byWeek(ctx: Context, sku: string, figure = 1, begins = 1): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const fact of await dailyFacts(ctx)) {
    const [key = '', ...figures] = fact.split(' ');
    const [found, , day = ''] = key.split('|');
    if (found !== sku) continue;
    const first = isoDayAt(day, -((new Date(day).getUTCDay() + 7 - begins) % 7));
    sums.set(first, Math.round(1e6 * ((sums.get(first) ?? 0) + Number(figures[figure - 1]))) / 1e6);
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
      quality: [{ id: 'no_prices' }],
    });
    const facts = await dailyFacts(ctx);
    expect(done.result?.itemDaysChanged).toBe(facts.length);
    expect([...(await byWeek(ctx, 'A')).values()]).toEqual(Array.from({ length: 20 }, () => 10));
    expect([...(await byWeek(ctx, 'B')).values()]).toEqual(Array.from({ length: 20 }, () => 1));
    // whole units, which fall on all weekdays and not in the same way each week
    const sold = facts.map((fact) => Number(fact.split(' ')[1]));
    expect(sold.every(Number.isInteger)).toBe(true);
    const days = facts
      .filter((fact) => fact.startsWith('A'))
      .map((fact) => fact.split('|')[2]?.slice(0, 10) ?? '');
    expect(new Set(days.map((day) => new Date(day).getUTCDay())).size).toBe(7);
    const ofB = facts
      .filter((fact) => fact.startsWith('B'))
      .map((fact) => new Date(fact.slice(7, 17)).getUTCDay());
    expect(new Set(ofB).size).toBeGreaterThan(3);
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
    const [units, revenue] = [await byWeek(ctx, 'A', 1, 2), await byWeek(ctx, 'A', 3, 2)];
    expect([[...units.keys()][0], units.size]).toEqual(['2025-12-30', 8]);
    expect([...units.values(), ...revenue.values()]).toEqual([
      ...Array.from({ length: 8 }, () => 7),
      ...Array.from({ length: 8 }, () => 777),
    ]);
    const [, day = '', sold = ''] = /Main\|(\S+) (\d+)/.exec((await dailyFacts(ctx))[0] ?? '') ?? [];
    const lines = await getSourceLines(ctx, {
      itemId: (await listItems(ctx, {})).items[0]?.itemId ?? 0,
      locationId: (await listLocations(ctx)).items[0]?.locationId ?? 0,
      day,
    });
    expect(lines).toMatchObject({
      sold: Number(sold),
      items: [{ row: 2, quantity: Number(sold), counted: true }],
    });
  });

  it('splits money to the cent, returns too, and holds flags for the whole week', async () => {
    const ctx = await shop();
    await importWhole(
      ctx,
      `date,sku,units,revenue,in_stock,promo\n${weekly(9, (day, week) => `${day},A,${week === 1 ? -5 : 5},${week === 1 ? -0.1 : 0.1},${week === 2 ? 0 : 1},${week === 3 || week === 4 ? 1 : 0}\n`)}`,
      { rowPeriod: 'week_from' },
    );
    const [sold, returned, revenue] = [
      [...(await byWeek(ctx, 'A', 1)).values()],
      [...(await byWeek(ctx, 'A', 2)).values()],
      [...(await byWeek(ctx, 'A', 3)).values()],
    ];
    expect([sold[0], returned[0], revenue[0]]).toEqual([5, 0, 10]);
    expect([sold[1], returned[1], revenue[1]]).toEqual([0, 5, -10]);
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
    const between = await dailyFacts(ctx);
    const others = (facts: string[]) => facts.filter((fact) => !/^A\|Main\|2026-01-0[67] /.test(fact));
    expect(others(between)).toEqual(others(before));
    expect(between).toEqual(
      expect.arrayContaining(['A|Main|2026-01-06 4 0 0 1', 'A|Main|2026-01-07 2 0 0 1']),
    );
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
