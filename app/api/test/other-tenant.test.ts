import { asOwner } from '@ordernimbus/data/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertShop, type ShopFixture } from './shop-fixture.ts';
import { digestOf, findLeaks, listOperations, type Probe, probeOperations } from './tenant-probe.ts';
import { createTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
let victim: ShopFixture;
let other: ShopFixture;
let ownerUrl: string;

beforeAll(async () => {
  const generous = { burst: 1e9, perSecond: 1e9 };
  api = await createTestApi({
    config: {
      rateLimits: {
        signInPerAccount: generous,
        signInPerAddress: generous,
        signUpPerAddress: generous,
        publicPerAddress: generous,
        failuresPerAddress: generous,
        perTenant: generous,
      },
    },
  });
  ownerUrl = api.test.db.ownerUrl;
  victim = await insertShop(ownerUrl, await api.test.createTenant(), 'zebraquartz');
  other = await insertShop(ownerUrl, await api.test.createTenant(), 'falconpearl');
});
afterAll(() => api.close());

const probeAs = (who: ShopFixture, reads: 'only' | 'and writes') =>
  probeOperations(api, victim, api.tokenFor(who.tenant, 'owner'), { reads });

/** Reads that need a file which the rows of this test do not have. */
const needsFile = ['/v1/imports/{id}/source', '/v1/imports/{id}/errors.csv'];

function unanswered(probes: readonly Probe[]): string[] {
  return probes
    .filter((probe) => probe.status !== 200 && !needsFile.includes(probe.operation.path))
    .map((probe) => `${probe.operation.method} ${probe.url} ${probe.status} ${probe.body}`);
}

const shows = (probes: readonly Probe[]) => probes.filter((probe) => probe.body.includes(victim.marker));

describe("every route of the OpenAPI document with another tenant's ids", () => {
  it('answers its owner, so that a refusal to others means something', async () => {
    const probes = await probeAs(victim, 'only');
    expect(unanswered(probes)).toEqual([]);
    expect(shows(probes).length).toBeGreaterThan(4);
  });

  it('shows nothing to another tenant and changes nothing: 0 leaks', async () => {
    const before = await digestOf(ownerUrl, victim.tenant.tenantId);
    expect(Object.values(before).every((digest) => !digest.startsWith('0 '))).toBe(true);
    const probes = await probeAs(other, 'and writes');
    expect(findLeaks(victim, probes)).toEqual([]);
    expect(await digestOf(ownerUrl, victim.tenant.tenantId)).toEqual(before);
    const covered = new Set(probes.map((probe) => `${probe.operation.method} ${probe.operation.path}`));
    const wanted = (await listOperations(api)).filter((operation) => !operation.isPublic);
    expect(covered.size).toBe(wanted.length);
  });

  it('answers nothing to nobody', async () => {
    const probes = await probeOperations(api, victim, 'no-token', { reads: 'and writes' });
    expect(probes.filter((probe) => probe.status !== 401)).toEqual([]);
  });

  it('lets only what needs no sign-in be public', async () => {
    const open = (await listOperations(api)).filter((each) => each.isPublic);
    expect(open.map((each) => `${each.method} ${each.path}`).sort()).toEqual([
      'GET /health/live',
      'GET /health/ready',
      'GET /v1/config',
      'POST /v1/auth/accept-invitation',
      'POST /v1/auth/refresh',
      'POST /v1/auth/sample',
      'POST /v1/auth/sign-in',
      'POST /v1/auth/sign-out',
      'POST /v1/auth/sign-up',
    ]);
  });
});

describe('the same test finds', () => {
  const spoil = async (change: string, repair: string, look: () => Promise<void>) => {
    await asOwner(ownerUrl, (client) => client.query(change));
    try {
      await look();
    } finally {
      await asOwner(ownerUrl, (client) => client.query(repair));
    }
  };

  it.each(['api_keys', 'invitations'])('a policy of %s that lets everything be read', async (table) => {
    await spoil(
      `alter policy tenant on ${table} using (true)`,
      `alter policy tenant on ${table} using (tenant_id = app_tenant())`,
      async () => {
        const leaks = findLeaks(victim, await probeAs(other, 'only'));
        expect(leaks.length).toBeGreaterThan(0);
        expect(leaks.join('\n')).toContain(victim.marker);
      },
    );
  });

  it.each(['api_keys', 'members'])('a dropped policy of %s', async (table) => {
    await spoil(
      `drop policy tenant on ${table}`,
      `create policy tenant on ${table} to ordernimbus_app
         using (tenant_id = app_tenant()) with check (tenant_id = app_tenant())`,
      async () => {
        const whole = shows(await probeAs(victim, 'only'));
        // without its policy the table is empty for requests: its owner misses what is theirs
        const path = table === 'members' ? '/v1/members' : '/v1/api-keys';
        expect(whole.map((probe) => probe.operation.path)).not.toContain(path);
      },
    );
  });

  it('nothing when all is repaired', async () => {
    expect(findLeaks(victim, await probeAs(other, 'only'))).toEqual([]);
    expect(unanswered(await probeAs(victim, 'only'))).toEqual([]);
  });
});
