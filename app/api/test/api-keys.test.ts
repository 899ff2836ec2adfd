import type { ApiKey, ApiKeyCreated, Me, Scope } from '@ordernimbus/contracts';
import type { TestTenant } from '@ordernimbus/data/test';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from './test-api.ts';

let clock = new Date();
let api: TestApi;
let tenant: TestTenant;

beforeAll(async () => {
  api = await createTestApi({ now: () => clock });
});
afterAll(() => api.close());
beforeEach(async () => {
  clock = new Date();
  tenant = await api.test.createTenant();
});

const owner = () => ({ token: api.tokenFor(tenant, 'owner') });
const create = async (scopes: Scope[], by: { token?: string; key?: string } = owner()) =>
  (await api.send('POST', '/v1/api-keys', { ...by, body: { name: 'till', scopes } })).json<ApiKeyCreated>();
const list = async () => (await api.send('GET', '/v1/api-keys', owner())).json<{ items: ApiKey[] }>().items;

describe('API keys', () => {
  it('act for their shop within their scopes', async () => {
    const { secret, apiKey } = await create(['read']);
    expect(secret).toMatch(/^onk_[0-9a-f]{12}_[\w-]{43}$/);
    const me = (await api.send('GET', '/v1/me', { key: secret })).json<Me>();
    expect(me).toMatchObject({
      actor: 'key',
      role: null,
      userId: null,
      scopes: ['read'],
      name: 'till',
      tenants: [],
    });
    expect(me.tenant.tenantId).toBe(tenant.tenantId);
    expect((await api.send('GET', '/v1/api-keys', { key: secret })).statusCode).toBe(403);
    expect((await api.send('PATCH', '/v1/tenant', { key: secret, body: { name: 'x' } })).statusCode).toBe(
      403,
    );
    expect(apiKey.lastUsedAt).toBeNull();
  });

  it('are shown once and stored as a hash', async () => {
    const { secret } = await create(['read']);
    expect(JSON.stringify(await list())).not.toContain(secret.slice(17));
    const rows = await api.test.db.platformDatabase.pool.query('select * from api_keys');
    expect(JSON.stringify(rows.rows)).not.toContain(secret.slice(17));
  });

  it('end at once when revoked, though they were used a moment ago', async () => {
    const { secret, apiKey } = await create(['read']);
    expect((await api.send('GET', '/v1/me', { key: secret })).statusCode).toBe(200);
    const url = `/v1/api-keys/${apiKey.id}`;
    expect((await api.send('DELETE', url, owner())).statusCode).toBe(204);
    expect((await api.send('GET', '/v1/me', { key: secret })).statusCode).toBe(401);
    expect((await api.send('DELETE', url, owner())).statusCode).toBe(404);
    expect((await list()).find((each) => each.id === apiKey.id)?.revokedAt).not.toBeNull();
  });

  it('with a wrong secret, a wrong form or an unknown prefix are refused', async () => {
    const { secret } = await create(['read']);
    const last = secret.at(-1) === 'A' ? 'B' : 'A';
    const wrong = [
      `${secret.slice(0, -1)}${last}`,
      `onk_${'0'.repeat(12)}_${'a'.repeat(43)}`,
      'onk_',
      '',
      secret.slice(4),
    ];
    for (const key of wrong) expect((await api.send('GET', '/v1/me', { key })).statusCode).toBe(401);
    // a refused guess does not stop the right one
    expect((await api.send('GET', '/v1/me', { key: secret })).statusCode).toBe(200);
  });

  it('note their last use once a minute', async () => {
    const { secret, apiKey } = await create(['read']);
    const lastUse = async () => (await list()).find((each) => each.id === apiKey.id)?.lastUsedAt;
    const use = () => api.send('GET', '/v1/me', { key: secret });
    await use();
    const first = await lastUse();
    expect(first).toBe(clock.toISOString());
    clock = new Date(clock.getTime() + 59_000);
    await use();
    expect(await lastUse()).toBe(first);
    clock = new Date(clock.getTime() + 2000);
    await use();
    expect(await lastUse()).toBe(clock.toISOString());
  });

  it('never hold more than their maker', async () => {
    const admin = await create(['admin', 'read']);
    const made = await api.send('POST', '/v1/api-keys', {
      key: admin.secret,
      body: { name: 'more', scopes: ['import'] },
    });
    expect(made.statusCode).toBe(403);
    expect((await create(['read'], { key: admin.secret })).apiKey.scopes).toEqual(['read']);
  });
});
