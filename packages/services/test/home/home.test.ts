import { randomUUID } from 'node:crypto';
import { withPlatform, withTenant } from '@ordernimbus/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getFreshness, getHome, recomputeReorder } from '../../src/index.ts';
import { seedRun } from '../reorder/reorder-fixture.ts';
import { list } from '../reorder/reorder-shop.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';

let test: TestPlatform;
let clock = new Date('2026-11-23T08:00:00Z');
beforeAll(async () => {
  test = await createTestPlatform({ now: () => clock });
});
afterAll(() => test.close());

async function emptyShop() {
  clock = new Date('2026-11-23T08:00:00Z');
  const tenant = await test.createTenant();
  return {
    tenantId: tenant.tenantId,
    ctx: test.contextFor(tenant, 'viewer'),
    query: (text: string, values: readonly unknown[] = []) =>
      withTenant(test.platform.database, tenant.tenantId, (tx) =>
        tx.query(text, [tenant.tenantId, ...values]),
      ),
  };
}
type Shop = Awaited<ReturnType<typeof emptyShop>>;

const insertImport = (
  shop: Shop,
  row: { status: string; fileName?: string; result?: object; error?: object; at?: string },
) =>
  shop.query(
    `insert into imports (tenant_id, id, file_name, status, result, error, created_by, created_at, finished_at, progress)
     values ($1, $2, $3, $4, $5, $6, 'test', $7, $7, '{"done": 30, "total": 120}')`,
    [
      randomUUID(),
      row.fileName ?? 'sales.csv',
      row.status,
      row.result ? JSON.stringify(row.result) : null,
      row.error ? JSON.stringify(row.error) : null,
      row.at ?? '2026-11-23T01:00:00Z',
    ],
  );

async function plannedShop() {
  const shop = await emptyShop();
  const seeded = await seedRun(
    test.platform.database,
    shop.tenantId,
    [
      { sku: 'Low', daily: 2, onHand: 10, priceMinor: 400, costMinor: 100 },
      { sku: 'Out', daily: 1, onHand: -3, priceMinor: 100 },
      { sku: 'Much', daily: 1, onHand: 500, costMinor: 200 },
      { sku: 'Dead', daily: null, code: 'delisted', onHand: 30, costMinor: 100 },
      { sku: 'Up', daily: 3, soldPrior28: 20, priceMinor: 1000 },
      { sku: 'Down', daily: 3, soldPrior28: 200, priceMinor: 500 },
      { sku: 'Steady', daily: 3, priceMinor: 9999 },
      { sku: 'Broken', daily: null, code: 'too_large' },
    ],
    { createdAt: new Date('2026-11-23T02:00:00Z') },
  );
  await recomputeReorder(test.platform, { tenantId: shop.tenantId });
  return { ...shop, ...seeded };
}

describe('home', () => {
  it('of a new shop has nothing and says how to begin', async () => {
    const { ctx } = await emptyShop();
    expect(await getHome(ctx)).toEqual({
      freshness: {
        state: 'empty',
        dataTo: null,
        noSalesSince: null,
        forecastAt: null,
        checkedAt: null,
        nextNightAt: null,
        runningRunId: null,
        runningImportId: null,
        progress: null,
        message: 'No sales yet. Import a file to begin.',
      },
      cutoff: null,
      hasData: false,
      runOut: { lines: 0, atRiskMinor: 0, linesWithoutPrice: 0 },
      overstock: { lines: 0, valueMinor: 0, linesWithoutPrice: 0 },
      linesPlanned: 0,
      linesWithoutStock: 0,
      next28: null,
      accuracy: null,
      attention: [],
    });
  });

  it('ranks what needs attention by money, with reasons and sparklines', async () => {
    const shop = await plannedShop();
    const low = shop.keyOf('Low');
    // units on the last day and eight weeks before it
    await shop.query(
      `insert into sales_quarters (tenant_id, item_id, location_id, quarter, days, sold, returned, revenue_minor, lines)
       values ($1, $2, $3, '2026-10-01', '{52}', '{4}', '{0}', '{0}', '{1}'),
         ($1, $2, $3, '2026-07-01', '{91}', '{9}', '{0}', '{0}', '{1}')`,
      [low.itemId, low.locationId],
    );
    const home = await getHome(shop.ctx);
    expect(home).toMatchObject({
      hasData: true,
      cutoff: '2026-11-22',
      next28: { units: { mean: 280, low: 250, high: 310 }, soldPrior28: 270 },
      accuracy: { wape: 0.31, naiveWape: 0.42 },
      runOut: { lines: 2 },
      overstock: { lines: 2 },
    });
    const kinds = home.attention.map((row) => [row.kind, row.title]);
    expect(kinds).toEqual([
      ['overstock', 'Item Much'],
      ['demand_up', 'Item Up'],
      ['demand_down', 'Item Down'],
      ['will_run_out', 'Item Low'],
      ['overstock', 'Item Dead'],
      ['will_run_out', 'Item Out'],
      ['failed_series', '1 item without a forecast'],
    ]);
    const money = home.attention.map((row) => row.moneyMinor ?? -1);
    expect(money).toEqual([...money].sort((a, b) => b - a));
    const reasons = Object.fromEntries(home.attention.map((row) => [row.title, row.reason]));
    expect(reasons).toMatchObject({
      'Item Low':
        '10 on hand, 42 expected to sell in the 21 days until an order of the next review could arrive: likely gone by 27 Nov 2026.',
      'Item Out':
        'Oversold by 3, 21 expected to sell in the 21 days until an order of the next review could arrive: nothing is left to sell.',
      'Item Much': '500 on hand would last about 71 weeks at the expected rate of 7 a week.',
      'Item Dead': '30 on hand, and hardly any sales are expected.',
      'Item Up': '60–108 expected in the next 28 days (8 in 10), up from 20 sold in the 28 days before.',
      'Item Down': '60–108 expected in the next 28 days (8 in 10), down from 200 sold in the 28 days before.',
    });
    const risk = home.attention.filter((row) => row.kind === 'will_run_out');
    expect(home.runOut.atRiskMinor).toBe(risk.reduce((sum, row) => sum + (row.moneyMinor ?? 0), 0));
    const over = home.attention.filter((row) => row.kind === 'overstock');
    expect(home.overstock.valueMinor).toBe(over.reduce((sum, row) => sum + (row.moneyMinor ?? 0), 0));
    // the series begins on 20 Sep, the last day of the fourth of the thirteen weeks before 22 Nov
    const spark = home.attention.find((row) => row.title === 'Item Low');
    expect(spark?.sparkHistory).toEqual([null, null, null, 0, 0, 9, 0, 0, 0, 0, 0, 0, 4]);
    expect(spark?.sparkForecast).toEqual([14, 14, 14, 14]);
  });

  it('counts what the lists show that its tiles lead to, an item at two locations twice', async () => {
    const shop = await emptyShop();
    await seedRun(test.platform.database, shop.tenantId, [
      { sku: 'Low', daily: 2, onHand: 10, priceMinor: 400, costMinor: 100 },
      { sku: 'Low', location: 'North', daily: 1, onHand: 5, priceMinor: 400, costMinor: 100 },
      // to be ordered at this review, though it lasts until the next order could arrive
      { sku: 'Due', daily: 2, onHand: 45, priceMinor: 300, costMinor: 100 },
      { sku: 'Much', daily: 1, onHand: 500, costMinor: 200 },
    ]);
    await recomputeReorder(test.platform, { tenantId: shop.tenantId });
    const home = await getHome(shop.ctx);
    const runOut = (await list(shop.ctx, { filter: { runsOut: true } })).totals;
    const overstock = (await list(shop.ctx, { filter: { status: ['overstock'] } })).totals;
    expect(home.runOut).toMatchObject({ lines: runOut.lines, atRiskMinor: runOut.atRiskMinor });
    expect(home.overstock).toMatchObject({ lines: overstock.lines, valueMinor: overstock.overstockMinor });
    expect([runOut.lines, overstock.lines]).toEqual([2, 1]);
    expect((await list(shop.ctx, { filter: { status: ['order_now'] } })).totals.lines).toBe(3);
  });

  it('tells what is not known of stock and money apart from what is nothing', async () => {
    const shop = await emptyShop();
    await seedRun(test.platform.database, shop.tenantId, [
      { sku: 'Uncounted', daily: 2, priceMinor: 400, costMinor: 100 },
      { sku: 'Priceless', daily: 2, onHand: 10 },
      { sku: 'Worthless', daily: 1, onHand: 500 },
    ]);
    await recomputeReorder(test.platform, { tenantId: shop.tenantId });
    expect(await getHome(shop.ctx)).toMatchObject({
      runOut: { lines: 1, atRiskMinor: 0, linesWithoutPrice: 1 },
      overstock: { lines: 1, valueMinor: 0, linesWithoutPrice: 1 },
      linesPlanned: 2,
      linesWithoutStock: 1,
    });
    expect((await list(shop.ctx)).totals).toMatchObject({
      linesToOrder: 1,
      linesToOrderWithoutCost: 1,
      bySupplier: [{ supplier: null, linesToOrder: 1, linesToOrderWithoutCost: 1 }],
    });
  });

  it('names the days of its reasons when the last sales lie back', async () => {
    const shop = await plannedShop();
    const reasons = async () =>
      Object.fromEntries((await getHome(shop.ctx)).attention.map((row) => [row.title, row.reason]));
    expect((await reasons())['Item Up']).toContain('in the next 28 days');
    clock = new Date('2027-01-20T08:00:00Z');
    expect(await reasons()).toMatchObject({
      'Item Low': '10 on hand, 42 expected to sell from 23 Nov to 13 Dec 2026: likely gone by 27 Nov 2026.',
      'Item Up':
        '60–108 expected from 23 Nov to 20 Dec 2026 (8 in 10), up from 20 sold in the 28 days before.',
    });
  });

  it('puts imports that went wrong first, until they are mended', async () => {
    const shop = await plannedShop();
    await insertImport(shop, {
      status: 'failed',
      error: { code: 'x', message: 'The file has no date column.' },
    });
    await insertImport(shop, { status: 'failed', fileName: 'old.csv', at: '2026-10-01T00:00:00Z' });
    const titles = async () => (await getHome(shop.ctx)).attention.map((row) => `${row.kind} ${row.title}`);
    expect((await titles()).slice(0, 2)).toEqual(['import_problem sales.csv', 'overstock Item Much']);
    expect((await getHome(shop.ctx)).attention[0]?.reason).toBe(
      'The import failed: The file has no date column.',
    );
    await insertImport(shop, {
      status: 'done',
      result: { rows: 1200, rejectedRows: 40, lastDay: '2026-11-22' },
    });
    expect((await getHome(shop.ctx)).attention[0]?.reason).toBe(
      '40 of 1,200 rows were not understood and are not in; their reasons are in errors.csv.',
    );
    // rows that everybody agreed to leave out are no problem
    const agreed = { reason: 'excluded_item', message: '', rows: 40, examples: [] };
    await insertImport(shop, {
      status: 'done',
      result: { rows: 1200, rejectedRows: 40, rejections: [agreed], lastDay: '2026-11-22' },
    });
    expect((await titles())[0]).toBe('overstock Item Much');
  });
});

describe('freshness', () => {
  const stateOf = async (shop: Shop) => (await getFreshness(shop.ctx)).state;

  it('goes from fresh to stale to running to failed', async () => {
    const shop = await plannedShop();
    expect(await getFreshness(shop.ctx)).toEqual({
      state: 'fresh',
      dataTo: '2026-11-22',
      noSalesSince: null,
      forecastAt: '2026-11-23T02:00:00.000Z',
      checkedAt: null,
      nextNightAt: null,
      runningRunId: null,
      runningImportId: null,
      progress: null,
      message: 'Data and forecast are up to date.',
    });
    clock = new Date('2026-11-24T15:00:00Z');
    expect(await getFreshness(shop.ctx)).toMatchObject({
      state: 'stale',
      message: expect.stringContaining('nightly run did not come'),
    });
    clock = new Date('2026-11-23T08:00:00Z');
    await insertImport(shop, {
      status: 'done',
      result: { rows: 1, lastDay: '2026-11-23' },
      at: '2026-11-23T07:00:00Z',
    });
    expect(await getFreshness(shop.ctx)).toMatchObject({ state: 'stale', dataTo: '2026-11-23' });

    const runId = randomUUID();
    await shop.query(
      `insert into forecast_runs (tenant_id, id, trigger, status, horizon_days, seed, created_by, created_at, partitions,
         partitions_done) values ($1, $2, 'import', 'running', 91, 1, 'test', '2026-11-23T07:30:00Z', 8, 2)`,
      [runId],
    );
    expect(await getFreshness(shop.ctx)).toMatchObject({
      state: 'running',
      runningRunId: runId,
      progress: 0.25,
    });
    await insertImport(shop, { status: 'running' });
    expect(await getFreshness(shop.ctx)).toMatchObject({ state: 'running', progress: 0.25 });
    await shop.query(`update imports set status = 'done' where tenant_id = $1 and status = 'running'`);
    await shop.query(
      `update forecast_runs set status = 'failed', error = '{"message": "The disk is full."}' where tenant_id = $1 and id = $2`,
      [runId],
    );
    const failed = await getFreshness(shop.ctx);
    expect(failed.state).toBe('failed');
    expect(failed.message).toBe(
      'The last forecast failed. The disk is full. The forecast before it is still shown.',
    );
  });

  it('is stale once the calendar says more than the forecast knows', async () => {
    const shop = await plannedShop();
    await shop.query(`update tenants set calendar_changed_at = '2026-11-23T07:00:00Z' where tenant_id = $1`);
    expect(await getFreshness(shop.ctx)).toMatchObject({
      state: 'stale',
      message: expect.stringContaining('The calendar changed'),
    });
  });

  it('stays fresh while each night finds that nothing changed', async () => {
    const shop = await plannedShop();
    clock = new Date('2026-11-25T08:00:00Z');
    expect(await getFreshness(shop.ctx)).toMatchObject({ state: 'stale' });
    await shop.query(`update tenants set nightly_checked_at = '2026-11-25T02:00:00Z' where tenant_id = $1`);
    expect(await getFreshness(shop.ctx)).toMatchObject({
      state: 'fresh',
      forecastAt: '2026-11-23T02:00:00.000Z',
      checkedAt: '2026-11-25T02:00:00.000Z',
      message: expect.stringContaining('nothing had changed'),
    });
  });

  it.each([
    ['daily', [1, 1, 1, 1, 1, 0, 0], '2026-11-25', '2026-11-26'],
    ['weekly', [0, 0, 0, 1, 0, 0, 0], '2026-12-06', '2026-12-07'],
  ])(
    'says from when on sales are missing to a shop with %s sales',
    async (_, week, lastFresh, firstStale) => {
      const shop = await plannedShop();
      await shop.query(`update forecast_nodes set history = $2::real[] where tenant_id = $1`, [
        Array.from({ length: 182 }, (__, day) => week[day % 7]),
      ]);
      const at = async (day: string) => {
        clock = new Date(`${day}T08:00:00Z`);
        await shop.query('update tenants set nightly_checked_at = $2 where tenant_id = $1', [clock]);
        return getFreshness(shop.ctx);
      };
      expect(await at(lastFresh)).toMatchObject({ state: 'fresh', noSalesSince: null });
      expect(await at(firstStale)).toMatchObject({
        state: 'stale',
        noSalesSince: '2026-11-22',
        message: expect.stringMatching(/^No sales since 22 Nov 2026\. Import the sales of the days since/),
      });
    },
  );

  it('does not miss sales in a sample shop, whose days are over', async () => {
    const shop = await plannedShop();
    await withPlatform(test.platform.platformDatabase, (tx) =>
      tx.query('update tenants set is_sample = true where tenant_id = $1', [shop.tenantId]),
    );
    clock = new Date('2027-03-01T08:00:00Z');
    await shop.query('update tenants set nightly_checked_at = $2 where tenant_id = $1', [clock]);
    expect(await getFreshness(shop.ctx)).toMatchObject({
      state: 'fresh',
      noSalesSince: null,
      message: expect.stringContaining('its sales end on 22 Nov 2026'),
    });
  });

  it('asks for a forecast when sales are in', async () => {
    const shop = await emptyShop();
    await insertImport(shop, { status: 'done', result: { rows: 1, lastDay: '2026-11-20' } });
    expect(await getFreshness(shop.ctx)).toMatchObject({ state: 'empty', dataTo: '2026-11-20' });
    expect(await stateOf(await emptyShop())).toBe('empty');
  });
});
