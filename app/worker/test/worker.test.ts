import { ServiceError, TenantJob } from '@ordernimbus/contracts';
import { createLogger } from '@ordernimbus/observability';
import {
  getFreshness,
  getRun,
  type JobDefinition,
  listRuns,
  type Platform,
  startRun,
} from '@ordernimbus/services';
import { createTestPlatform, type TestPlatform } from '@ordernimbus/services/test';
import { insertSales, makeSeries } from '@ordernimbus/services/test/sales';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type ClosableJobQueue,
  createJobQueue,
  createWorker,
  prepareQueue,
  type Worker,
} from '../src/index.ts';
import { forecastRunJob } from '../src/jobs/forecast-run.ts';

let test: TestPlatform;
let queue: ClosableJobQueue;
let platform: Platform;
const log = createLogger({ level: 'silent', name: 'test' });
const workers: Worker[] = [];

beforeAll(async () => {
  test = await createTestPlatform();
  await prepareQueue(test.db.ownerUrl);
  await prepareQueue(test.db.ownerUrl);
  queue = await createJobQueue({ databaseUrl: test.db.platformUrl, log });
  platform = { ...test.platform, queue };
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});
afterAll(async () => {
  await queue.close();
  await test.close();
});

async function start(
  jobs: readonly JobDefinition[],
  on: Platform = platform,
  tick?: string,
): Promise<Worker> {
  const worker = await createWorker({
    platform: on,
    databaseUrl: test.db.platformUrl,
    threads: 1,
    log,
    jobs,
    ...(tick ? { tick } : {}),
  });
  workers.push(worker);
  return worker;
}

const tenantId = crypto.randomUUID();

describe('the worker', () => {
  it('computes a queued run on its threads', async () => {
    const tenant = await test.createTenant();
    await insertSales(test.db.database, tenant.tenantId, [makeSeries('a', 'North', { days: 120, seed: 3 })]);
    const ctx = { ...test.contextFor(tenant, 'planner'), platform };
    await start([forecastRunJob]);
    const run = await startRun(ctx, { trigger: 'manual' });
    await vi.waitFor(async () => expect((await getRun(ctx, { runId: run.id })).status).toBe('done'), {
      timeout: 20_000,
      interval: 100,
    });
  });

  it('finds at its start a run whose job was lost', async () => {
    const tenant = await test.createTenant();
    await insertSales(test.db.database, tenant.tenantId, [makeSeries('a', 'North', { days: 60, seed: 4 })]);
    const silent = { ...platform, queue: { send: async () => {} } };
    const run = await startRun(
      { ...test.contextFor(tenant, 'planner'), platform: silent },
      { trigger: 'manual' },
    );
    await start([forecastRunJob]);
    const ctx = test.contextFor(tenant, 'viewer');
    await vi.waitFor(async () => expect((await getRun(ctx, { runId: run.id })).status).toBe('done'), {
      timeout: 20_000,
      interval: 100,
    });
  });

  it('runs the night of a shop by itself, once, through a change of the clock and a restart', async () => {
    // on 29 March 2026 Berlin goes from 02:00 (01:00 UTC) to 03:00
    let clock = new Date('2026-03-28T12:00:00Z');
    const timed = { ...platform, now: () => clock };
    const tenant = await test.createTenant({ timeZone: 'Europe/Berlin' });
    await test.db.platformDatabase.pool.query(
      `update tenants set created_at = '2026-03-28T08:00:00Z', nightly_at = '02:30' where tenant_id = $1`,
      [tenant.tenantId],
    );
    await test.db.platformDatabase.pool.query(
      `update tenants set last_nightly_on = '2999-01-01' where tenant_id <> $1`,
      [tenant.tenantId],
    );
    await insertSales(test.db.database, tenant.tenantId, [makeSeries('a', 'North', { days: 120, seed: 3 })]);
    const ctx = { ...test.contextFor(tenant, 'viewer'), platform: timed };
    const everySecond = '* * * * * *';
    const pair = await Promise.all([1, 2].map(() => start([forecastRunJob], timed, everySecond)));
    clock = new Date('2026-03-29T00:59:00Z');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect((await listRuns(ctx, {})).items).toEqual([]);
    clock = new Date('2026-03-29T01:00:00Z');
    const onlyRun = async (status: string) => {
      const { items } = await listRuns(ctx, {});
      expect(items.map((run) => [run.trigger, run.createdBy, run.status])).toEqual([
        ['nightly', 'system:nightly', status],
      ]);
    };
    await vi.waitFor(() => onlyRun('done'), { timeout: 20_000, interval: 100 });
    await Promise.all(pair.map((worker) => worker.stop()));
    await start([forecastRunJob], timed, everySecond);
    clock = new Date('2026-03-30T00:30:00Z');
    await vi.waitFor(
      async () => expect((await getFreshness(ctx)).checkedAt).toBe('2026-03-30T00:30:00.000Z'),
      { timeout: 10_000, interval: 100 },
    );
    await onlyRun('done');
  });

  it('collapses waiting jobs of one key and tries a failing job again', async () => {
    const seen: string[] = [];
    let fail = true;
    await queue.send('again', { tenantId }, { singletonKey: 'one' });
    await queue.send('again', { tenantId }, { singletonKey: 'one' });
    await queue.send('again', { tenantId }, { singletonKey: 'two' });
    await start([
      {
        name: 'again',
        schema: TenantJob,
        async handle(_platform, payload) {
          seen.push(String(payload.tenantId));
          if (!fail) return;
          fail = false;
          throw new Error('the first try fails');
        },
      },
    ]);
    await vi.waitFor(() => expect(seen).toHaveLength(3), { timeout: 25_000, interval: 100 });
  });

  it('puts a bad payload and a permanent error among the dead letters at once', async () => {
    const seen: unknown[] = [];
    await queue.send('picky', { tenantId: 'not a uuid' });
    await queue.send('picky', { tenantId });
    await start([
      {
        name: 'picky',
        schema: TenantJob,
        async handle(_platform, payload) {
          seen.push(payload);
          throw new ServiceError('not_found', 'There is no such shop.');
        },
      },
    ]);
    await vi.waitFor(
      async () => {
        const dead = await test.db.platformDatabase.pool.query(
          `select count(*)::int as jobs from pgboss.job where name = 'dead-letters'`,
        );
        expect(dead.rows[0].jobs).toBe(2);
      },
      { timeout: 10_000, interval: 100 },
    );
    expect(seen).toEqual([{ tenantId }]);
  });

  it('completes a job of a kind it does not know', async () => {
    await queue.send('from-the-future', { tenantId });
    await start([forecastRunJob]);
    await vi.waitFor(
      async () => {
        const job = await test.db.platformDatabase.pool.query(
          `select state from pgboss.job where name = 'from-the-future'`,
        );
        expect(job.rows[0].state).toBe('completed');
      },
      { timeout: 10_000, interval: 100 },
    );
  });

  it('ends jobs at work when it stops', async () => {
    let ended = false;
    await queue.send('slow', { tenantId });
    let begun: () => void = () => {};
    const beginning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const worker = await start([
      {
        name: 'slow',
        schema: TenantJob,
        handle: (_platform, _payload, { signal }) =>
          new Promise((resolve) => {
            begun();
            signal.addEventListener('abort', () => {
              ended = true;
              resolve();
            });
          }),
      },
    ]);
    await beginning;
    await worker.stop();
    expect(ended).toBe(true);
  });
});
