import { randomUUID } from 'node:crypto';
import { type TenantTransaction, withTenant } from '@ordernimbus/data';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addCalendarEntry,
  executeRun,
  getFreshness,
  listRuns,
  sendDueWork,
  startNightlyRuns,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { directEngine, insertSales, makeSeries } from './sales-fixture.ts';

let clock = new Date('2026-03-01T12:00:00Z');
let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform({ now: () => clock });
});
afterAll(() => test.close());
// shops of earlier tests had their night already
beforeEach(async () => {
  await test.db.platformDatabase.pool.query(`update tenants set last_nightly_on = '2999-01-01'`);
});

async function shop(
  timeZone: string,
  options: { created?: string; sales?: boolean; salesFrom?: string } = {},
) {
  const tenant = await test.createTenant({ timeZone });
  await test.db.platformDatabase.pool.query('update tenants set created_at = $2 where tenant_id = $1', [
    tenant.tenantId,
    options.created ?? '2026-02-01T12:00:00Z',
  ]);
  if (options.sales !== false) {
    await insertSales(test.platform.database, tenant.tenantId, [
      makeSeries('a', 'North', {
        days: 20,
        seed: 1,
        ...(options.salesFrom ? { from: options.salesFrom } : {}),
      }),
    ]);
  }
  return { tenant, ctx: test.contextFor(tenant, 'planner') };
}

const at = async (instant: string): Promise<number> => {
  clock = new Date(instant);
  return startNightlyRuns(test.platform);
};

describe('nightly runs', () => {
  it("begin once a local night, by the shop's clock", async () => {
    const { ctx } = await shop('America/New_York');
    // 02:00 in New York is 07:00 UTC in winter
    expect(await at('2026-03-02T06:59:59Z')).toBe(0);
    expect(await at('2026-03-02T07:00:00Z')).toBe(1);
    await drain(ctx);
    expect(await at('2026-03-02T23:00:00Z')).toBe(0);
    // after the change to summer time 02:00 is 06:00 UTC
    expect(await at('2026-03-10T05:59:59Z')).toBe(0);
    expect(await at('2026-03-10T06:00:00Z')).toBe(1);
    expect((await listRuns(ctx, {})).items.every((run) => run.trigger === 'nightly')).toBe(true);
  });

  it('are one for each night though several workers look at the same moment', async () => {
    const { ctx } = await shop('Asia/Tokyo');
    clock = new Date('2026-03-03T17:00:00Z');
    const started = await Promise.all(Array.from({ length: 6 }, () => startNightlyRuns(test.platform)));
    expect(started.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect((await listRuns(ctx, {})).items).toHaveLength(1);
  });

  it('make up for a night that nobody was there for, once', async () => {
    const { ctx } = await shop('UTC');
    expect(await at('2026-03-04T15:00:00Z')).toBe(1);
    await drain(ctx);
    expect(await at('2026-03-04T15:01:00Z')).toBe(0);
  });

  it('are not started for a shop without sales, nor on the day it was made', async () => {
    await shop('UTC', { sales: false });
    const { ctx } = await shop('UTC', { created: '2026-03-05T10:00:00Z' });
    expect(await at('2026-03-05T11:00:00Z')).toBe(0);
    expect(await at('2026-03-06T01:59:00Z')).toBe(0);
    expect(await at('2026-03-06T02:00:00Z')).toBe(1);
    await drain(ctx);
    expect(await at('2026-03-06T02:01:00Z')).toBe(0);
  });

  it('follow the hour that the shop chose, and take an unknown time zone for UTC', async () => {
    const { tenant, ctx } = await shop('Atlantis/Capital');
    await withTenant(test.platform.database, tenant.tenantId, (tx) =>
      tx.query(`update tenants set nightly_at = '04:30', last_nightly_on = '2026-03-06'`),
    );
    expect(await at('2026-03-07T04:29:59Z')).toBe(0);
    expect(await at('2026-03-07T04:30:00Z')).toBe(1);
    await drain(ctx);
  });

  it('are left out while nothing changed, and the log and the page say so', async () => {
    const { ctx, tenant } = await shop('UTC', { salesFrom: '2026-03-12' });
    expect(await at('2026-04-01T02:00:00Z')).toBe(1);
    await drain(ctx);
    expect(await at('2026-04-02T02:00:00Z')).toBe(0);
    expect(await at('2026-04-03T02:00:00Z')).toBe(0);
    clock = new Date('2026-04-03T08:00:00Z');
    expect(await getFreshness(ctx)).toMatchObject({
      state: 'fresh',
      forecastAt: '2026-04-01T02:00:00.000Z',
      checkedAt: '2026-04-03T02:00:00.000Z',
      nextNightAt: '2026-04-04T02:00:00.000Z',
    });
    const [current] = (await listRuns(ctx, {})).items;
    const skipped = await withTenant(test.platform.database, tenant.tenantId, (tx) =>
      tx.query(
        `select actor, subject, detail from audit_log where tenant_id = $1 and action = 'forecast_run.skipped'`,
        [tenant.tenantId],
      ),
    );
    const detail = { trigger: 'nightly', reason: 'nothing_changed' };
    expect(skipped).toEqual(Array(2).fill({ actor: 'system:nightly', subject: current?.id, detail }));
    // once a week there is one whatever the marks say
    expect(await at('2026-04-08T02:00:00Z')).toBe(1);
    await drain(ctx);
  });

  it.each([
    ['sales came in', (tx) => insertImport(tx, 'done', 'finished_at')],
    ['an import was undone', (tx) => insertImport(tx, 'undone', 'undone_at')],
    ['the engine is another one', (tx) => tx.query(`update forecast_runs set engine_version = '0.0.1'`)],
    [
      'the options are others',
      (tx) => tx.query(`update forecast_runs set options = jsonb_set(options, '{forecast,seed}', '1')`),
    ],
    ['a part could not be computed', (tx) => tx.query(`update run_partitions set status = 'failed'`)],
    [
      'the forecast after it failed',
      (tx) =>
        tx.query(
          `insert into forecast_runs (tenant_id, id, trigger, status, horizon_days, seed, created_by, created_at)
           values ($1, $2, 'manual', 'failed', 91, 42, 'test', '2026-05-01T09:00:00Z')`,
          [tx.tenantId, randomUUID()],
        ),
    ],
  ] as [string, (tx: TenantTransaction) => Promise<unknown>][])('come when %s', async (_, change) => {
    const { ctx, tenant } = await shop('UTC');
    expect(await at('2026-05-01T02:00:00Z')).toBe(1);
    await drain(ctx);
    expect(await at('2026-05-02T02:00:00Z')).toBe(0);
    await withTenant(test.platform.database, tenant.tenantId, change);
    expect(await at('2026-05-03T02:00:00Z')).toBe(1);
    await drain(ctx);
  });

  it('come when the calendar says something new', async () => {
    const { ctx } = await shop('UTC');
    expect(await at('2026-05-01T02:00:00Z')).toBe(1);
    await drain(ctx);
    clock = new Date('2026-05-01T12:00:00Z');
    const day = '2026-05-04';
    await addCalendarEntry(ctx, {
      kind: 'event',
      name: 'Fair',
      itemId: null,
      category: null,
      locationId: null,
      fromDay: day,
      toDay: day,
      discountPercent: null,
      priceMinor: null,
      closed: false,
    });
    expect(await at('2026-05-02T02:00:00Z')).toBe(1);
    await drain(ctx);
    expect(await at('2026-05-03T02:00:00Z')).toBe(0);
  });

  it('are found again when the job was lost', async () => {
    const { ctx, tenant } = await shop('UTC');
    const silent = {
      ...test.platform,
      queue: { send: () => Promise.reject(new Error('the queue is down')) },
    };
    clock = new Date('2026-03-08T03:00:00Z');
    await startNightlyRuns(silent);
    const [run] = (await listRuns(ctx, {})).items;
    expect(run).toMatchObject({ status: 'queued', trigger: 'nightly' });
    test.sent.length = 0;
    await sendDueWork(test.platform);
    expect(test.sent).toContainEqual({
      name: 'forecast-run',
      payload: { tenantId: tenant.tenantId, runId: run?.id },
      singletonKey: run?.id,
    });
    await drain(ctx);
    test.sent.length = 0;
    await sendDueWork(test.platform);
    expect(test.sent.filter((job) => job.payload.runId === run?.id)).toEqual([]);
  });
});

const insertImport = (tx: TenantTransaction, status: string, at: string) =>
  tx.query(
    `insert into imports (tenant_id, id, file_name, status, created_by, created_at, ${at})
     values ($1, $2, 'sales.csv', $3, 'test', '2026-05-01T08:00:00Z', '2026-05-01T09:00:00Z')`,
    [tx.tenantId, randomUUID(), status],
  );

async function drain(ctx: { tenantId: string } & Parameters<typeof listRuns>[0]): Promise<void> {
  for (const run of (await listRuns(ctx, {})).items.filter((each) => each.status === 'queued')) {
    await executeRun(test.platform, { tenantId: ctx.tenantId, runId: run.id }, { pool: directEngine });
  }
}
