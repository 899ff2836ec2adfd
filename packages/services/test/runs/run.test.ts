import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cancelRun,
  type EnginePort,
  executeRun,
  getRun,
  listRunFailures,
  listRuns,
  replayRun,
  startRun,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { readForecastState } from './read-state.ts';
import { directEngine, insertSales, makeSeries } from './sales-fixture.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform();
});
afterAll(() => test.close());

async function shop(series: Parameters<typeof insertSales>[2]) {
  const tenant = await test.createTenant();
  await insertSales(test.platform.database, tenant.tenantId, series);
  return { tenant, ctx: test.contextFor(tenant, 'planner') };
}

const smallShop = () =>
  ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((sku, i) =>
    ['North', 'South'].map((location, j) =>
      makeSeries(sku, location, { days: 200, seed: 10 * i + j + 1, category: i % 2 ? 'Tea' : null }),
    ),
  );

describe('a forecast run', () => {
  it('goes from sales to a current forecast, and a replay gives the same numbers', async () => {
    const { ctx, tenant } = await shop(smallShop());
    const queued = await startRun(ctx, { trigger: 'manual' });
    expect(queued.status).toBe('queued');
    expect(test.sent.at(-1)).toMatchObject({ name: 'forecast-run', payload: { runId: queued.id } });
    const ids = { tenantId: tenant.tenantId, runId: queued.id };
    expect(await executeRun(test.platform, ids, { pool: directEngine })).toBe('done');

    const run = await getRun(ctx, { runId: queued.id });
    expect(run).toMatchObject({
      status: 'done',
      isCurrent: true,
      cutoff: '2025-07-19',
      seriesTotal: 12,
      seriesOk: 12,
      seriesFailed: 0,
      partitions: 1,
      partitionsDone: 1,
      horizonDays: 91,
      error: null,
    });
    expect(test.sent.at(-1)).toMatchObject({
      name: 'reorder-recompute',
      payload: { tenantId: tenant.tenantId },
    });
    const replay = await replayRun(ctx, { runId: run.id }, { pool: directEngine });
    expect(replay).toMatchObject({
      inputSame: true,
      outputSame: true,
      differing: [],
      outputDigest: run.outputDigest,
    });
    const state = await readForecastState(test.platform.database, tenant.tenantId);
    expect(state.forecasts).toHaveLength(12);
    expect(state.nodes.map((node) => node.kind)).toEqual([
      'company',
      'location',
      'location',
      'category',
      'category',
      'category',
      'category',
    ]);
  });
});
