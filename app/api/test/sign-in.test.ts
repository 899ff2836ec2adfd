import { createHmac } from 'node:crypto';
import { createTokenIssuer, generateSigningKey } from '@ordernimbus/services';
import { createSigner } from 'fast-jwt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from './test-api.ts';

let clock = new Date();
let api: TestApi;
let people = 0;

const password = 'correct horse battery';
const newPerson = () => {
  people += 1;
  return { email: `Person${people}@Example.com`, password, name: 'Ann', tenantName: `Shop ${people}` };
};
type Answer = Awaited<ReturnType<TestApi['send']>>;
const cookieOf = (answer: Answer) => {
  const cookie = answer.cookies.find((each) => each.name === 'nimbus_refresh');
  if (!cookie) throw new Error(`no refresh cookie in answer ${answer.statusCode} ${answer.body}`);
  return cookie;
};
const tokenOf = (answer: Answer) => answer.json<{ accessToken: string }>().accessToken;
const signUp = (person = newPerson()) => api.send('POST', '/v1/auth/sign-up', { body: person });
const refresh = (cookie: string, body?: object) =>
  api.send('POST', '/v1/auth/refresh', { headers: { cookie: `nimbus_refresh=${cookie}` }, body });
const after = (milliseconds: number) => {
  clock = new Date(clock.getTime() + milliseconds);
};

beforeAll(async () => {
  api = await createTestApi({ now: () => clock });
});
afterAll(() => api.close());
beforeEach(() => {
  // every test has its rate limits anew
  after(3_600_000);
  clock = new Date(Math.max(clock.getTime(), Date.now()));
});

describe('sign-up and sign-in', () => {
  it('makes a shop and signs its owner in', async () => {
    const person = newPerson();
    const answer = await signUp(person);
    expect(answer.statusCode).toBe(201);
    const me = await api.send('GET', '/v1/me', { token: tokenOf(answer) });
    expect(me.json()).toMatchObject({
      actor: 'user',
      email: person.email.toLowerCase(),
      role: 'owner',
      tenant: { name: person.tenantName, currency: 'USD', isSample: false },
      tenants: [{ name: person.tenantName, role: 'owner' }],
    });
  });

  it('keeps the refresh token from scripts and other sites', async () => {
    expect(cookieOf(await signUp())).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/v1/auth' });
  });

  it('refuses a second account for the same address in any case', async () => {
    const person = newPerson();
    await signUp(person);
    const again = await signUp({ ...person, email: person.email.toUpperCase() });
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ code: 'conflict', places: [{ field: 'email' }] });
  });

  it.each([
    ['password', { password: 'short' }],
    ['email', { email: 'no-address' }],
    ['currency', { currency: 'XQQ' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
  ])('names the field that is wrong: %s', async (field, change) => {
    const answer = await api.send('POST', '/v1/auth/sign-up', { body: { ...newPerson(), ...change } });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'invalid_input', places: [{ field }] });
  });

  it('gives the same answer for a wrong password and an unknown address, and takes as long', async () => {
    const person = newPerson();
    await signUp(person);
    const timed = async (body: object) => {
      const start = performance.now();
      const answer = await api.send('POST', '/v1/auth/sign-in', { body });
      return { answer, milliseconds: performance.now() - start };
    };
    const wrong = await timed({ email: person.email, password: 'not the password' });
    const unknown = await timed({ email: 'nobody@example.com', password: 'not the password' });
    const { requestId: _a, ...first } = wrong.answer.json<Record<string, unknown>>();
    const { requestId: _b, ...second } = unknown.answer.json<Record<string, unknown>>();
    expect(wrong.answer.statusCode).toBe(401);
    expect(first).toEqual(second);
    // a hash takes tens of milliseconds, a lookup under one: without the decoy the ratio would be above ten
    expect(unknown.milliseconds).toBeGreaterThan(wrong.milliseconds / 4);
    const right = await api.send('POST', '/v1/auth/sign-in', { body: person });
    expect(right.statusCode).toBe(200);
  });

  it('limits attempts per account and per network address', async () => {
    const email = newPerson().email;
    const attempt = (to: string) =>
      api.send('POST', '/v1/auth/sign-in', { body: { email: to, password: 'guess' } });
    const codes: number[] = [];
    for (let i = 0; i < 11; i++) codes.push((await attempt(email)).statusCode);
    expect(codes).toEqual([...Array(10).fill(401), 429]);
    const limited = await attempt(email);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect((await attempt('other@example.com')).statusCode).toBe(401);
    after(91_000);
    expect((await attempt(email)).statusCode).toBe(401);
    let last = 0;
    for (let i = 0; i < 60 && last !== 429; i++) last = (await attempt(`p${i}@example.com`)).statusCode;
    expect(last).toBe(429);
  });

  it('refuses pages of other sites', async () => {
    const send = (headers: Record<string, string>) =>
      api.send('POST', '/v1/auth/sign-in', { body: { email: 'a@b.c', password: 'x' }, headers });
    expect((await send({ origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await send({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await send({ origin: 'null' })).statusCode).toBe(403);
    expect((await send({ origin: 'http://localhost:3000' })).statusCode).toBe(401);
  });
});

describe('refresh', () => {
  it('rotates the token', async () => {
    const first = cookieOf(await signUp()).value;
    const answer = await refresh(first);
    expect(answer.statusCode).toBe(200);
    expect(cookieOf(answer).value).not.toBe(first);
    expect((await api.send('GET', '/v1/me', { token: tokenOf(answer) })).statusCode).toBe(200);
    expect((await refresh(cookieOf(answer).value)).statusCode).toBe(200);
  });

  it('ends the whole family when a used token comes back later', async () => {
    const first = cookieOf(await signUp()).value;
    const second = cookieOf(await refresh(first)).value;
    after(11_000);
    expect((await refresh(first)).statusCode).toBe(401);
    expect((await refresh(second)).statusCode).toBe(401);
  });

  it('lets a second tab in for a moment, but gives it no token of its own', async () => {
    const first = cookieOf(await signUp()).value;
    const [one, two] = await Promise.all([refresh(first), refresh(first)]);
    expect([one.statusCode, two.statusCode]).toEqual([200, 200]);
    const cookies = [one, two].flatMap((each) => each.cookies.filter((c) => c.name === 'nimbus_refresh'));
    expect(cookies).toHaveLength(1);
    expect((await refresh(cookies[0]!.value)).statusCode).toBe(200);
  });

  it('ends after 30 days, at sign-out and without a cookie', async () => {
    const old = cookieOf(await signUp()).value;
    after(30 * 86_400_000 + 1);
    expect((await refresh(old)).statusCode).toBe(401);
    const cookie = cookieOf(await signUp()).value;
    const out = await api.send('POST', '/v1/auth/sign-out', {
      headers: { cookie: `nimbus_refresh=${cookie}` },
    });
    expect(out.statusCode).toBe(204);
    expect(cookieOf(out).value).toBe('');
    expect((await refresh(cookie)).statusCode).toBe(401);
    expect((await api.send('POST', '/v1/auth/refresh')).statusCode).toBe(401);
    expect((await refresh('made-up')).statusCode).toBe(401);
  });

  it('switches the shop only to one that the person belongs to', async () => {
    const mine = await signUp();
    const other = await signUp();
    const { tenant } = (await api.send('GET', '/v1/me', { token: tokenOf(other) })).json<{
      tenant: { tenantId: string };
    }>();
    const refused = await refresh(cookieOf(mine).value, { tenantId: tenant.tenantId });
    expect(refused.statusCode).toBe(401);
    // asking for a foreign shop does not end one's own session
    expect((await refresh(cookieOf(mine).value)).statusCode).toBe(200);
  });
});

describe('access tokens', () => {
  const claims = { role: 'owner', tenant_id: '6f0f7a3a-1111-4111-8111-111111111111' };
  const sub = '6f0f7a3a-2222-4222-8222-222222222222';
  const sign = (key: string, options: object = {}, payload: object = {}) =>
    createSigner({
      algorithm: 'RS256',
      key,
      kid: api.key.kid,
      iss: 'ordernimbus',
      aud: 'ordernimbus',
      expiresIn: 60_000,
      ...options,
    })({ sub, ...claims, ...payload });
  const status = async (token: string) => (await api.send('GET', '/v1/members', { token })).statusCode;
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  beforeEach(() => {
    clock = new Date();
  });

  it('accepts a right one, twice', async () => {
    const token = sign(api.key.privatePem);
    expect(await status(token)).toBe(200);
    expect(await status(token)).toBe(200);
  });

  it('refuses one that is expired, also when it was accepted before', async () => {
    expect(await status(sign(api.key.privatePem, { clockTimestamp: Date.now() - 120_000 }))).toBe(401);
    const token = sign(api.key.privatePem);
    expect(await status(token)).toBe(200);
    after(61_000);
    expect(await status(token)).toBe(401);
  });

  it.each([
    ['issuer', { iss: 'https://elsewhere.example' }, {}],
    ['audience', { aud: 'another-api' }, {}],
    ['key id', { kid: 'unknown' }, {}],
    ['tenant', {}, { tenant_id: 'not-a-uuid' }],
    ['role', {}, { role: 'root' }],
    ['use', {}, { token_use: 'id' }],
  ])('refuses a wrong %s', async (_name, options, payload) => {
    expect(await status(sign(api.key.privatePem, options, payload))).toBe(401);
  });

  it('refuses another key under our key id', async () => {
    expect(await status(sign((await generateSigningKey()).privatePem))).toBe(401);
  });

  it('refuses a changed payload, alg none and HMAC with the public key', async () => {
    const [header, , signature] = sign(api.key.privatePem).split('.');
    const payload = base64({ sub, ...claims, iss: 'ordernimbus', aud: 'ordernimbus', exp: Date.now() });
    expect(await status(`${header}.${payload}.${signature}`)).toBe(401);
    const none = base64({ alg: 'none', typ: 'JWT', kid: api.key.kid });
    expect(await status(`${none}.${payload}.`)).toBe(401);
    const hs = base64({ alg: 'HS256', typ: 'JWT', kid: api.key.kid });
    const mac = createHmac('sha256', api.key.publicPem).update(`${hs}.${payload}`).digest('base64url');
    expect(await status(`${hs}.${payload}.${mac}`)).toBe(401);
  });

  it.each(['', 'x', 'a.b', 'a.b.c', 'a.b.c.d', '..', 'ey.ey.ey'])('refuses the text %j', async (text) => {
    expect(await status(text)).toBe(401);
  });

  it('publishes the public key only', async () => {
    const { keys } = (await api.send('GET', '/.well-known/jwks.json')).json<{ keys: object[] }>();
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0]!).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(createTokenIssuer({ key: api.key, issuer: 'a', audience: 'b' }).jwks.keys[0]).toEqual(keys[0]);
  });
});

describe('what is logged', () => {
  it('holds no password, token or address of a whole sign-in', async () => {
    const person = newPerson();
    const up = await signUp(person);
    const first = cookieOf(up).value;
    const second = await refresh(first);
    await api.send('POST', '/v1/auth/sign-in', { body: { ...person, password: 'a wrong password' } });
    const created = await api.send('POST', '/v1/api-keys', {
      token: tokenOf(up),
      body: { name: 'key', scopes: ['read'] },
    });
    const { secret } = created.json<{ secret: string }>();
    await api.send('GET', '/v1/me', { key: secret });
    after(11_000);
    await refresh(first);
    const log = api.test.logLines.join('\n').toLowerCase();
    expect(log).toContain('a used refresh token came back');
    const secrets = [
      password,
      'a wrong password',
      person.email,
      first,
      cookieOf(second).value,
      secret,
      tokenOf(up),
    ];
    for (const value of secrets) expect(log).not.toContain(value.toLowerCase());
  });
});
