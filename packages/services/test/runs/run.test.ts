import { writeFile } from 'node:fs/promises';
import { serialize } from 'node:v8';
import { cumulativeDays } from '@ordernimbus/contracts';
import { withTenant } from '@ordernimbus/data';
import { ENGINE_VERSION, forecastPanel } from '@ordernimbus/engine';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
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
import { modelKey, readRunModel } from '../../src/runs/run-model.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { readForecastState } from './read-state.ts';
import { directEngine, type FixtureSeries, insertSales, makeSeries, quickEngine } from './sales-fixture.ts';

// many whole runs: a busy machine may take its time
vi.setConfig({ testTimeout: 120_000 });

let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform();
});
afterAll(() => test.close());

async function shop(series: readonly FixtureSeries[]) {
  const tenant = await test.createTenant();
  await insertSales(test.platform.database, tenant.tenantId, series);
  const ctx = test.contextFor(tenant, 'planner');
  const start = async () => {
    const { id } = await startRun(ctx, { trigger: 'manual' });
    return { tenantId: tenant.tenantId, runId: id };
  };
  return { tenant, ctx, start, state: () => readForecastState(test.platform.database, tenant.tenantId) };
}

const makeShop = (items: number, days: number, locations = ['North', 'South']) =>
  Array.from({ length: items }, (_, i) => `item-${String(i).padStart(3, '0')}`).flatMap((sku, i) =>
    locations.map((location, j) =>
      makeSeries(sku, location, { days, seed: 10 * i + j + 1, category: i % 2 ? 'Tea' : null }),
    ),
  );

const execute = (ids: { tenantId: string; runId: string }, pool: EnginePort = directEngine) =>
  executeRun(test.platform, ids, { pool });

describe('a forecast run', () => {
  it('goes from sales to a current forecast, and a replay gives the same numbers', async () => {
    const { ctx, tenant, start, state } = await shop(makeShop(6, 200));
    const ids = await start();
    expect(test.sent.at(-1)).toMatchObject({ name: 'forecast-run', payload: ids });
    expect(await execute(ids)).toBe('done');

    const run = await getRun(ctx, ids);
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
    const replay = await replayRun(ctx, ids, { pool: directEngine });
    expect(replay).toMatchObject({
      inputSame: true,
      outputSame: true,
      differing: [],
      outputDigest: run.outputDigest,
    });
    const { forecasts, nodes } = await state();
    expect(forecasts).toHaveLength(12);
    expect(nodes.map((node) => node.kind)).toEqual([
      'company',
      'location',
      'location',
      'category',
      'category',
      'category',
      'category',
      // over all locations
      'category',
      'category',
    ]);
    const files = await test.platform.objects.list(`tenants/${tenant.tenantId}/runs/${ids.runId}`);
    expect(files.map((file) => file.split('/').slice(4).join('/'))).toEqual([
      'forecasts/part-0.parquet',
      'input/part-0.parquet',
      'model.bin',
      'sums/part-0.json',
    ]);
  });

  it('tells the engine which items are sold at several locations, so that they are looked at together', async () => {
    const shops = ['North', 'South', 'East', 'West', 'Mid'];
    const alone = makeSeries('alone', 'North', { days: 150, seed: 90 });
    const { start } = await shop([...makeShop(4, 150, shops), alone]);
    const ids = await start();
    expect(await execute(ids)).toBe('done');
    const { dictionary, panelModel } = (await readRunModel(test.platform.objects, ids)) ?? {};
    expect(dictionary?.items).toEqual(['item-000', 'item-001', 'item-002', 'item-003']);
    const attributes = panelModel?.plan.hierarchies?.map((members) =>
      members.map(({ attribute }) => attribute),
    );
    expect(attributes?.flat()).toContain('item');
  });

  it('does not forecast by a model that another engine has kept', async () => {
    const { start } = await shop(makeShop(4, 150, ['North', 'South', 'East', 'West', 'Mid']));
    const ids = await start();
    expect(await execute(ids)).toBe('done');
    const { objects } = test.platform;
    const kept = await readRunModel(objects, ids);
    expect(kept?.engine).toBe(ENGINE_VERSION);
    const file = await objects.localPath(modelKey(ids.tenantId, ids.runId));
    await writeFile(file, serialize({ ...kept, engine: '0.1.0' }));
    expect(await readRunModel(objects, ids)).toBeUndefined();
  });

  it('gives equal digests for equal sales of two shops, and others for other sales', async () => {
    const digests = async (series: readonly FixtureSeries[]) => {
      const { ctx, start } = await shop(series);
      const ids = await start();
      await execute(ids);
      const { inputDigest, outputDigest } = await getRun(ctx, ids);
      return { inputDigest, outputDigest };
    };
    const first = await digests(makeShop(3, 100));
    expect(await digests(makeShop(3, 100).reverse())).toEqual(first);
    const other = await digests(makeShop(3, 101));
    expect(other.inputDigest).not.toBe(first.inputDigest);
    expect(other.outputDigest).not.toBe(first.outputDigest);
  });

  it('fails with a reason when nothing was sold, and leaves the shop without a forecast', async () => {
    const { ctx, start, state } = await shop([]);
    const ids = await start();
    expect(await execute(ids)).toBe('failed');
    expect(await getRun(ctx, ids)).toMatchObject({
      status: 'failed',
      isCurrent: false,
      error: { code: 'no_sales', message: 'There are no sales to forecast from. Import sales first.' },
    });
    expect((await state()).forecasts).toEqual([]);
  });

  it('forecasts one item with one day of sales', async () => {
    const { ctx, start, state } = await shop([makeSeries('only', 'North', { days: 1, seed: 1 })]);
    const ids = await start();
    expect(await execute(ids)).toBe('done');
    expect(await getRun(ctx, ids)).toMatchObject({ seriesTotal: 1, seriesOk: 1, seriesStoodIn: 1 });
    expect((await state()).forecasts[0]?.mean.every((value) => value > 0)).toBe(true);
  });

  it('keeps the failure of a series as data, counts it and makes no zeros of it', async () => {
    const { ctx, start, state } = await shop(makeShop(2, 90));
    const failing: EnginePort = {
      threads: 1,
      train: quickEngine.train,
      forecast: async (part, options) => ({
        results: forecastPanel(part, options).map((result, index) =>
          part.keys[index] === 'item-001|North'
            ? { ok: false, code: 'too-large', detail: 'A value is too large.' }
            : result,
        ),
        seconds: 0,
      }),
    };
    const ids = await start();
    expect(await execute(ids, failing)).toBe('done');
    expect(await getRun(ctx, ids)).toMatchObject({ seriesOk: 3, seriesFailed: 1 });
    const { items } = await listRunFailures(ctx, ids);
    expect(items).toMatchObject([
      { sku: 'item-001', locationName: 'Shop North', code: 'too-large', detail: 'A value is too large.' },
    ]);
    const failed = (await state()).forecasts.find((row) => !row.ok);
    expect(failed).toMatchObject({ sku: 'item-001', code: 'North', mean: null });
  });

  it('neither forecasts nor counts as failed what was never sold', async () => {
    const { ctx, start, state } = await shop([
      makeSeries('sold', 'North', { days: 40, seed: 3 }),
      { sku: 'returned', location: 'North', sold: new Map([['2026-10-20', 0]]) },
    ]);
    const ids = await start();
    await executeRun(test.platform, ids, { pool: directEngine });
    expect(await getRun(ctx, ids)).toMatchObject({ seriesTotal: 2, seriesOk: 1, seriesFailed: 0 });
    expect((await listRunFailures(ctx, ids)).items).toEqual([]);
    expect((await state()).forecasts.filter((row) => !row.ok)).toMatchObject([{ sku: 'returned' }]);
  });

  it('tries a crashing partition again, then reports its series and finishes the others', async () => {
    const { ctx, start, state } = await shop(makeShop(20, 60));
    let tries = 0;
    const crashing: EnginePort = {
      threads: 2,
      train: quickEngine.train,
      async forecast(part, options) {
        if (part.keys.includes('item-000|North')) {
          tries++;
          throw Object.assign(new Error('The thread ended: exit code 1.'), { code: 'thread-crashed' });
        }
        return { results: forecastPanel(part, options), seconds: 0 };
      },
    };
    const ids = await start();
    expect(await execute(ids, crashing)).toBe('done');
    expect(tries).toBe(3);
    expect(await getRun(ctx, ids)).toMatchObject({
      partitions: 2,
      partitionsDone: 2,
      seriesTotal: 40,
      seriesOk: 15,
      seriesFailed: 25,
    });
    const page = await listRunFailures(ctx, { ...ids, limit: 20 });
    expect(page.items).toHaveLength(20);
    expect(page.items[0]?.detail).toBe(
      'Part 1 of the run could not be computed: The thread ended: exit code 1.',
    );
    expect(
      (await listRunFailures(ctx, { ...ids, limit: 20, cursor: page.nextCursor as string })).items,
    ).toHaveLength(5);
    expect((await state()).forecasts.filter((row) => row.mean === null)).toHaveLength(25);
  });

  it('fails as a whole when no partition could be computed, and the old forecast stays', async () => {
    const { ctx, start, state } = await shop(makeShop(2, 60));
    const good = await start();
    await execute(good);
    const ids = await start();
    const crashing: EnginePort = {
      threads: 1,
      train: quickEngine.train,
      forecast: () => Promise.reject(Object.assign(new Error('out of memory'), { code: 'thread-crashed' })),
    };
    expect(await execute(ids, crashing)).toBe('failed');
    expect((await getRun(ctx, ids)).error?.message).toBe(
      'No part of the forecast could be computed: out of memory',
    );
    expect((await state()).forecasts.every((row) => row.run === good.runId)).toBe(true);
  });

  it('adds up: the means of every node are the sums of its series', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            days: fc.integer({ min: 1, max: 130 }),
            seed: fc.integer({ min: 1, max: 1e6 }),
            location: fc.constantFrom('North', 'South', 'West'),
            category: fc.constantFrom(null, 'Tea', 'Cups'),
          }),
          { minLength: 1, maxLength: 7 },
        ),
        async (rows) => {
          const series = rows.map((row, index) => makeSeries(`s${index}`, row.location, row));
          const { start, state, tenant } = await shop(series);
          expect(await execute(await start())).toBe('done');
          const { forecasts, nodes } = await state();
          const ids = new Map(
            await withTenant(test.platform.database, tenant.tenantId, async (tx) =>
              (await tx.query<{ id: number; code: string }>('select id, code from locations')).map(
                (row) => [row.code, row.id] as const,
              ),
            ),
          );
          for (const node of nodes) {
            const parts = forecasts.filter((row, index) => {
              const own = series[Number(row.sku.slice(1))];
              expect(own, `row ${index}`).toBeDefined();
              return (
                // location 0 is all of them: of the company, and of a category over all
                (node.locationId === 0 || ids.get(row.code) === node.locationId) &&
                (node.kind !== 'category' || node.category === (own?.category ?? ''))
              );
            });
            for (const day of [0, 1, 27, 90]) {
              const sum = parts.reduce((total, row) => total + (row.mean?.[day] ?? 0), 0);
              expect(Math.abs((node.mean[day] as number) - sum)).toBeLessThanOrEqual(1e-5 * (1 + sum));
            }
          }
        },
      ),
      {
        numRuns: 8,
        // forecasts that decay below what a real can hold
        examples: [
          [
            [
              { days: 2, seed: 200_049, location: 'North', category: null },
              { days: 42, seed: 1, location: 'North', category: 'Tea' },
            ],
          ],
        ],
      },
    );
  });

  it('stores quantiles that do not cross and sums that grow with the days', async () => {
    const { tenant, start } = await shop(makeShop(4, 150));
    await execute(await start());
    const rows = await withTenant(test.platform.database, tenant.tenantId, (tx) =>
      tx.query<{ quantiles: number[]; cumulative: number[] | null }>(
        `select to_json(quantiles) as quantiles, to_json(cumulative) as cumulative from forecasts
         union all select to_json(quantiles), null from forecast_nodes`,
      ),
    );
    expect(rows.length).toBe(8 + 9);
    for (const { quantiles, cumulative } of rows) {
      for (let day = 0; day < 91; day++) {
        for (let q = 1; q < 7; q++) {
          expect(quantiles[q * 91 + day]).toBeGreaterThanOrEqual(quantiles[(q - 1) * 91 + day] as number);
        }
      }
      if (!cumulative) continue;
      expect(cumulative).toHaveLength(cumulativeDays.length * 13);
      for (let h = 1; h < cumulativeDays.length; h++) {
        expect(cumulative[h * 13 + 5]).toBeGreaterThanOrEqual(cumulative[(h - 1) * 13 + 5] as number);
      }
    }
  });
});

describe('starting and ending runs', () => {
  it('takes a second wish for the one that still waits', async () => {
    const { ctx, start } = await shop(makeShop(1, 30));
    const first = await start();
    const both = await Promise.all([start(), start()]);
    expect(both).toEqual([first, first]);
    await execute(first, quickEngine);
    const second = await start();
    expect(second).not.toEqual(first);
    expect((await listRuns(ctx, {})).items.map((run) => run.id)).toEqual([second.runId, first.runId]);
    const page = await listRuns(ctx, { limit: 1 });
    const rest = await listRuns(ctx, { limit: 1, cursor: page.nextCursor as string });
    expect(rest.items.map((run) => run.id)).toEqual([first.runId]);
    expect(rest.nextCursor).toBeUndefined();
  });

  it('needs the permission to plan', async () => {
    const tenant = await test.createTenant();
    const viewer = test.contextFor(tenant, 'viewer');
    await expect(startRun(viewer, { trigger: 'manual' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(cancelRun(viewer, { runId: crypto.randomUUID() })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('is cancelled before it begins and while it computes, and never becomes current', async () => {
    const { ctx, start, state } = await shop(makeShop(20, 60));
    const waiting = await start();
    expect(await cancelRun(ctx, waiting)).toMatchObject({ status: 'cancelled' });
    expect(await execute(waiting, quickEngine)).toBe('lost');

    const ids = await start();
    let cancelled = false;
    const outcome = await execute(ids, {
      threads: 1,
      train: quickEngine.train,
      async forecast(part, options) {
        if (!cancelled) {
          cancelled = true;
          await cancelRun(ctx, ids);
        }
        return quickEngine.forecast(part, options);
      },
    });
    expect(outcome).toBe('lost');
    expect(await getRun(ctx, ids)).toMatchObject({
      status: 'cancelled',
      isCurrent: false,
      partitionsDone: 0,
    });
    expect((await state()).forecasts).toEqual([]);
    await expect(cancelRun(ctx, ids)).resolves.toMatchObject({ status: 'cancelled' });
    const done = await start();
    await execute(done, quickEngine);
    await expect(cancelRun(ctx, done)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('lets one worker have a run: the other finds it busy, and one that lost its lease writes nothing', async () => {
    const { ctx, start, state, tenant } = await shop(makeShop(20, 60));
    const ids = await start();
    let stealing: Promise<string> | undefined;
    const steal = async (): Promise<string> => {
      expect(await executeRun(test.platform, ids, { pool: quickEngine })).toBe('busy');
      // as if this process had slept beyond its lease: another worker takes the run and finishes it
      await withTenant(test.platform.database, tenant.tenantId, (tx) =>
        tx.query(`update forecast_runs set lease_until = now() - interval '1 second'`),
      );
      return executeRun(test.platform, ids, { pool: quickEngine });
    };
    const outcome = await execute(ids, {
      threads: 1,
      train: quickEngine.train,
      async forecast(part, options) {
        stealing ??= steal();
        await stealing;
        return quickEngine.forecast(part, options);
      },
    });
    expect(await stealing).toBe('done');
    expect(outcome).toBe('lost');
    expect(await getRun(ctx, ids)).toMatchObject({ status: 'done', seriesOk: 40, partitionsDone: 2 });
    expect((await state()).forecasts).toHaveLength(40);
  });

  it('stops between two steps and goes on from there, with the same digest', async () => {
    const { ctx, start, tenant } = await shop(makeShop(40, 50));
    const ids = await start();
    const stopping = new AbortController();
    const computed: string[] = [];
    const pool: EnginePort = {
      threads: 1,
      train: quickEngine.train,
      async forecast(part, options) {
        computed.push(part.keys[0] as string);
        if (computed.length === 2) stopping.abort();
        return quickEngine.forecast(part, options);
      },
    };
    expect(await executeRun(test.platform, ids, { pool, signal: stopping.signal })).toBe('stopped');
    expect(await getRun(ctx, ids)).toMatchObject({ status: 'running', isCurrent: false });
    expect(await execute(ids, quickEngine)).toBe('done');
    const replay = await replayRun(ctx, ids, { pool: quickEngine });
    expect(replay.outputSame).toBe(true);
    const again = { tenantId: tenant.tenantId, runId: (await startRun(ctx, { trigger: 'manual' })).id };
    await execute(again, quickEngine);
    expect((await getRun(ctx, again)).outputDigest).toBe((await getRun(ctx, ids)).outputDigest);
  });

  it('keeps the rows of the current run and of the one before it', async () => {
    const { tenant, start, ctx } = await shop(makeShop(2, 40));
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) {
      const next = await start();
      ids.push(next.runId);
      await execute(next, quickEngine);
    }
    const kept = await withTenant(test.platform.database, tenant.tenantId, (tx) =>
      tx.query<{ run: string }>('select distinct run_id as run from forecasts'),
    );
    expect(kept.map((row) => row.run).sort()).toEqual(ids.slice(2).sort());
    expect((await listRuns(ctx, {})).items).toHaveLength(4);
    expect(
      await test.platform.objects.exists(
        `tenants/${tenant.tenantId}/runs/${ids[0]}/forecasts/part-0.parquet`,
      ),
    ).toBe(true);
  });

  it("sees nothing of another shop's run", async () => {
    const { start } = await shop(makeShop(1, 30));
    const ids = await start();
    const stranger = test.contextFor(await test.createTenant(), 'owner');
    await expect(getRun(stranger, ids)).rejects.toMatchObject({ code: 'not_found' });
    await expect(cancelRun(stranger, ids)).rejects.toMatchObject({ code: 'not_found' });
    await expect(listRunFailures(stranger, ids)).rejects.toMatchObject({ code: 'not_found' });
    await expect(replayRun(stranger, ids, { pool: quickEngine })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
