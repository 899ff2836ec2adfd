import type { ReorderExplanation, ReorderPage, ReorderUpdated } from '@ordernimbus/contracts';
import type { TestTenant } from '@ordernimbus/data/test';
import { recomputeReorder } from '@ordernimbus/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedRun } from '../../../packages/services/test/reorder/reorder-fixture.ts';
import { createTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
let tenant: TestTenant;
let keyOf: Awaited<ReturnType<typeof seedRun>>['keyOf'];
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  tenant = await api.test.createTenant({ currency: 'EUR' });
  const { platform } = api.test;
  ({ keyOf } = await seedRun(platform.database, tenant.tenantId, [
    { sku: 'A', daily: 2, onHand: 10, supplier: 'Leaf', costMinor: 150, priceMinor: 400 },
    { sku: 'B', daily: 1, onHand: 500, supplier: 'Clay', costMinor: 200 },
    { sku: 'C', daily: 3 },
  ]));
  await recomputeReorder(platform, { tenantId: tenant.tenantId });
});

const as = (role: 'owner' | 'planner' | 'viewer') => ({ token: api.tokenFor(tenant, role) });

describe('reorder routes', () => {
  it('list lines with defaults, one status or several, and say what is wrong with a query', async () => {
    const answer = await api.send('GET', '/v1/reorder', as('viewer'));
    expect(answer.statusCode).toBe(200);
    const page = answer.json<ReorderPage>();
    expect(page.lines.map((line) => line.sku)).toEqual(['A', 'B', 'C']);
    expect(page.totals).toMatchObject({ lines: 3, linesToOrder: 1 });
    const skus = async (query: string) =>
      (await api.send('GET', `/v1/reorder?${query}`, as('viewer')))
        .json<ReorderPage>()
        .lines.map((line) => line.sku);
    expect(await skus('status=overstock')).toEqual(['B']);
    expect(await skus('status=overstock&status=no_stock_data&sort=sku&direction=desc')).toEqual(['C', 'B']);
    expect(await skus('onlySuggested=true')).toEqual(['A']);
    expect(await skus('offset=1&limit=1&sort=sku&direction=asc')).toEqual(['B']);
    for (const query of ['limit=501', 'sort=secret', 'status=none', 'offset=-1', 'locationId=x']) {
      expect((await api.send('GET', `/v1/reorder?${query}`, as('viewer'))).statusCode).toBe(400);
    }
  });

  it('explain a line', async () => {
    const { itemId, locationId } = keyOf('A');
    const answer = await api.send('GET', `/v1/reorder/${itemId}/${locationId}`, as('viewer'));
    expect(answer.statusCode).toBe(200);
    const { line, steps } = answer.json<ReorderExplanation>();
    expect(steps.find((step) => step.id === 'suggested')?.value).toBe(line.suggested);
    expect((await api.send('GET', '/v1/reorder/2000000000/1', as('viewer'))).statusCode).toBe(404);
  });

  it('edit by planners only, once for one idempotency key', async () => {
    const body = { selection: { rows: [keyOf('A')] }, set: { leadTimeDays: 3 } };
    const refused = await api.send('POST', '/v1/reorder/parameters', { ...as('viewer'), body });
    expect(refused.statusCode).toBe(403);
    const headers = { 'idempotency-key': 'edit-1' };
    const first = await api.send('POST', '/v1/reorder/parameters', { ...as('planner'), body, headers });
    expect(first.statusCode).toBe(200);
    expect(first.json<ReorderUpdated>()).toMatchObject({ updated: 1, editId: expect.any(String) });
    const again = await api.send('POST', '/v1/reorder/parameters', { ...as('planner'), body, headers });
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.json()).toEqual(first.json());
    const undo = `/v1/reorder/edits/${first.json<ReorderUpdated>().editId}/undo`;
    expect((await api.send('POST', undo, as('viewer'))).statusCode).toBe(403);
    expect((await api.send('POST', undo, as('planner'))).json()).toEqual({ restored: 1, changedSince: 0 });
    expect((await api.send('POST', undo, as('planner'))).statusCode).toBe(409);
  });

  it.each([
    [{ selection: { rows: [] }, set: { onHand: 1 } }],
    [{ selection: { rows: [{ itemId: 1 }] }, set: { onHand: 1 } }],
    [{ selection: { filter: {} }, set: { serviceLevel: 1 } }],
    [{ selection: { filter: {} }, set: { packSize: 0 } }],
    [{ selection: { filter: {} }, set: { leadTimeDays: 1.5 } }],
    [{ selection: { filter: {} }, set: { price: 3 } }],
    [{ selection: { filter: {} }, set: {} }],
    [{ set: { onHand: 1 } }],
  ])('refuse the edit %j', async (body) => {
    const answer = await api.send('POST', '/v1/reorder/parameters', { ...as('owner'), body });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_input' });
  });

  it('export the list and purchase orders as files', async () => {
    const list = await api.send(
      'GET',
      '/v1/reorder/export.csv?columns=sku,onHand&sort=sku&direction=asc',
      as('viewer'),
    );
    expect(list.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="reorder.csv"',
    });
    expect(list.body).toBe('SKU,On hand\nA,10\nB,500\nC,\n');
    const order = await api.send('GET', '/v1/reorder/purchase-order.csv?supplier=Leaf', as('viewer'));
    expect(order.body).toMatch(/^SKU,Barcode,Supplier SKU,Quantity,Cost,Tax\nA,,,\d+,1\.50,\n$/);
    const unknown = await api.send('GET', '/v1/reorder/export.csv?columns=secret', as('viewer'));
    expect(unknown.statusCode).toBe(400);
  });
});

describe('home and freshness routes', () => {
  it('answer for the shop of the caller alone', async () => {
    const home = await api.send('GET', '/v1/home', as('viewer'));
    expect(home.statusCode).toBe(200);
    expect(home.json()).toMatchObject({ hasData: true, runOut: { lines: 1 }, overstock: { lines: 1 } });
    expect((await api.send('GET', '/v1/freshness', as('viewer'))).json()).toMatchObject({
      dataTo: '2026-11-22',
    });
    const stranger = await api.test.createTenant();
    const other = { token: api.tokenFor(stranger, 'owner') };
    expect((await api.send('GET', '/v1/home', other)).json()).toMatchObject({
      hasData: false,
      attention: [],
    });
    expect((await api.send('GET', '/v1/reorder', other)).json()).toMatchObject({ lines: [], runId: null });
    const { itemId, locationId } = keyOf('A');
    expect((await api.send('GET', `/v1/reorder/${itemId}/${locationId}`, other)).statusCode).toBe(404);
    const file = await api.send('GET', '/v1/reorder/export.csv?columns=sku', other);
    expect(file.body).toBe('SKU\n');
    for (const url of ['/v1/home', '/v1/freshness', '/v1/reorder']) {
      expect((await api.send('GET', url)).statusCode).toBe(401);
    }
  });
});
