import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { withTenant } from '@ordernimbus/data';
import type { TestTenant } from '@ordernimbus/data/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Context, listImports, sendDueWork } from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { finish, upload } from './import-fixture.ts';

let test: TestPlatform;
let tenant: TestTenant;
let ctx: Context;
beforeAll(async () => {
  test = await createTestPlatform();
  tenant = await test.createTenant();
  ctx = test.contextFor(tenant, 'owner');
});
afterAll(() => test.close());

const csvOf = (prefix: string): string => {
  const rows = Array.from(
    { length: 60_000 },
    (_, i) => `2026-01-${String(1 + (i % 28)).padStart(2, '0')},${prefix}${i % 900},2`,
  );
  return `date,sku,units\n${rows.join('\n')}\n`;
};

const newest = async () => (await listImports(ctx, { limit: 1 })).items[0];
const files = () => ctx.platform.objects.list(`tenants/${ctx.tenantId}`);
/** What a minute without a sign of life does. */
const endLease = () =>
  withTenant(ctx.platform.database, ctx.tenantId, (tx) =>
    tx.query(`update imports set lease_until = now() - interval '1 second' where lease_until is not null`),
  );

/** An upload whose process is killed when its import has reached `status`. */
async function killAt(csv: string, status: 'uploading' | 'inspecting'): Promise<void> {
  const before = (await newest())?.id;
  const settings = {
    appUrl: test.db.appUrl,
    platformUrl: test.db.platformUrl,
    folder: test.folder,
    tenantId: tenant.tenantId,
    userId: tenant.users.owner.userId,
  };
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('upload-child.ts', import.meta.url)), JSON.stringify(settings)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  // the last piece comes only where the file is to be looked at
  child.stdin.write(csv);
  if (status === 'inspecting') child.stdin.end();
  for (;;) {
    const import_ = await newest();
    if (import_?.id !== before && import_?.status === status) break;
    if (import_?.id !== before && import_?.status === 'ready')
      throw new Error('it was too fast to be killed');
    await sleep(2);
  }
  if (status === 'uploading') await sleep(100);
  child.kill('SIGKILL');
  await exited;
}

it.each(['uploading', 'inspecting'] as const)(
  'ends an upload whose process was killed while %s, leaves nothing of it, and takes the file again',
  async (status) => {
    const csv = csvOf(status);
    const kept = await files();
    await killAt(csv, status);
    expect((await newest())?.status).toBe(status);
    expect(await files()).not.toEqual(kept);

    // somebody may still be at work on it
    await sendDueWork(ctx.platform);
    expect((await newest())?.status).toBe(status);

    await endLease();
    await sendDueWork(ctx.platform);
    expect(await newest()).toMatchObject({
      status: 'failed',
      error: {
        message:
          'The server stopped while this file was being taken in, and nothing of it was kept. Upload it again.',
      },
    });
    expect(await files()).toEqual(kept);

    const again = await upload(ctx, csv);
    expect(again.status).toBe('ready');
    expect((await finish(ctx, again.id)).result).toMatchObject({ validRows: 60_000, rejectedRows: 0 });
  },
);

it('keeps the file that another import has too', async () => {
  await killAt(csvOf('inspecting'), 'inspecting');
  const kept = (await files()).filter((key) => key.includes('/sources/'));
  await endLease();
  await sendDueWork(ctx.platform);
  expect((await newest())?.status).toBe('failed');
  expect((await files()).filter((key) => key.includes('/sources/'))).toEqual(kept);
});
