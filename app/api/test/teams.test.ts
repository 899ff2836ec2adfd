import type { InvitationCreated, Me, Member, Role } from '@ordernimbus/contracts';
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

const as = (role: Role) => ({ token: api.tokenFor(tenant, role) });
const password = 'correct horse battery';
const invite = async (email: string, role: Role = 'planner') =>
  (
    await api.send('POST', '/v1/invitations', { ...as('owner'), body: { email, role } })
  ).json<InvitationCreated>();
const accept = (token: string, secret = password) =>
  api.send('POST', '/v1/auth/accept-invitation', { body: { token, name: 'Bo', password: secret } });

describe('members', () => {
  it('are listed with their roles', async () => {
    const { items } = (await api.send('GET', '/v1/members', as('viewer'))).json<{ items: Member[] }>();
    expect(items.map((each) => each.role).sort()).toEqual(['owner', 'planner', 'viewer']);
  });

  it('change role and leave', async () => {
    const { planner } = tenant.users;
    const url = `/v1/members/${planner.userId}`;
    const changed = await api.send('PATCH', url, { ...as('owner'), body: { role: 'viewer' } });
    expect(changed.json()).toMatchObject({ userId: planner.userId, role: 'viewer' });
    expect((await api.send('DELETE', url, as('owner'))).statusCode).toBe(204);
    expect((await api.send('DELETE', url, as('owner'))).statusCode).toBe(404);
  });

  it('always hold an owner, also when two leave at once', async () => {
    const { owner, planner } = tenant.users;
    const own = `/v1/members/${owner.userId}`;
    expect((await api.send('DELETE', own, as('owner'))).statusCode).toBe(409);
    expect((await api.send('PATCH', own, { ...as('owner'), body: { role: 'viewer' } })).statusCode).toBe(409);
    const second = `/v1/members/${planner.userId}`;
    await api.send('PATCH', second, { ...as('owner'), body: { role: 'owner' } });
    const answers = await Promise.all([own, second].map((url) => api.send('DELETE', url, as('owner'))));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([204, 409]);
  });
});

describe('invitations', () => {
  it('make an account and a member, once', async () => {
    const { token } = await invite('Bo@Example.com', 'viewer');
    const joined = await accept(token);
    expect(joined.statusCode).toBe(201);
    const { accessToken } = joined.json<{ accessToken: string }>();
    const me = (await api.send('GET', '/v1/me', { token: accessToken })).json<Me>();
    expect(me).toMatchObject({
      email: 'bo@example.com',
      role: 'viewer',
      tenant: { tenantId: tenant.tenantId },
    });
    expect((await accept(token)).statusCode).toBe(404);
    const { items } = (await api.send('GET', '/v1/invitations', as('owner'))).json<{ items: object[] }>();
    expect(items).toEqual([]);
  });

  it('need the password of an account that exists, and survive a wrong one', async () => {
    const email = `cy${Date.now()}@example.com`;
    await api.send('POST', '/v1/auth/sign-up', {
      body: { email, password, name: 'Cy', tenantName: 'Own shop' },
    });
    const { token } = await invite(email);
    expect((await accept(token, 'not the password')).statusCode).toBe(401);
    const joined = await accept(token);
    expect(joined.statusCode).toBe(201);
    const me = await api.send('GET', '/v1/me', { token: joined.json<{ accessToken: string }>().accessToken });
    expect(
      me
        .json<Me>()
        .tenants.map((each) => each.role)
        .sort(),
    ).toEqual(['owner', 'planner']);
    // and the new shop can be chosen when signing in
    const signIn = await api.send('POST', '/v1/auth/sign-in', {
      body: { email, password, tenantId: tenant.tenantId },
    });
    expect(signIn.statusCode).toBe(200);
  });

  it('end after seven days, when withdrawn, and when a newer one is sent', async () => {
    const old = await invite('d1@example.com');
    clock = new Date(clock.getTime() + 7 * 86_400_000 + 1);
    expect((await accept(old.token)).statusCode).toBe(404);
    const withdrawn = await invite('d2@example.com');
    const url = `/v1/invitations/${withdrawn.invitation.id}`;
    expect((await api.send('DELETE', url, as('owner'))).statusCode).toBe(204);
    expect((await accept(withdrawn.token)).statusCode).toBe(404);
    const first = await invite('d3@example.com');
    const second = await invite('d3@example.com');
    expect((await accept(first.token)).statusCode).toBe(404);
    expect((await accept(second.token)).statusCode).toBe(201);
  });

  it('are not for members, and keep only a hash', async () => {
    const { email } = tenant.users.viewer;
    const again = await api.send('POST', '/v1/invitations', {
      ...as('owner'),
      body: { email, role: 'owner' },
    });
    expect(again.statusCode).toBe(409);
    const { token } = await invite('e@example.com');
    const rows = await api.test.db.platformDatabase.pool.query('select * from invitations');
    expect(JSON.stringify(rows.rows)).not.toContain(token);
  });
});

describe('a role that was taken away', () => {
  it('is gone at the next refresh, and a removed member gets none', async () => {
    const { token } = await invite('f@example.com', 'planner');
    const joined = await accept(token);
    const cookie = joined.cookies[0]?.value ?? '';
    const { userId } = (
      await api.send('GET', '/v1/me', { token: joined.json<{ accessToken: string }>().accessToken })
    ).json<Me>();
    await api.send('PATCH', `/v1/members/${userId}`, { ...as('owner'), body: { role: 'viewer' } });
    const refreshed = await api.send('POST', '/v1/auth/refresh', {
      headers: { cookie: `nimbus_refresh=${cookie}` },
    });
    const me = await api.send('GET', '/v1/me', {
      token: refreshed.json<{ accessToken: string }>().accessToken,
    });
    expect(me.json<Me>().role).toBe('viewer');
    await api.send('DELETE', `/v1/members/${userId}`, as('owner'));
    const next = refreshed.cookies[0]?.value ?? '';
    const after = await api.send('POST', '/v1/auth/refresh', {
      headers: { cookie: `nimbus_refresh=${next}` },
    });
    expect(after.statusCode).toBe(401);
  });
});
