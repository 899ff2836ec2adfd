import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateSigningKey, type SigningKey } from '@ordernimbus/services';
import { createSigner } from 'fast-jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from './test-api.ts';

const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_example';
const client = '3n4b5urk1ft4fl3mg5e62d9ado';
let clock = new Date();
let api: TestApi;
let jwks: Server;
let published: SigningKey[];
let asked = 0;
let down = false;
let tenantId: string;
const sub = '6f0f7a3a-2222-4222-8222-222222222222';

beforeAll(async () => {
  published = [await generateSigningKey()];
  jwks = createServer((_request, response) => {
    asked += 1;
    response.writeHead(down ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: published.map((key) => key.jwk) }));
  });
  await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve));
  const jwksUrl = `http://127.0.0.1:${(jwks.address() as AddressInfo).port}/.well-known/jwks.json`;
  api = await createTestApi({ now: () => clock, config: { auth: { issuer, audience: client, jwksUrl } } });
  tenantId = (await api.test.createTenant()).tenantId;
});
afterAll(async () => {
  await api.close();
  await new Promise((resolve) => jwks.close(resolve));
});

/** An access token as a Cognito user pool writes it: no audience, the client's id, groups. */
const cognitoToken = (key: SigningKey, claims: object = {}) =>
  createSigner({ algorithm: 'RS256', key: key.privatePem, kid: key.kid, iss: issuer, expiresIn: 3_600_000 })({
    sub,
    token_use: 'access',
    client_id: client,
    username: 'ann',
    'cognito:groups': ['eu-west-1_Google', 'planner'],
    'custom:tenant_id': tenantId,
    ...claims,
  });
const get = (url: string, token: string) => api.send('GET', url, { token });

describe('another issuer in place of ours, by configuration alone', () => {
  it('is believed: tenant from a custom claim, role from groups', async () => {
    const answer = await get('/v1/me', cognitoToken(published[0]!));
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ userId: sub, role: 'planner', tenant: { tenantId }, name: 'ann' });
    const viewer = await get(
      '/v1/me',
      cognitoToken(published[0]!, { 'cognito:groups': [], 'custom:role': 'viewer' }),
    );
    expect(viewer.json()).toMatchObject({ role: 'viewer', scopes: ['read'] });
  });

  it('needs our client, a tenant and a role', async () => {
    const key = published[0]!;
    for (const claims of [
      { client_id: 'another' },
      { 'custom:tenant_id': undefined },
      { 'cognito:groups': ['somebody'] },
      { token_use: 'id', aud: client },
    ]) {
      expect((await get('/v1/me', cognitoToken(key, claims))).statusCode).toBe(401);
    }
  });

  it('answers from the cache: one request for the keys', () => {
    expect(asked).toBe(1);
  });

  it('may rotate its keys: a new id is looked up, an unknown one not again and again', async () => {
    clock = new Date(clock.getTime() + 11_000);
    const next = await generateSigningKey();
    published = [...published, next];
    expect((await get('/v1/me', cognitoToken(next))).statusCode).toBe(200);
    const before = asked;
    const invented = await generateSigningKey();
    for (let i = 0; i < 5; i++) expect((await get('/v1/me', cognitoToken(invented))).statusCode).toBe(401);
    expect(asked - before).toBeLessThanOrEqual(1);
  });

  it('may be away for a while: keys that are known still count', async () => {
    down = true;
    expect((await get('/v1/me', cognitoToken(published[0]!, { extra: 1 }))).statusCode).toBe(200);
    down = false;
  });

  it('leaves no way in with a password, and publishes no keys of ours', async () => {
    const body = { email: 'a@example.com', password: 'correct horse battery', name: 'A', tenantName: 'T' };
    expect((await api.send('POST', '/v1/auth/sign-up', { body })).statusCode).toBe(404);
    expect((await api.send('POST', '/v1/auth/sign-in', { body })).statusCode).toBe(404);
    expect((await api.send('GET', '/.well-known/jwks.json')).statusCode).toBe(404);
  });
});
