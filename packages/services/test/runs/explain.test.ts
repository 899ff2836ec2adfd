import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type Forecast, ForecastExplanation } from '@ordernimbus/contracts';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Context,
  executeRun,
  explainForecast,
  getForecast,
  listForecasts,
  startRun,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { directEngine, insertSales, isoDayAt, makeSeries } from './sales-fixture.ts';

type Key = { itemId: number; locationId: number };
let test: TestPlatform;
let ctx: Context;
let keys: (Key & { sku: string })[];

async function run(on: Context): Promise<string> {
  const { id } = await startRun(on, { trigger: 'manual' });
  const input = { tenantId: on.tenantId, runId: id };
  expect(await executeRun(test.platform, input, { pool: directEngine })).toBe('done');
  return id;
}

const explain = async (on: Context, key: Key): Promise<ForecastExplanation> =>
  JSON.parse((await explainForecast(on, key)).body) as ForecastExplanation;

beforeAll(async () => {
  test = await createTestPlatform();
  const tenant = await test.createTenant();
  ctx = test.contextFor(tenant, 'planner');
  await insertSales(
    test.platform.database,
    tenant.tenantId,
    Array.from({ length: 12 }, (_, i) =>
      makeSeries(`item ${i}`, i % 2 ? 'North' : "King's Cross", { days: 200, seed: i + 1, category: 'Tea' }),
    ),
  );
  await run(ctx);
  keys = (await listForecasts(ctx, {})).items;
});
afterAll(() => test.close());

describe('explaining a forecast', () => {
  it('gives the delivered mix with the models left out, and drivers that add up to the boosted part', async () => {
    let withDrivers = 0;
    for (const key of keys) {
      const answer = await explain(ctx, key);
      expect([...Value.Errors(ForecastExplanation, answer)]).toEqual([]);
      const forecast = JSON.parse((await getForecast(ctx, key)).body) as Forecast;
      expect(answer.runId).toBe(forecast.runId);
      const shares = (list: Forecast['weights']) => list.map(({ model, weight }) => [model, weight]);
      expect(shares(answer.models.slice(0, forecast.weights.length))).toEqual(shares(forecast.weights));
      for (const { loss } of answer.models) expect(loss).toBeGreaterThan(0);
      const names = answer.models.map(({ model }) => model);
      expect(new Set(names).size).toBe(names.length);
      expect(names).toContain('boosted');
      const weight = forecast.weights.find(({ model }) => model === 'boosted')?.weight ?? 0;
      if (weight === 0) {
        expect(answer).toMatchObject({ boosted: null, noDrivers: { code: 'no_weight' } });
        continue;
      }
      withDrivers++;
      const { boosted } = answer;
      if (!boosted) throw new Error(`${key.sku} has no drivers: ${answer.noDrivers?.detail}`);
      expect(answer.noDrivers).toBeNull();
      expect([boosted.weight, boosted.from, boosted.days]).toEqual([weight, forecast.forecast.from, 91]);
      const units = boosted.drivers.reduce((sum, driver) => sum + driver.units, boosted.base);
      expect(Math.abs(units / boosted.total - 1)).toBeLessThan(1e-4);
      expect(boosted.weeks).toHaveLength(13);
      // The whole forecast, where the boosted model made all of it.
      if (weight === 1) {
        const delivered = forecast.forecast.mean.reduce((sum, value) => sum + value, 0);
        expect(Math.abs(boosted.total / delivered - 1)).toBeLessThan(1e-4);
      }
    }
    expect(withDrivers).toBeGreaterThan(0);
  });

  it('is the same answer from the cache, and is made once for two who ask together', async () => {
    const key = keys[0] as Key;
    const [first, second] = await Promise.all([explainForecast(ctx, key), explainForecast(ctx, key)]);
    expect(second).toBe(first);
    expect(await explainForecast(ctx, key)).toBe(first);
  });

  it('says why there are no drivers: no model, or files that are gone', async () => {
    const tenant = await test.createTenant();
    const own = test.contextFor(tenant, 'planner');
    await insertSales(test.platform.database, tenant.tenantId, [
      makeSeries('x', 'North', { days: 30, seed: 5 }),
      makeSeries('y', 'North', { days: 30, seed: 6 }),
    ]);
    const runId = await run(own);
    const [x, y] = (await listForecasts(own, {})).items as Key[] as [Key, Key];
    expect(await explain(own, x)).toMatchObject({ boosted: null, noDrivers: { code: 'no_model' } });
    const file = await test.platform.objects.localPath(`tenants/${tenant.tenantId}/runs/${runId}/input/x`);
    await rm(path.dirname(file), { recursive: true });
    const answer = await explain(own, y);
    expect(answer).toMatchObject({ boosted: null, noDrivers: { code: 'not_kept' } });
    expect(answer.models.length).toBeGreaterThan(0);
  });

  it('says since when an item is no longer sold, which has no forecast to explain', async () => {
    const tenant = await test.createTenant();
    const own = test.contextFor(tenant, 'planner');
    await insertSales(test.platform.database, tenant.tenantId, [
      makeSeries('alive', 'North', { days: 300, seed: 5 }),
      makeSeries('gone', 'North', { days: 100, seed: 6 }),
    ]);
    await run(own);
    const gone = (await listForecasts(own, {})).items.find(({ sku }) => sku === 'gone') as Key;
    const answer = await explain(own, gone);
    expect(answer).toMatchObject({ models: [], boosted: null, noDrivers: { code: 'no_forecast' } });
    expect(answer.noDrivers?.detail).toContain('2025-04-10');
  });

  it('names a sale that counts for less than it was, with its day', async () => {
    const tenant = await test.createTenant();
    const own = test.contextFor(tenant, 'planner');
    const bulk = makeSeries('bulk', 'North', { days: 120, seed: 5 });
    const most = Math.max(...bulk.sold.values());
    const sold = new Map([...bulk.sold, ['2025-04-01', 5000]] as [string, number][]);
    await insertSales(test.platform.database, tenant.tenantId, [
      { ...bulk, sold: new Map([...sold].sort()) },
      makeSeries('plain', 'North', { days: 120, seed: 6 }),
    ]);
    await run(own);
    const items = (await listForecasts(own, {})).items as (Key & { sku: string })[];
    const [one, other] = ['bulk', 'plain'].map((sku) => items.find((item) => item.sku === sku) as Key);
    const answer = await explain(own, one as Key);
    expect(Value.Errors(ForecastExplanation, answer)).toEqual([]);
    expect(answer.extraordinary).toEqual([{ day: '2025-04-01', quantity: 5000, taken: most }]);
    expect((await explain(own, other as Key)).extraordinary).toEqual([]);
  });

  it('says how little is known of an item that was launched a few days ago, and of no other', async () => {
    const tenant = await test.createTenant();
    const launched = test.contextFor(tenant, 'planner');
    const grown = Array.from({ length: 12 }, (_, i) =>
      makeSeries(`old ${i}`, 'North', { days: 200, seed: i + 1, category: 'Tea' }),
    );
    const from = isoDayAt('2025-01-01', 195);
    const young = makeSeries('new', 'North', { days: 5, seed: 3, category: 'Tea', from });
    await insertSales(test.platform.database, tenant.tenantId, [...grown, young]);
    await run(launched);
    for (const key of (await listForecasts(launched, {})).items) {
      const { youngDays, models } = await explain(launched, key);
      if (key.sku !== 'new') expect(youngDays).toBeNull();
      else {
        expect(youngDays).toBeGreaterThanOrEqual(1);
        expect(youngDays).toBeLessThanOrEqual(5);
        expect(models[0]?.model).toBe('boosted');
      }
    }
  });

  it('shows nothing to another shop', async () => {
    const stranger = test.contextFor(await test.createTenant(), 'planner');
    await expect(explainForecast(stranger, keys[0] as Key)).rejects.toMatchObject({ code: 'not_found' });
  });
});
