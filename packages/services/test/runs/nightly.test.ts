import { withTenant } from '@ordernimbus/data';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executeRun, listRuns, sendDueWork, startNightlyRuns } from '../../src/index.ts';
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

async function shop(timeZone: string, options: { created?: string; sales?: boolean } = {}) {
  const tenant = await test.createTenant({ timeZone });
  await test.db.platformDatabase.pool.query('update tenants set created_at = $2 where tenant_id = $1', [
    tenant.tenantId,
    options.created ?? '2026-02-01T12:00:00Z',
  ]);
  if (options.sales !== false) {
    await insertSales(test.platform.database, tenant.tenantId, [
      makeSeries('a', 'North', { days: 20, seed: 1 }),
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

async function drain(ctx: { tenantId: string } & Parameters<typeof listRuns>[0]): Promise<void> {
  for (const run of (await listRuns(ctx, {})).items.filter((each) => each.status === 'queued')) {
    await executeRun(test.platform, { tenantId: ctx.tenantId, runId: run.id }, { pool: directEngine });
  }
}
