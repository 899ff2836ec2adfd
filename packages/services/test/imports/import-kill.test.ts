import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findImport, type ImportRow, updateImport, withTenant } from '@ordernimbus/data';
import type { TestTenant } from '@ordernimbus/data/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Context,
  cancelImport,
  runImport,
  setMapping,
  startImport,
  undoImport,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { allRows, dailyFacts, importWhole, upload } from './import-fixture.ts';

/** Kills in the test run; `IMPORT_KILLS=1000` for the longer one. */
const kills = Number(process.env.IMPORT_KILLS ?? 50);

let test: TestPlatform;
let tenant: TestTenant;
let ctx: Context;
beforeAll(async () => {
  test = await createTestPlatform();
  tenant = await test.createTenant();
  ctx = test.contextFor(tenant, 'owner');
});
afterAll(() => test.close());

/** mulberry32: the same points in every run of one seed */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function orders(from: number, count: number, random: () => number, named: string): string {
  const lines = ['order,sku,qty,date,price,name'];
  for (let order = from; order < from + count; order++) {
    const day = new Date(Date.UTC(2025, 0, 1 + (order % 200))).toISOString().slice(0, 10);
    for (let line = 0; line < 5; line++) {
      lines.push(
        `${order},SKU${Math.floor(random() * 60)},${Math.floor(random() * 9) - 1},${day},${named.length}.50,${named}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

async function startChild(): Promise<ChildProcess> {
  const settings = {
    appUrl: test.db.appUrl,
    platformUrl: test.db.platformUrl,
    folder: test.folder,
    tenantId: tenant.tenantId,
  };
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('import-child.ts', import.meta.url)), JSON.stringify(settings)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      // half of a child's start is compiling
      env: { ...process.env, NODE_COMPILE_CACHE: `${test.folder}/compiled` },
    },
  );
  await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  return child;
}

const rowOf = (importId: string): Promise<ImportRow | undefined> =>
  withTenant(ctx.platform.database, ctx.tenantId, (tx) => findImport(tx, importId));

/** What a minute of waiting does: the dead worker's lease is over. */
async function endLease(importId: string): Promise<void> {
  await withTenant(ctx.platform.database, ctx.tenantId, (tx) =>
    tx.query('update imports set lease_until = null where id = $1', [importId]),
  );
}

async function runToEnd(importId: string): Promise<void> {
  await endLease(importId);
  await runImport(ctx.platform, { tenantId: ctx.tenantId, importId });
}

const snapshot = async (): Promise<unknown> => [
  await dailyFacts(ctx),
  (await allRows(ctx, 'items')).map(({ sku, name, price_minor }) => [sku, name, price_minor]).sort(),
  (await allRows(ctx, 'locations')).map(({ code }) => code).sort(),
];

it(
  `killed at ${kills} random points of coming and going, an import leaves the same rows`,
  async () => {
    const seed = Number(process.env.IMPORT_KILL_SEED ?? 20261123);
    const random = createRandom(seed);
    const base = orders(1, 300, createRandom(1), 'Tea');
    const text = orders(200, 400, createRandom(2), 'Green tea');
    await importWhole(ctx, base);
    const without = await snapshot();

    const uploaded = await upload(ctx, text);
    const mapping = uploaded.mapping;
    if (!mapping) throw new Error('no mapping');
    await setMapping(ctx, { importId: uploaded.id, mapping });
    const began = performance.now();
    await startImport(ctx, { importId: uploaded.id });
    await runToEnd(uploaded.id);
    const wholeMs = performance.now() - began;
    const withIt = await snapshot();
    expect(withIt).not.toEqual(without);

    let child = await startChild();
    let [finished, killed, leftBegun] = [0, 0, 0];
    let goingUp = false;
    try {
      for (let point = 0; point < kills; point++) {
        const importId = uploaded.id;
        if (goingUp) {
          // from the file itself, so that reading, items and days are all on the way
          await withTenant(ctx.platform.database, ctx.tenantId, (tx) =>
            updateImport(tx, importId, { status: 'queued', checkpoint: {}, cancelRequested: false }),
          );
          await ctx.platform.objects.remove(`tenants/${ctx.tenantId}/imports/${importId}`);
        } else await undoImport(ctx, { importId });

        const ended = once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data').then(() => 'ended');
        child.stdin?.write(`${importId}\n`);
        const pause = new Promise<string>((resolve) => setTimeout(resolve, random() * wholeMs * 1.2, 'kill'));
        if ((await Promise.race([ended, pause])) === 'ended') finished++;
        child.kill('SIGKILL');
        await once(child, 'exit');
        killed++;
        const row = await rowOf(importId);
        if (row && ['running', 'undoing'].includes(row.status)) leftBegun++;
        const next = startChild();
        // every third time somebody cancels what the dead worker had begun
        const cancelled = goingUp && row?.status === 'running' && point % 3 === 0;
        if (cancelled) await cancelImport(ctx, { importId });
        await runToEnd(importId);
        const status = (await rowOf(importId))?.status;
        expect(status, `point ${point} of seed ${seed}`).toBe(
          goingUp ? (cancelled ? 'cancelled' : 'done') : 'undone',
        );
        expect(await snapshot(), `point ${point} of seed ${seed}`).toEqual(
          status === 'done' ? withIt : without,
        );
        goingUp = status !== 'done';
        child = await next;
      }
    } finally {
      child.kill('SIGKILL');
    }
    expect(killed).toBe(kills);
    const kept = await ctx.platform.objects.list(`tenants/${ctx.tenantId}/imports/${uploaded.id}`);
    expect(kept.filter((key) => /\/(job|work)\//.test(key))).toEqual([]);
    // the points must really lie inside the work
    expect(leftBegun).toBeGreaterThan(kills / 4);
    expect(finished).toBeLessThan(kills * 0.75);
  },
  kills * 8_000 + 60_000,
);

it('lets a worker that lost its lease write nothing', async () => {
  const other = test.contextFor(await test.createTenant(), 'owner');
  const one = await upload(other, 'date,sku,units\n2026-01-01,A,1\n');
  await startImport(other, { importId: one.id });
  const { claimImportLease, ImportLostError } = await import('../../src/imports/import-lease.ts');
  const stale = await claimImportLease(other.platform, other.tenantId, one.id);
  if (typeof stale === 'string' || 'busyWith' in stale) throw new Error('not claimed');
  expect(await runImport(other.platform, { tenantId: other.tenantId, importId: one.id })).toBe('held');
  await withTenant(other.platform.database, other.tenantId, (tx) =>
    tx.query('update imports set lease_until = null where id = $1', [one.id]),
  );
  expect(await runImport(other.platform, { tenantId: other.tenantId, importId: one.id })).toBe('done');
  const before = await dailyFacts(other);
  await expect(stale.write((tx) => tx.query('delete from sales_quarters'))).rejects.toBeInstanceOf(
    ImportLostError,
  );
  expect(await dailyFacts(other)).toEqual(before);
  await stale.release();
});
