import type { BacktestView, Forecast, ForecastExplanation, ForecastRun } from '@ordernimbus/contracts';
import type { TestTenant } from '@ordernimbus/data/test';
import { executeRun } from '@ordernimbus/services';
import { insertSales, makeSeries, quickEngine } from '@ordernimbus/services/test/sales';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
let tenant: TestTenant;
let token: string;

beforeAll(async () => {
  api = await createTestApi();
  tenant = await api.test.createTenant();
  token = api.tokenFor(tenant, 'planner');
  await insertSales(api.test.db.database, tenant.tenantId, [
    makeSeries('a', 'North', { days: 120, seed: 1, category: 'Tea' }),
    makeSeries('b', 'North', { days: 120, seed: 2 }),
  ]);
});
afterAll(() => api.close());

const get = (url: string, headers?: Record<string, string>) =>
  api.send('GET', url, { token, ...(headers ? { headers } : {}) });

async function run(): Promise<string> {
  const started = await api.send('POST', '/v1/forecast-runs', { token });
  expect(started.statusCode).toBe(202);
  const runId = started.json<ForecastRun>().id;
  expect(
    await executeRun(api.test.platform, { tenantId: tenant.tenantId, runId }, { pool: quickEngine }),
  ).toBe('done');
  return runId;
}

describe('forecasts over HTTP', () => {
  it('are 404 with a sentence before the first run', async () => {
    for (const url of [
      '/v1/forecasts/1/1',
      '/v1/forecasts/1/1/backtest',
      '/v1/forecasts/1/1/explanation',
      '/v1/forecasts',
      '/v1/forecasts.csv',
      '/v1/explorer',
      '/v1/accuracy',
    ]) {
      const answer = await get(url);
      expect([url, answer.statusCode]).toEqual([url, 404]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json<{ detail: string }>().detail).toBe('There is no forecast yet. Import sales first.');
    }
  });

  it('are started, followed, listed and read', async () => {
    const runId = await run();
    expect((await get(`/v1/forecast-runs/${runId}`)).json<ForecastRun>()).toMatchObject({
      status: 'done',
      isCurrent: true,
      createdBy: `user:${tenant.users.planner.userId}`,
    });
    expect((await get('/v1/forecast-runs')).json<{ items: ForecastRun[] }>().items).toHaveLength(1);
    expect((await get(`/v1/forecast-runs/${runId}/failures`)).json()).toEqual({ items: [] });
    const list = (await get('/v1/forecasts?limit=1')).json<{
      items: { itemId: number; locationId: number }[];
    }>();
    expect(list.items).toHaveLength(1);
    const csv = await get('/v1/forecasts.csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body.trimEnd().split('\n')).toHaveLength(1 + 2 * 91);
    expect((await get('/v1/explorer')).json<{ children: unknown[] }>().children).toHaveLength(2);
    expect((await get('/v1/explorer?category=')).json<{ title: string }>().title).toBe('No category');
    expect((await get('/v1/accuracy')).statusCode).toBe(200);
    const cancel = await api.send('POST', `/v1/forecast-runs/${runId}/cancel`, { token });
    expect(cancel.statusCode).toBe(409);
  });

  it('are not sent again to who has them, and are sent anew after the next run', async () => {
    const [key] = (await get('/v1/forecasts')).json<{ items: { itemId: number; locationId: number }[] }>()
      .items;
    const url = `/v1/forecasts/${key?.itemId}/${key?.locationId}`;
    const first = await get(url);
    expect(first.statusCode).toBe(200);
    expect(first.headers['content-type']).toBe('application/json; charset=utf-8');
    const etag = String(first.headers.etag);
    // From the database and from the cache: the same bytes under the same headers, but for the id of the request.
    const second = await get(url);
    expect(second.body).toBe(first.body);
    const { 'x-request-id': id, date: _date, ...headers } = second.headers;
    expect(first.headers).toMatchObject(headers);
    expect(id).not.toBe(first.headers['x-request-id']);
    expect(second.headers).toMatchObject({
      'content-length': String(Buffer.byteLength(first.body)),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
    });
    expect(Buffer.from(first.rawPayload).every((byte) => byte < 128)).toBe(true);
    expect(first.json<Forecast>().sentence).toContain('–');
    const head = await api.app.inject({ method: 'HEAD', url, headers: { authorization: `Bearer ${token}` } });
    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', etag]);
    const backtest = await get(`${url}/backtest`);
    expect(backtest.json<BacktestView>().runId).toBe(first.json<Forecast>().runId);
    const unchanged = await get(url, { 'if-none-match': etag });
    expect([unchanged.statusCode, unchanged.body, unchanged.headers.etag]).toEqual([304, '', etag]);
    expect((await get(url, { 'if-none-match': `W/${etag}, "other"` })).statusCode).toBe(304);
    expect((await get(url, { 'if-none-match': '"other"' })).statusCode).toBe(200);
    const runId = await run();
    const after = await get(url, { 'if-none-match': etag });
    expect(after.statusCode).toBe(200);
    expect(after.json<Forecast>().runId).toBe(runId);
  });

  it('are explained, with an ETag that lasts as long as the run', async () => {
    const [key] = (await get('/v1/forecasts')).json<{ items: { itemId: number; locationId: number }[] }>()
      .items;
    const url = `/v1/forecasts/${key?.itemId}/${key?.locationId}`;
    const answer = await get(`${url}/explanation`);
    expect(answer.statusCode).toBe(200);
    const explained = answer.json<ForecastExplanation>();
    const { runId, weights } = (await get(url)).json<Forecast>();
    expect(explained.runId).toBe(runId);
    expect(explained.models.slice(0, weights.length)).toEqual(weights);
    expect(explained).toMatchObject({ boosted: null, noDrivers: { code: 'no_model' } });
    const again = await get(`${url}/explanation`, { 'if-none-match': String(answer.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const missing = await get(`/v1/forecasts/${key?.itemId}/999999/explanation`);
    expect(missing.statusCode).toBe(404);
    expect(missing.headers['content-type']).toContain('application/problem+json');
  });

  it('cannot be started by a viewer', async () => {
    const viewer = api.tokenFor(tenant, 'viewer');
    expect((await api.send('POST', '/v1/forecast-runs', { token: viewer })).statusCode).toBe(403);
    expect((await api.send('GET', '/v1/accuracy', { token: viewer })).statusCode).toBe(200);
  });
});
