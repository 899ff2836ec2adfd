import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { withTenant } from '@ordernimbus/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Context, getRun, startRun } from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { type ForecastState, readForecastState } from './read-state.ts';
import { createChance, insertSales, makeSeries } from './sales-fixture.ts';

/** Kills of the test run; a longer command sets more. */
const kills = Number(process.env.RUN_KILLS ?? 50);
const child = fileURLToPath(new URL('./run-child.ts', import.meta.url));

let test: TestPlatform;
let ctx: Context;
beforeAll(async () => {
  test = await createTestPlatform();
  const tenant = await test.createTenant();
  ctx = test.contextFor(tenant, 'planner');
  await insertSales(
    test.platform.database,
    tenant.tenantId,
    Array.from({ length: 60 }, (_, i) =>
      makeSeries(`s${i}`, i % 2 ? 'North' : 'South', {
        days: 45,
        seed: i + 1,
        category: i % 3 ? 'Tea' : null,
      }),
    ),
  );
});
afterAll(() => test.close());

interface WaitingChild {
  readonly process: ChildProcess;
  readonly ready: Promise<unknown>;
  said: string;
}

function startChild(): WaitingChild {
  const settings = {
    appUrl: test.db.appUrl,
    platformUrl: test.db.platformUrl,
    folder: test.folder,
    tenantId: ctx.tenantId,
  };
  const process_ = spawn(process.execPath, [child, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // half of a child's start is compiling
    env: { ...process.env, NODE_COMPILE_CACHE: `${test.folder}/compiled` },
  });
  const waiting: WaitingChild = { process: process_, ready: once(process_.stdout, 'data'), said: '' };
  process_.stdout.on('data', (text) => {
    waiting.said += String(text);
  });
  return waiting;
}

/** How long a child takes for a run that nobody disturbs, in milliseconds. */
async function runUnharmed(runId: string): Promise<number> {
  const worker = startChild();
  await worker.ready;
  const began = performance.now();
  const exited = once(worker.process, 'exit');
  worker.process.stdin?.write(`${runId}\n`);
  await exited;
  return performance.now() - began;
}

/** Kills when so many partitions are done, and a little later. */
async function killAfter(
  runId: string,
  partitions: number,
  laterMs: number,
  ended: AbortSignal,
  kill: () => void,
): Promise<void> {
  while (!ended.aborted) {
    const { status, partitionsDone } = await getRun(ctx, { runId });
    if (status !== 'queued' && partitionsDone >= partitions) {
      await sleep(laterMs);
      kill();
      return;
    }
    await sleep(2);
  }
}

/** As if the time of the dead worker's lease had passed. */
const expireLease = () =>
  withTenant(test.platform.database, ctx.tenantId, (tx) =>
    tx.query(
      `update forecast_runs set lease_until = now() - interval '1 second' where lease_until is not null`,
    ),
  );

const rowsOf = (state: ForecastState) => ({
  forecasts: state.forecasts.map((row) => `${row.sku} ${row.code} ${row.text}`),
  nodes: state.nodes.map(({ mean, ...node }) => ({ ...node, mean: mean.join() })),
});

describe('a run whose process is killed', () => {
  it(`ends with the same rows and digest: ${kills} kills at random points`, {
    timeout: 60_000 + kills * 3000,
  }, async () => {
    const first = await startRun(ctx, { trigger: 'manual' });
    const usual = await runUnharmed(first.id);
    const wanted = rowsOf(await readForecastState(test.platform.database, ctx.tenantId));
    const { outputDigest, inputDigest } = await getRun(ctx, { runId: first.id });

    const chance = createChance(20_261_123);
    let run = await startRun(ctx, { trigger: 'manual' });
    let next = startChild();
    let killed = 0;
    let finished = 0;
    const states = new Set<string>();
    while (killed < kills || finished === 0) {
      const now = next;
      // the next one loads while this one works
      next = startChild();
      await now.ready;
      const exited = once(now.process, 'exit');
      now.process.stdin?.write(`${run.id}\n`);
      const stop = new AbortController();
      const kill = () => now.process.kill('SIGKILL');
      const patience = killed < kills ? chance() * usual : 60_000;
      const timer = setTimeout(kill, patience);
      // every other kill waits for a random number of partitions instead: time alone may always meet the same step
      if (killed < kills && killed % 2 === 1) {
        clearTimeout(timer);
        void killAfter(run.id, Math.floor(chance() * 3), chance() * 10, stop.signal, kill);
      }
      const [code] = await exited;
      clearTimeout(timer);
      stop.abort();
      await expireLease();
      const after = await getRun(ctx, { runId: run.id });
      if (code !== 0) {
        killed++;
        states.add(`${after.status} ${after.partitionsDone}`);
      }
      if (after.status !== 'done') continue;
      finished++;
      expect(after).toMatchObject({
        inputDigest,
        outputDigest,
        seriesOk: 60,
        seriesFailed: 0,
        isCurrent: true,
      });
      expect(rowsOf(await readForecastState(test.platform.database, ctx.tenantId))).toEqual(wanted);
      run = await startRun(ctx, { trigger: 'manual' });
    }
    const unused = once(next.process, 'exit');
    next.process.kill('SIGKILL');
    await unused;
    expect(killed).toBe(kills);
    const left = await test.platform.objects.list(`tenants/${ctx.tenantId}/runs`);
    // only the run that was begun last may still have some, for its worker to clear
    expect(left.filter((key) => key.includes('/scratch/') && !key.includes(run.id))).toEqual([]);
    // the kills really fell into different steps
    expect(states.size).toBeGreaterThan(2);
  });
});
