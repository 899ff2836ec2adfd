import {
  AccuracyReport,
  BacktestView,
  Explorer,
  Forecast,
  ForecastRun,
  type Metrics,
  probabilities,
} from '@ordernimbus/contracts';
import { withTenant } from '@ordernimbus/data';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Context,
  executeRun,
  exportForecasts,
  getAccuracy,
  getBacktest,
  getExplorer,
  getForecast,
  listForecasts,
  listRuns,
  startRun,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { directEngine, insertSales, isoDayAt, makeSeries } from './sales-fixture.ts';

let test: TestPlatform;
let ctx: Context;
let ids: { itemId: number; locationId: number }[];

async function run(on: Context): Promise<string> {
  const { id } = await startRun(on, { trigger: 'manual' });
  expect(await executeRun(test.platform, { tenantId: on.tenantId, runId: id }, { pool: directEngine })).toBe(
    'done',
  );
  return id;
}

beforeAll(async () => {
  test = await createTestPlatform();
  const tenant = await test.createTenant();
  ctx = test.contextFor(tenant, 'planner');
  await insertSales(
    test.platform.database,
    tenant.tenantId,
    ['a', 'b', 'c', 'd'].flatMap((sku, i) =>
      ['North', 'South'].map((location, j) =>
        makeSeries(sku, location, { days: 180, seed: 10 * i + j + 1, category: i % 2 ? 'Tea' : null }),
      ),
    ),
  );
  await run(ctx);
  ids = (await listForecasts(ctx, {})).items;
});
afterAll(() => test.close());

const read = async (on: Context, key: { itemId: number; locationId: number }): Promise<Forecast> =>
  JSON.parse((await getForecast(on, key)).body.toString()) as Forecast;

describe('reading a forecast', () => {
  it('answers with history, quantiles, sums and a sentence that fit the contract', async () => {
    const answer = await read(ctx, ids[0] as (typeof ids)[0]);
    expect([...Value.Errors(Forecast, answer)]).toEqual([]);
    expect(answer.forecast.from).toBe('2025-06-30');
    expect(answer.forecast.mean).toHaveLength(91);
    expect(answer.forecast.quantiles).toHaveLength(probabilities.length);
    expect(answer.cumulative.quantiles).toHaveLength(answer.cumulative.days.length);
    expect(answer.history.sold).toHaveLength(180);
    expect(answer.history.from).toBe('2025-01-01');
    expect(answer.locations.map((location) => location.name)).toEqual(['Shop North', 'Shop South']);
    const estimates = [answer.forecast, answer.cumulative, answer.weights, answer.metrics];
    const digits = JSON.stringify(estimates).match(/\d+\.\d+/g) ?? [];
    expect(digits.length).toBeGreaterThan(91);
    expect(digits.filter((text) => text.replace('.', '').replace(/^0+/, '').length > 6)).toEqual([]);
    const backtest = await getBacktest(ctx, ids[0] as (typeof ids)[0]);
    expect([...Value.Errors(BacktestView, backtest)]).toEqual([]);
    expect(backtest.runId).toBe(answer.runId);
    expect(backtest.windows).toHaveLength(3);
    expect(answer.currentSentence).toMatch(
      /^You will likely sell [\d.,]+–[\d.,]+ units in the next 28 days \(8 in 10\)\.$/,
    );
    expect(answer.sentence).toBe(
      answer.currentSentence.replace('in the next 28 days', 'from 30 Jun to 27 Jul 2025'),
    );
    const total = answer.forecast.mean.slice(0, 28).reduce((sum, value) => sum + value, 0);
    expect(answer.next28?.mean).toBeCloseTo(total, 2);
  });

  it('is the same bytes and ETag from the cache, and new ones after a run, with the old forecast as ghost', async () => {
    const tenant = await test.createTenant();
    const own = test.contextFor(tenant, 'planner');
    await insertSales(test.platform.database, tenant.tenantId, [
      makeSeries('x', 'North', { days: 90, seed: 5 }),
    ]);
    await run(own);
    const [key] = (await listForecasts(own, {})).items;
    const first = await getForecast(own, key as (typeof ids)[0]);
    const again = await getForecast(own, key as (typeof ids)[0]);
    expect(again).toBe(first);
    await insertSales(test.platform.database, tenant.tenantId, [
      makeSeries('x', 'North', { days: 95, seed: 5 }),
    ]);
    const second = await run(own);
    const after = await getForecast(own, key as (typeof ids)[0]);
    expect(after.etag).not.toBe(first.etag);
    const answer = JSON.parse(after.body.toString()) as Forecast;
    expect(answer.runId).toBe(second);
    expect(answer.previous?.from).toBe('2025-04-01');
    expect(answer.previous?.mean).toEqual((JSON.parse(first.body.toString()) as Forecast).forecast.mean);
  });

  it('asks PostgreSQL once when it is not cached', async () => {
    const pool = test.platform.database.pool;
    await getForecast(ctx, ids[0] as (typeof ids)[0]);
    let queries = 0;
    const client = await pool.connect();
    const original = client.query;
    const prototype = Object.getPrototypeOf(client) as { query: typeof original };
    const kept = prototype.query;
    client.release();
    prototype.query = function counted(this: unknown, ...args: unknown[]) {
      queries++;
      return Reflect.apply(kept, this, args) as never;
    } as never;
    try {
      await getForecast(ctx, ids[1] as (typeof ids)[0]);
    } finally {
      prototype.query = kept;
    }
    expect(queries).toBe(1);
  });

  it('shows unknown days as unknown and says why', async () => {
    const tenant = await test.createTenant();
    const own = test.contextFor(tenant, 'planner');
    const series = makeSeries('x', 'North', { days: 120, seed: 5 });
    const sold = new Map([...series.sold].filter(([day]) => day < '2025-03-01' || day > '2025-03-10'));
    await insertSales(test.platform.database, tenant.tenantId, [{ ...series, sold }]);
    await withTenant(test.platform.database, tenant.tenantId, (tx) =>
      tx.query(
        `insert into unavailable_spans (tenant_id, item_id, location_id, from_day, to_day, reason)
         select tenant_id, item_id, location_id, '2025-03-01', '2025-03-10', 'out_of_stock'
         from sales_quarters group by 1, 2, 3`,
      ),
    );
    await run(own);
    const [key] = (await listForecasts(own, {})).items;
    const answer = await read(own, key as (typeof ids)[0]);
    expect(answer.history.unavailable).toEqual([
      { from: '2025-03-01', to: '2025-03-10', reason: 'out_of_stock' },
    ]);
    expect(answer.history.sold.slice(59, 69)).toEqual(new Array(10).fill(null));
  });

  it('gives an item that stopped selling no forecast and says since when', async () => {
    const tenant = await test.createTenant();
    const own = test.contextFor(tenant, 'planner');
    await insertSales(test.platform.database, tenant.tenantId, [
      makeSeries('alive', 'North', { days: 300, seed: 5 }),
      makeSeries('gone', 'North', { days: 100, seed: 6 }),
    ]);
    const runId = await run(own);
    const items = (await listForecasts(own, {})).items;
    const gone = await read(own, items.find((item) => item.sku === 'gone') as (typeof ids)[0]);
    expect(gone).toMatchObject({ ok: false, failure: { code: 'delisted' }, next28: null });
    expect(gone.sentence).toContain('2025-04-10');
    const [entry] = (await listRuns(own, {})).items;
    expect(entry).toMatchObject({ id: runId, seriesTotal: 2, seriesOk: 1, seriesFailed: 0 });
    expect(Value.Check(ForecastRun, entry)).toBe(true);
  });

  it('says what is missing', async () => {
    const tenant = await test.createTenant();
    const own = test.contextFor(tenant, 'viewer');
    const none = { code: 'not_found', message: 'There is no forecast yet. Import sales first.' };
    await expect(getForecast(own, { itemId: 1, locationId: 1 })).rejects.toMatchObject(none);
    await expect(getExplorer(own, {})).rejects.toMatchObject(none);
    await expect(getAccuracy(own)).rejects.toMatchObject(none);
    await expect(exportForecasts(own)).rejects.toMatchObject(none);
    await expect(getForecast(ctx, { itemId: 2_000_000_000, locationId: 1 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it("answers 404 for another shop's item, cached or not", async () => {
    const other = await test.createTenant();
    const own = test.contextFor(other, 'planner');
    await insertSales(test.platform.database, other.tenantId, [
      makeSeries('x', 'North', { days: 30, seed: 5 }),
    ]);
    await run(own);
    await getForecast(ctx, ids[0] as (typeof ids)[0]);
    await expect(getForecast(own, ids[0] as (typeof ids)[0])).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('lists of forecasts', () => {
  it('pages through all of them', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listForecasts(ctx, { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((item) => `${item.sku}/${item.locationName}`));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(8);
    expect(new Set(seen).size).toBe(8);
    await expect(listForecasts(ctx, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('exports one line for each day and series', async () => {
    let text = '';
    for await (const part of await exportForecasts(ctx)) text += part;
    const lines = text.trimEnd().split('\n');
    expect(lines[0]).toBe('item,location,date,mean,q0.025,q0.1,q0.25,q0.5,q0.75,q0.9,q0.975,model');
    expect(lines).toHaveLength(1 + 8 * 91);
    expect(lines[1]).toMatch(/^a,North,2025-06-30,/);
    expect(lines[91]).toMatch(new RegExp(`^a,North,${isoDayAt('2025-06-30', 90)},`));
  });
});

describe('the explorer', () => {
  it('leads from the company to items, and every level adds up to the one above', async () => {
    const company = await getExplorer(ctx, {});
    expect([...Value.Errors(Explorer, company)]).toEqual([]);
    expect(company.children.map((row) => row.name).sort()).toEqual(['Shop North', 'Shop South']);
    const north = company.children.find((row) => row.name === 'Shop North');
    const location = await getExplorer(ctx, { locationId: north?.locationId as number });
    expect(location.children.map((row) => row.name).sort()).toEqual(['No category', 'Tea']);
    expect(location.title).toBe('Shop North');
    const category = await getExplorer(ctx, {
      locationId: north?.locationId as number,
      category: '',
      sort: 'name',
    });
    expect(category.children.map((row) => row.name)).toEqual(['Item a', 'Item c']);
    expect(category.breadcrumb.map((step) => step.name)).toEqual(['All sales', 'Shop North', 'No category']);
    expect([...Value.Errors(Explorer, category)]).toEqual([]);
    for (const level of [company, location, category]) {
      const sum = level.children.reduce((total, row) => total + (row.next28?.mean ?? 0), 0);
      expect(sum).toBeCloseTo(level.node?.next28?.mean ?? Number.NaN, 2);
      const spark = level.children.reduce((total, row) => total + (row.sparkHistory[12] ?? 0), 0);
      const history = level.node?.history ?? [];
      expect(spark).toBeCloseTo(
        history.slice(-7).reduce<number>((total, value) => total + (value ?? 0), 0),
        3,
      );
    }
  });

  it('adds up a category over all locations, down to its part at each', async () => {
    const company = await getExplorer(ctx, {});
    let below = 0;
    for (const category of ['Tea', '']) {
      const level = await getExplorer(ctx, { category });
      expect([...Value.Errors(Explorer, level)]).toEqual([]);
      expect(level.breadcrumb.map((step) => step.name)).toEqual(['All sales', category || 'No category']);
      expect(level.children.map(({ kind, name }) => [kind, name]).sort()).toEqual([
        ['location', 'Shop North'],
        ['location', 'Shop South'],
      ]);
      const mean = level.node?.next28?.mean ?? Number.NaN;
      const sum = level.children.reduce((total, row) => total + (row.next28?.mean ?? 0), 0);
      expect(sum).toBeCloseTo(mean, 2);
      below += mean;
      const [part] = level.children;
      const there = await getExplorer(ctx, { category, locationId: part?.locationId as number });
      expect(there.node?.next28).toEqual(part?.next28);
      const items = await getExplorer(ctx, { category, search: 'item' });
      expect(items.children.every(({ kind }) => kind === 'item')).toBe(true);
    }
    expect(below).toBeCloseTo(company.node?.next28?.mean ?? Number.NaN, 2);
    await expect(getExplorer(ctx, { category: 'Coffee' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('searches, sorts and pages', async () => {
    const found = await getExplorer(ctx, { search: 'item A' });
    expect(found.children.map((row) => row.name).sort()).toEqual([
      'Item a (Shop North)',
      'Item a (Shop South)',
    ]);
    const first = await getExplorer(ctx, { search: 'item', limit: 5, sort: 'next28' });
    expect(first.totalChildren).toBe(8);
    const second = await getExplorer(ctx, {
      search: 'item',
      limit: 5,
      sort: 'next28',
      cursor: first.nextCursor as string,
    });
    expect(second.children).toHaveLength(3);
    expect(second.nextCursor).toBeUndefined();
    const means = [...first.children, ...second.children].map((row) => row.next28?.mean ?? 0);
    expect(means).toEqual([...means].sort((a, b) => b - a));
    const upwards = await getExplorer(ctx, { search: 'item', sort: 'next28', direction: 'asc' });
    expect(upwards.children.map((row) => row.next28?.mean ?? 0)).toEqual([...means].reverse());
    const changes = (await getExplorer(ctx, { search: 'item', sort: 'change' })).children.map((row) =>
      row.next28 && row.soldPrior28 ? row.next28.mean / row.soldPrior28 : Number.NEGATIVE_INFINITY,
    );
    expect(changes).toEqual([...changes].sort((a, b) => b - a));
    const shops = await getExplorer(ctx, { sort: 'name' });
    const backwards = await getExplorer(ctx, { sort: 'name', direction: 'desc' });
    expect(backwards.children.map((row) => row.name)).toEqual(
      shops.children.map((row) => row.name).reverse(),
    );
    await expect(getExplorer(ctx, { search: '%' })).resolves.toMatchObject({ totalChildren: 0 });
  });

  it('leaves out the level of locations when there is one', async () => {
    const tenant = await test.createTenant();
    const own = test.contextFor(tenant, 'planner');
    await insertSales(test.platform.database, tenant.tenantId, [
      makeSeries('x', 'North', { days: 60, seed: 5, category: 'Tea' }),
      makeSeries('y', 'North', { days: 60, seed: 6 }),
    ]);
    await run(own);
    const company = await getExplorer(own, {});
    expect(company.children.map((row) => row.kind)).toEqual(['category', 'category']);
    const tea = await getExplorer(own, { category: 'Tea' });
    expect(tea.breadcrumb.map((step) => step.name)).toEqual(['All sales', 'Tea']);
    expect(tea.children).toHaveLength(1);
  });
});

describe('the explorer of a shop without categories', () => {
  it('lists items at once', async () => {
    const tenant = await test.createTenant();
    const own = test.contextFor(tenant, 'planner');
    await insertSales(test.platform.database, tenant.tenantId, [
      makeSeries('x', 'North', { days: 60, seed: 5 }),
      makeSeries('y', 'North', { days: 60, seed: 6 }),
    ]);
    await run(own);
    const company = await getExplorer(own, { sort: 'name' });
    expect(company.children.map((row) => [row.kind, row.name])).toEqual([
      ['item', 'Item x'],
      ['item', 'Item y'],
    ]);
    expect(company.node?.next28).not.toBeNull();
  });
});

describe('the accuracy report', () => {
  it('of an item is measured on the windows that its page shows', async () => {
    for (const key of ids) {
      const { metrics } = await read(ctx, key);
      const { windows } = await getBacktest(ctx, key);
      expect(windows.map(({ originDay }) => originDay)).toEqual(['2025-04-06', '2025-05-04', '2025-06-01']);
      const sums = { error: 0, naive: 0, sold: 0, inside: 0, known: 0 };
      for (const { actual, mean, naive, low80, high80 } of windows) {
        for (const [k, sold] of actual.entries()) {
          if (sold === null) continue;
          sums.sold += sold;
          sums.error += Math.abs(sold - (mean[k] as number));
          sums.naive += Math.abs(sold - (naive[k] as number));
          sums.inside += sold >= (low80[k] as number) && sold <= (high80[k] as number) ? 1 : 0;
          sums.known++;
        }
      }
      // the windows keep five digits of each day
      expect(sums.error / sums.sold).toBeCloseTo(metrics?.wape ?? Number.NaN, 3);
      expect(sums.naive / sums.sold).toBeCloseTo(metrics?.naiveWape ?? Number.NaN, 3);
      expect(Math.abs(sums.inside / sums.known - (metrics?.coverage80 ?? Number.NaN))).toBeLessThan(0.02);
    }
  });

  it('fits the contract and agrees with the figures of the series', async () => {
    const report = await getAccuracy(ctx);
    expect([...Value.Errors(AccuracyReport, report)]).toEqual([]);
    expect(report.byHorizon).toHaveLength(28);
    expect(report.byCategory.map(({ category, name }) => [category, name])).toEqual([
      ['', 'No category'],
      ['Tea', 'Tea'],
    ]);
    const taking = new Map<string, number>();
    for (const { weights } of await Promise.all(ids.map((key) => read(ctx, key)))) {
      const kinds = weights.filter(({ weight }) => weight > 0).map(({ model }) => model.replace(/\(.*/, ''));
      for (const kind of new Set(kinds)) taking.set(kind, (taking.get(kind) ?? 0) + 1);
    }
    expect(new Map(report.byModel.map(({ model, series }) => [model, series]))).toEqual(taking);
    expect(report.worst.length).toBeGreaterThan(0);
    const all = await Promise.all(ids.map((key) => read(ctx, key)));
    const mase = all.map((one) => (one.metrics as Metrics).mase as number);
    expect(report.overall.mase).toBeCloseTo(mase.reduce((sum, value) => sum + value, 0) / mase.length, 6);
    const inside = all.map(
      (one) => ((one.metrics as Metrics).coverage80 as number) * (one.metrics as Metrics).n,
    );
    const n = all.reduce((sum, one) => sum + (one.metrics as Metrics).n, 0);
    expect(report.overall.coverage80).toBeCloseTo(inside.reduce((sum, value) => sum + value, 0) / n, 6);
    for (const { nominal, actual, plain } of report.calibration) {
      expect(actual, `${nominal}`).toBeGreaterThan(0);
      expect(actual, `${nominal}`).toBeLessThanOrEqual((plain as number) + 1e-9);
    }
    expect(report.overall.n).toBe(n);
  });
});
