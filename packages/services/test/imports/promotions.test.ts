import { Readable } from 'node:stream';
import { storeFilePromotions, withTenant } from '@ordernimbus/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Context,
  changeCalendarEntry,
  executeRun,
  getCalendarStatus,
  listCalendarEntries,
  listForecasts,
  previewScenario,
  startRun,
} from '../../src/index.ts';
import { directEngine, isoDayAt } from '../runs/sales-fixture.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { dailyFacts, importWhole, undo, upload } from './import-fixture.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform({ now: () => new Date('2026-06-01T10:00:00Z') });
});
afterAll(() => test.close());

const shop = async (): Promise<Context> => test.contextFor(await test.createTenant(), 'owner');

/** Promotions of the calendar, `sku|location first last`, ahead and past together. */
async function promotions(ctx: Context): Promise<string[]> {
  const pages = await Promise.all(
    (['past', 'ahead'] as const).map((when) => listCalendarEntries(ctx, { kind: 'promotion', when })),
  );
  return pages
    .flatMap(({ items }) => items)
    .map(({ sku, locationName, fromDay, toDay }) => `${sku}|${locationName ?? '*'} ${fromDay} ${toDay}`)
    .sort();
}

const header = 'date,sku,store,units,promo\n';
/** Units of the days 1, 2, ... of May, a promoted day marked with a star; a dash is no row. */
const may = (sku: string, store: string, ...days: string[]): string =>
  days
    .map((said, at) => {
      if (said === '-') return '';
      const day = `2026-05-${String(at + 1).padStart(2, '0')}`;
      return `${day},${sku},${store},${said.replace('*', '')},${said.endsWith('*') ? 1 : 0}\n`;
    })
    .join('');

describe('the promotion column of a daily table', () => {
  it('becomes promotions of items, days in a row as one, said once where all locations have it', async () => {
    const ctx = await shop();
    const done = await importWhole(
      ctx,
      header +
        may('A', 'S1', '1', '4*', '5*', '1', '2', '6*') +
        may('A', 'S2', '1', '3*', '3*', '1', '2', '2') +
        may('B', 'S1', '2*', '-', '-', '2*', '1', '2*'),
    );
    expect(done.preview?.findings).toMatchObject([
      { id: 'promotions', severity: 'info', count: 4 },
      { id: 'no_prices' },
    ]);
    expect(done.preview?.findings?.[0]?.title).toBe('4 promotions on 8 item-days');
    expect(await promotions(ctx)).toEqual([
      'A|* 2026-05-02 2026-05-03',
      'A|S1 2026-05-06 2026-05-06',
      'B|* 2026-05-01 2026-05-04',
      'B|* 2026-05-06 2026-05-06',
    ]);
    const [first] = (await listCalendarEntries(ctx, { when: 'past' })).items;
    expect(first).toMatchObject({ kind: 'promotion', name: 'Promotion', fromSalesFile: true });
    const other = await shop();
    expect(await promotions(other)).toEqual([]);
  });

  it('changes nothing when the same file comes again, and goes when both are undone', async () => {
    const ctx = await shop();
    const file = header + may('A', 'S1', '1', '4*', '5*', '1');
    const one = await importWhole(ctx, file);
    const before = (await listCalendarEntries(ctx, { when: 'past' })).items;
    const runs = () => test.sent.filter(({ payload }) => payload.tenantId === ctx.tenantId && payload.runId);
    expect(before).toHaveLength(1);
    expect(runs()).toHaveLength(1);
    const two = await importWhole(ctx, file);
    expect((await listCalendarEntries(ctx, { when: 'past' })).items).toEqual(before);
    expect(runs()).toHaveLength(1);
    await undo(ctx, one.id);
    expect((await listCalendarEntries(ctx, { when: 'past' })).items).toEqual(before);
    await undo(ctx, two.id);
    expect(await promotions(ctx)).toEqual([]);
    expect(await dailyFacts(ctx)).toEqual([]);
  });

  it('follows the later file on the days that it holds, also when only flags differ, and the earlier when it goes', async () => {
    const ctx = await shop();
    await importWhole(ctx, header + may('A', 'S1', '1', '4*', '5*', '1*', '1') + may('B', 'S1', '1*'));
    const before = await promotions(ctx);
    const later = await importWhole(ctx, header + may('A', 'S1', '-', '4', '5*', '1', '1*'));
    expect(later.result?.itemDaysChanged).toBe(0);
    expect(await promotions(ctx)).toEqual([
      'A|* 2026-05-03 2026-05-03',
      'A|* 2026-05-05 2026-05-05',
      'B|* 2026-05-01 2026-05-01',
    ]);
    await undo(ctx, later.id);
    expect(await promotions(ctx)).toEqual(before);
  });

  it('ends that a promotion holds everywhere once a file without the column sells the item elsewhere', async () => {
    const ctx = await shop();
    await importWhole(ctx, header + may('A', 'S1', '1', '4*'));
    const elsewhere = await importWhole(ctx, 'date,sku,store,units\n2026-05-02,A,S2,1\n');
    expect(elsewhere.preview?.findings).toMatchObject([{ id: 'no_prices' }]);
    expect(await promotions(ctx)).toEqual(['A|S1 2026-05-02 2026-05-02']);
    await undo(ctx, elsewhere.id);
    expect(await promotions(ctx)).toEqual(['A|* 2026-05-02 2026-05-02']);
  });

  it('leaves to a person the entry that they changed', async () => {
    const ctx = await shop();
    const file = header + may('A', 'S1', '1', '4*', '5*', '1');
    const one = await importWhole(ctx, file);
    const [entry] = (await listCalendarEntries(ctx, { when: 'past' })).items;
    if (!entry) throw new Error('no entry');
    const { id, sku: _s, itemName: _i, locationName: _l, updatedAt: _u, fromSalesFile: _f, ...said } = entry;
    await changeCalendarEntry(ctx, { id, entry: { ...said, toDay: '2026-05-04', discountPercent: 20 } });
    await importWhole(ctx, file);
    await undo(ctx, one.id);
    const { items } = await listCalendarEntries(ctx, { when: 'past' });
    expect(items).toMatchObject([{ id, toDay: '2026-05-04', discountPercent: 20, fromSalesFile: false }]);
  });

  it('reads names, numbers and words, and takes rows after the last sale as planned', async () => {
    const ctx = await shop();
    const done = await importWhole(
      ctx,
      'date,sku,units,promo\n2026-05-01,A,3,Spring sale\n2026-05-02,A,3,none\n2026-05-03,A,3,20 %\n2026-05-04,A,3,"0,0"\n' +
        '2026-05-05,A,,yes\n2026-06-20,A,,1\n2026-06-21,A,0,1\n2026-06-22,A,,\n2029-01-01,A,,1\n2026-05-03,B,,1\n',
    );
    expect(done.result).toMatchObject({
      firstDay: '2026-05-01',
      lastDay: '2026-05-04',
      unitsSold: 12,
      validRows: 7,
      rejections: [
        { reason: 'date_in_future', rows: 2 },
        { reason: 'quantity_missing', rows: 1 },
      ],
    });
    expect(await dailyFacts(ctx)).toHaveLength(4);
    expect(await promotions(ctx)).toEqual([
      'A|* 2026-05-01 2026-05-01',
      'A|* 2026-05-03 2026-05-03',
      'A|* 2026-05-05 2026-05-05',
      'A|* 2026-06-20 2026-06-21',
    ]);
  });

  it('cuts what lasts longer than an entry may', async () => {
    const ctx = await shop();
    const rows = Array.from({ length: 1102 }, (_, day) => `${isoDayAt('2023-01-01', day)},A,1,1\n`);
    await importWhole(ctx, `date,sku,units,promo\n${rows.join('')}`);
    expect(await promotions(ctx)).toEqual([
      `A|* 2023-01-01 ${isoDayAt('2023-01-01', 1099)}`,
      `A|* ${isoDayAt('2023-01-01', 1100)} ${isoDayAt('2023-01-01', 1101)}`,
    ]);
  });

  it('takes all or none into a calendar that is nearly full', async () => {
    const ctx = await shop();
    await importWhole(ctx, header + may('A', 'S1', '1', '4*', '1', '2*') + may('B', 'S1', '1*'));
    const store = (most: number) =>
      withTenant(ctx.platform.database, ctx.tenantId, (tx) =>
        storeFilePromotions(tx, {
          name: 'Promotion',
          items: Readable.from(['A\n']),
          promotions: Readable.from(['A,,2026-05-02,2026-05-02\nA,S1,2026-05-09,2026-05-09\n']),
          most,
          now: test.platform.now(),
        }),
      );
    expect(await store(2)).toEqual({ changed: 2, leftOut: 2 });
    expect(await promotions(ctx)).toEqual(['B|* 2026-05-01 2026-05-01']);
    expect(await store(3)).toEqual({ changed: 2, leftOut: 0 });
    expect(await store(3)).toEqual({ changed: 0, leftOut: 0 });
  });
});

it('says that the promotion column of order lines is not used', async () => {
  const ctx = await shop();
  const file = 'order,date,sku,qty,promo\n1,2026-05-01,A,2,1\n';
  const uploaded = await upload(ctx, file);
  expect(uploaded.inspection?.columns[4]?.meaning).toBe('ignore');
  expect(uploaded.inspection?.notes.join(' ')).toContain('Calendar > From a file');
  const columns = (['order', 'date', 'item', 'quantity', 'promotion'] as const).map((meaning, index) => ({
    index,
    meaning,
  }));
  const done = await importWhole(ctx, file, { columns });
  expect(done.preview?.findings).toMatchObject([
    { id: 'promotions_not_used', severity: 'notice' },
    { id: 'no_prices' },
  ]);
  expect(await promotions(ctx)).toEqual([]);
});

it('is what the next forecast learns from', async () => {
  const ctx = await shop();
  const start = '2025-04-01';
  const rows: string[] = [];
  for (let day = 0; day < 400; day++) {
    for (const item of [1, 2, 3, 4, 5, 6]) {
      const promoted = day % 40 >= 20 && day % 40 < 27;
      const units = Math.round((8 + 3 * item + ((day * 7 + item * 3) % 5)) * (promoted ? 2.2 : 1));
      rows.push(`${isoDayAt(start, day)},I${item},${units},${promoted ? 1 : 0}\n`);
    }
  }
  for (const day of [412, 413, 414])
    for (const item of [1, 2, 3, 4, 5, 6]) rows.push(`${isoDayAt(start, day)},I${item},,1\n`);
  await importWhole(ctx, `date,sku,units,promotion\n${rows.join('')}`);
  const { id } = await startRun(ctx, { trigger: 'manual' });
  await executeRun(test.platform, { tenantId: ctx.tenantId, runId: id }, { pool: directEngine });
  const status = await getCalendarStatus(ctx);
  expect(status).toMatchObject({ changedSinceForecast: false });
  expect(status.kinds[0]).toEqual({ kind: 'promotion', ahead: 6, past: 60 });
  const item = (await listForecasts(ctx, {})).items[0];
  if (!item) throw new Error('no forecast');
  const answer = await previewScenario(ctx, {
    itemId: item.itemId,
    locationId: item.locationId,
    promotion: { fromDay: isoDayAt(start, 404), toDay: isoDayAt(start, 406), discountPercent: null },
  });
  expect(answer.notes.map(({ code }) => code)).not.toContain('promotions_unknown');
  const sum = (mean: readonly number[], from: number) =>
    mean.slice(from, from + 3).reduce((a, b) => a + b, 0);
  expect(sum(answer.scenario.mean, 4)).toBeGreaterThan(1.5 * sum(answer.baseline.mean, 4));
  // the rows after the last sale were planned days
  expect(sum(answer.baseline.mean, 12)).toBeGreaterThan(1.5 * sum(answer.baseline.mean, 19));
});
