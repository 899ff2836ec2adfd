import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureSampleTenant } from '@ordernimbus/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readApiConfig } from '../src/index.ts';
import { createTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
let folder: string;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ordernimbus-web-'));
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>OrderNimbus</title>');
  await writeFile(path.join(folder, 'assets', 'main-abc123.js'), 'console.log(1)');
  await writeFile(path.join(folder, 'assets', 'main-abc123.js.gz'), 'not really gzip');
  api = await createTestApi({ config: { frontendFolder: folder } });
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const page = { headers: { accept: 'text/html' } };

describe('the web application', () => {
  it('is served at / and at every address of its own router', async () => {
    for (const address of ['/', '/items/1/2', '/reorder?status=order_now']) {
      const answer = await api.send('GET', address, page);
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain('<title>OrderNimbus</title>');
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
  });

  it('keeps hashed files for a year', async () => {
    const answer = await api.send('GET', '/assets/main-abc123.js');
    expect(answer.headers['cache-control']).toContain('immutable');
    const packed = await api.send('GET', '/assets/main-abc123.js', {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(packed.headers['content-encoding']).toBe('gzip');
  });

  it.each(['/v1/nothing', '/assets/gone.js', '/health/x'])(
    'does not answer %s with the page',
    async (address) => {
      const answer = await api.send('GET', address, page);
      expect(answer.headers['content-type']).not.toContain('text/html');
      expect([401, 404]).toContain(answer.statusCode);
      expect(answer.json()).toMatchObject({ status: answer.statusCode, requestId: expect.any(String) });
    },
  );

  it('does not leave its folder', async () => {
    for (const address of ['/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fx', '/.env']) {
      expect((await fetch(origin + address)).status).not.toBe(200);
    }
  });
});

describe('the server', () => {
  it('gives each request an id, or keeps a harmless one of the caller', async () => {
    const own = await api.send('GET', '/health/live');
    expect(own.headers['x-request-id']).toMatch(/^[0-9a-f]{12}-\w+$/);
    const given = await api.send('GET', '/health/live', { headers: { 'x-request-id': 'trace-12345' } });
    expect(given.headers['x-request-id']).toBe('trace-12345');
    const odd = await api.send('GET', '/health/live', { headers: { 'x-request-id': 'a"b\\n{}xxxxxx' } });
    expect(odd.headers['x-request-id']).toMatch(/^[0-9a-f]{12}-\w+$/);
  });

  it('is live and ready, and counts its requests', async () => {
    expect((await fetch(`${origin}/health/live`)).status).toBe(200);
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
    const text = await (await fetch(`${origin}/metrics`)).text();
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/health\/ready",status="2xx"\} 1/,
    );
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('shows metrics to this machine only, unless a token is given', async () => {
    const forwarded = await fetch(`${origin}/metrics`, { headers: { 'x-forwarded-for': '1.2.3.4' } });
    expect(forwarded.status).toBe(404);
  });

  it('refuses large bodies, broken JSON and other media types in problem+json', async () => {
    const post = (body: string, type = 'application/json') =>
      fetch(`${origin}/v1/auth/sign-in`, { method: 'POST', body, headers: { 'content-type': type } });
    const large = await post(`{"email":"${'x'.repeat(1_100_000)}"}`);
    const broken = await post('{"email":');
    const xml = await post('<a/>', 'text/xml');
    expect([large.status, broken.status, xml.status]).toEqual([413, 400, 415]);
    for (const answer of [large, broken, xml]) {
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('slows down who looks for addresses that do not exist', async () => {
    const codes = new Set<number>();
    for (let i = 0; i < 110; i++) {
      const answer = await api.app.inject({ method: 'GET', url: `/x${i}`, remoteAddress: '10.1.1.1' });
      codes.add(answer.statusCode);
    }
    expect([...codes]).toEqual([404, 429]);
    expect((await api.app.inject({ url: '/x', remoteAddress: '10.1.1.2' })).statusCode).toBe(404);
  });

  it('tells nothing of an error that was not foreseen, and logs it', async () => {
    const { database } = api.test.platform;
    const tenant = await api.test.createTenant();
    const connect = database.pool.connect;
    database.pool.connect = () => Promise.reject(new Error('password of the database is hunter2'));
    try {
      const answer = await api.send('GET', '/v1/members', { token: api.tokenFor(tenant, 'owner') });
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toContain('hunter2');
      const { requestId } = answer.json<{ requestId: string }>();
      expect(api.test.logLines.some((line) => line.includes(requestId) && line.includes('hunter2'))).toBe(
        true,
      );
    } finally {
      database.pool.connect = connect;
    }
  });

  it('limits what one shop may ask, and leaves others alone', async () => {
    const small = await createTestApi({
      config: { rateLimits: { ...api.app.apiConfig.rateLimits, perTenant: { burst: 3, perSecond: 0.001 } } },
    });
    const [one, two] = [await small.test.createTenant(), await small.test.createTenant()];
    const ask = async (tenant: typeof one) =>
      (await small.send('GET', '/v1/tenant', { token: small.tokenFor(tenant, 'viewer') })).statusCode;
    expect([await ask(one), await ask(one), await ask(one), await ask(one)]).toEqual([200, 200, 200, 429]);
    expect(await ask(two)).toBe(200);
    await small.close();
  });
});

describe('the sample shop', () => {
  const open = (headers: Record<string, string> = {}) =>
    fetch(`${origin}/v1/auth/sample`, { method: 'POST', headers });

  it('is not there before it is made, opens with one request, and is made once', async () => {
    expect((await open()).status).toBe(404);
    const input = { name: 'Sample', currency: 'GBP', timeZone: 'Europe/London' };
    const made = await Promise.all([1, 2].map(() => ensureSampleTenant(api.test.platform, input)));
    expect(made.map((each) => each.created).sort()).toEqual([false, true]);
    const answer = await open();
    expect(answer.status).toBe(200);
    const { accessToken } = (await answer.json()) as { accessToken: string };
    const me = await api.send('GET', '/v1/me', { token: accessToken });
    expect(me.json()).toMatchObject({ tenant: { isSample: true, name: 'Sample' }, role: 'owner' });
    const config = (await (await fetch(`${origin}/v1/config`)).json()) as object;
    expect(config).toMatchObject({ localMode: true, sampleAvailable: true });
  });

  it('is not there for others: through a proxy, by another name, from another machine, or outside local mode', async () => {
    expect((await open({ 'x-forwarded-for': '127.0.0.1' })).status).toBe(404);
    const inject = (headers: Record<string, string>, remoteAddress: string) =>
      api.app.inject({ method: 'POST', url: '/v1/auth/sample', headers, remoteAddress });
    expect((await inject({ host: 'evil.example' }, '127.0.0.1')).statusCode).toBe(404);
    expect((await inject({ host: 'localhost' }, '192.168.1.7')).statusCode).toBe(404);
    expect((await inject({ host: 'localhost:3000' }, '127.0.0.1')).statusCode).toBe(200);
    const hosted = await createTestApi({ config: { localMode: false } });
    await ensureSampleTenant(hosted.test.platform, { name: 'S', currency: 'GBP', timeZone: 'UTC' });
    expect((await hosted.send('POST', '/v1/auth/sample')).statusCode).toBe(404);
    await hosted.close();
  });
});

describe('configuration', () => {
  const given = { version: '1', localMode: false };
  it('names the variable that is wrong', () => {
    expect(() => readApiConfig({ PUBLIC_URL: 'shop' }, given)).toThrow(/PUBLIC_URL is not usable/);
    expect(() => readApiConfig({ AUTH_JWKS_URL: 'https://x/jwks' }, given)).toThrow(/AUTH_ISSUER/);
  });
  it('takes another issuer from the environment', () => {
    const config = readApiConfig(
      { AUTH_ISSUER: 'https://i', AUTH_JWKS_URL: 'https://i/jwks', AUTH_AUDIENCE: 'c', PUBLIC_URL: '' },
      given,
    );
    expect(config.auth).toEqual({ issuer: 'https://i', jwksUrl: 'https://i/jwks', audience: 'c' });
    expect(config.publicUrl).toBeUndefined();
  });
});
