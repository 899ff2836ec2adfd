import { writeFile } from 'node:fs/promises';
import { withTenant } from '@ordernimbus/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTenant, requireScope, writeAudit } from '../src/index.ts';
import { createTestPlatform, type TestPlatform } from './test-platform.ts';

describe('platform', () => {
  let test: TestPlatform;
  beforeAll(async () => {
    test = await createTestPlatform();
  });
  afterAll(() => test.close());

  it('keeps objects: a file appears under its key in one step', async () => {
    const { objects } = test.platform;
    await writeFile(await objects.localPath('tenants/a/tmp/1'), 'content');
    expect(await objects.exists('tenants/a/source.csv')).toBe(false);
    await objects.commit('tenants/a/tmp/1', 'tenants/a/source.csv');
    expect(await objects.list('tenants/a')).toEqual(['tenants/a/source.csv']);
    await objects.remove('tenants/a');
    expect(await objects.list('tenants/a')).toEqual([]);
    expect(await objects.exists('tenants/a/source.csv')).toBe(false);
  });

  it.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', '', '.', 'a\\..\\b'])(
    'refuses the object key %j',
    async (key) => {
      await expect(test.platform.objects.localPath(key)).rejects.toThrow(/plain relative path/);
    },
  );

  it('writes the audit row in the transaction of the change', async () => {
    const tenant = await test.createTenant();
    const ctx = test.contextFor(tenant, 'owner');
    const rows = () =>
      withTenant(test.platform.database, tenant.tenantId, (tx) =>
        tx.query('select actor, action, subject, detail from audit_log'),
      );
    const failing = inTenant(ctx, async (tx) => {
      await writeAudit(tx, ctx, { action: 'thing.changed' });
      throw new Error('later step failed');
    });
    await expect(failing).rejects.toThrow('later step failed');
    expect(await rows()).toEqual([]);
    await inTenant(ctx, (tx) =>
      writeAudit(tx, ctx, { action: 'thing.changed', subject: 's', detail: { n: 1 } }),
    );
    expect(await rows()).toEqual([
      {
        actor: `user:${tenant.users.owner.userId}`,
        action: 'thing.changed',
        subject: 's',
        detail: { n: 1 },
      },
    ]);
  });

  it('refuses what the scopes do not allow', async () => {
    const tenant = await test.createTenant();
    expect(() => requireScope(test.contextFor(tenant, 'viewer'), 'plan')).toThrow(/permission "plan"/);
    expect(() => requireScope(test.contextFor(tenant, 'planner'), 'plan')).not.toThrow();
  });
});
