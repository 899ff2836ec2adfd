import { asOwner, type TestTenant } from '@ordernimbus/data/test';
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

const patch = (key: string, name: string, who: TestTenant = tenant) =>
  api.send('PATCH', '/v1/tenant', {
    token: api.tokenFor(who, 'owner'),
    body: { name },
    headers: { 'idempotency-key': key },
  });
const changes = async (who: TestTenant = tenant) => {
  const rows = await api.test.db.platformDatabase.pool.query(
    'select data_version from tenants where tenant_id = $1',
    [who.tenantId],
  );
  return Number(rows.rows[0].data_version);
};

describe('Idempotency-Key', () => {
  it('gives a repeated request the first answer and does nothing twice', async () => {
    const first = await patch('k1', 'Name one');
    const second = await patch('k1', 'Name one');
    expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
    expect(second.body).toBe(first.body);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    expect([first, second].map((each) => each.headers['idempotent-replayed'])).toEqual([undefined, 'true']);
    expect(await changes()).toBe(1);
  });

  it('refuses the key for another request', async () => {
    await patch('k2', 'Name one');
    const other = await patch('k2', 'Name two');
    expect(other.statusCode).toBe(422);
    expect(other.json()).toMatchObject({ code: 'idempotency_mismatch' });
    expect(await changes()).toBe(1);
  });

  it('lets one of several at the same time do the work', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => patch('k3', 'Name')));
    const codes = answers.map((each) => each.statusCode);
    expect(codes.filter((code) => code !== 200 && code !== 409)).toEqual([]);
    expect(codes).toContain(200);
    expect(await changes()).toBe(1);
    expect((await patch('k3', 'Name')).statusCode).toBe(200);
    expect(await changes()).toBe(1);
  });

  it('keeps keys of tenants and people apart', async () => {
    const other = await api.test.createTenant();
    await patch('k4', 'Mine');
    expect((await patch('k4', 'Theirs', other)).statusCode).toBe(200);
    expect(await changes(other)).toBe(1);
  });

  it('replays errors that stay the same, too', async () => {
    const send = () =>
      api.send('PATCH', '/v1/tenant', {
        token: api.tokenFor(tenant, 'viewer'),
        body: { name: 'x' },
        headers: { 'idempotency-key': 'k5' },
      });
    const first = await send();
    const second = await send();
    expect([first.statusCode, second.statusCode]).toEqual([403, 403]);
    expect(second.body).toBe(first.body);
  });

  it('does not keep secrets: a second answer says that it was done', async () => {
    const send = () =>
      api.send('POST', '/v1/api-keys', {
        token: api.tokenFor(tenant, 'owner'),
        body: { name: 'k', scopes: ['read'] },
        headers: { 'idempotency-key': 'k6' },
      });
    const { secret } = (await send()).json<{ secret: string }>();
    expect((await send()).statusCode).toBe(409);
    const stored = await api.test.db.platformDatabase.pool.query(
      'select 1 from api_keys where tenant_id = $1',
      [tenant.tenantId],
    );
    expect(stored.rowCount).toBe(1);
    const client = await api.test.db.database.pool.connect();
    try {
      await client.query(`begin; select set_config('app.tenant_id', '${tenant.tenantId}', true)`);
      const rows = await client.query('select * from idempotency_keys');
      await client.query('rollback');
      expect(rows.rowCount).toBe(1);
      expect(JSON.stringify(rows.rows)).not.toContain(secret);
    } finally {
      client.release();
    }
  });

  it('keeps no answer of a question that is asked by POST', async () => {
    const ask = () =>
      api.send('POST', '/v1/scenarios/terms', {
        token: api.tokenFor(tenant, 'viewer'),
        body: { selection: { filter: {} }, set: { leadTimeDays: 21 } },
        headers: { 'idempotency-key': 'question' },
      });
    const answers = [await ask(), await ask()];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
    expect(answers.map(({ headers }) => headers['idempotent-replayed'])).toEqual([undefined, undefined]);
    const kept = await asOwner(api.test.db.ownerUrl, (client) =>
      client.query('select key from idempotency_keys where tenant_id = $1', [tenant.tenantId]),
    );
    expect(kept.rows).toEqual([]);
  });

  it('takes over a claim whose process ended', async () => {
    const client = await api.test.db.database.pool.connect();
    await patch('k7', 'Name');
    await client.query(`begin; select set_config('app.tenant_id', '${tenant.tenantId}', true)`);
    await client.query('update idempotency_keys set status = null, response = null');
    await client.query('commit');
    client.release();
    expect((await patch('k7', 'Name')).statusCode).toBe(409);
    clock = new Date(clock.getTime() + 121_000);
    expect((await patch('k7', 'Name')).statusCode).toBe(200);
    expect(await changes()).toBe(2);
  });

  it.each(['', 'with space', 'x'.repeat(201), 'ümlaut'])('refuses the key %j', async (key) => {
    expect((await patch(key, 'Name')).statusCode).toBe(400);
    expect(await changes()).toBe(0);
  });
});
