import type { Forecast } from '@ordernimbus/contracts';
import { createDatabase } from '@ordernimbus/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Context,
  currentVersion,
  executeRun,
  getForecast,
  listForecasts,
  startRun,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { insertSales, makeSeries, quickEngine } from './sales-fixture.ts';

let test: TestPlatform;
let ctx: Context;
beforeAll(async () => {
  test = await createTestPlatform();
  const tenant = await test.createTenant();
  ctx = test.contextFor(tenant, 'planner');
  await insertSales(test.platform.database, tenant.tenantId, [
    makeSeries('a', 'North', { days: 40, seed: 1 }),
  ]);
});
afterAll(() => test.close());

async function run(): Promise<string> {
  const { id } = await startRun(ctx, { trigger: 'manual' });
  await executeRun(test.platform, { tenantId: ctx.tenantId, runId: id }, { pool: quickEngine });
  return id;
}

describe('the cache', () => {
  it('answers of the new run at once in this process, and within a second in any other', async () => {
    const elsewhere = createDatabase({ url: test.db.appUrl, maxConnections: 2 });
    const other: Context = { ...ctx, platform: { ...ctx.platform, database: elsewhere } };
    try {
      await run();
      const [key] = (await listForecasts(ctx, {})).items;
      const read = async (on: Context) =>
        (
          JSON.parse(
            (await getForecast(on, key as { itemId: number; locationId: number })).body.toString(),
          ) as Forecast
        ).runId;
      for (let round = 0; round < 3; round++) {
        await Promise.all([read(ctx), read(other)]);
        const newest = await run();
        const committed = performance.now();
        expect(await read(ctx)).toBe(newest);
        // the run's commit lies before `committed`, so whoever asks a second later must see it
        let answer = await read(other);
        while (answer !== newest) {
          expect(performance.now() - committed).toBeLessThan(1000);
          answer = await read(other);
        }
      }
    } finally {
      await elsewhere.close();
    }
  });

  it('asks the database once for many requests of a moment', async () => {
    const elsewhere = createDatabase({ url: test.db.appUrl, maxConnections: 4 });
    let borrowed = 0;
    elsewhere.pool.on('acquire', () => {
      borrowed++;
    });
    try {
      await Promise.all(Array.from({ length: 200 }, () => currentVersion(elsewhere, ctx.tenantId)));
      await currentVersion(elsewhere, ctx.tenantId);
      expect(borrowed).toBe(1);
    } finally {
      await elsewhere.close();
    }
  });
});
