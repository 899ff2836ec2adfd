import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Import } from '@ordernimbus/contracts';
import type { TestTenant } from '@ordernimbus/data/test';
import { runImport } from '@ordernimbus/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
let tenant: TestTenant;
let token: string;
beforeAll(async () => {
  api = await createTestApi();
  tenant = await api.test.createTenant();
  token = api.tokenFor(tenant, 'owner');
});
afterAll(() => api.close());

const file =
  'date,sku,store,units,price\n2026-01-01,A,S1,3,2.50\n2026-01-02,A,S1,x,2.50\n2026-01-02,B,S1,5,1.00\n';
const upload = (body: string, name = 'my sales.csv') =>
  api.send('POST', `/v1/imports?fileName=${encodeURIComponent(name)}`, {
    token,
    body,
    headers: { 'content-type': 'application/octet-stream' },
  });

describe('imports over HTTP', () => {
  it('uploads, maps, imports, shows lines, errors and quality, and takes back', async () => {
    const created = await upload(file);
    expect(created.statusCode).toBe(201);
    const one = created.json<Import>();
    expect(one).toMatchObject({ status: 'ready', fileName: 'my sales.csv', inspection: { layout: 'long' } });

    const mapped = await api.send('PUT', `/v1/imports/${one.id}/mapping`, { token, body: one.mapping });
    expect(mapped.statusCode).toBe(200);
    expect(mapped.json<Import>().preview).toMatchObject({
      rows: 3,
      validRows: 2,
      rejectedRows: 1,
      newItems: 2,
    });

    const started = await api.send('POST', `/v1/imports/${one.id}/start`, { token });
    expect(started.statusCode).toBe(202);
    expect(await runImport(api.test.platform, { tenantId: tenant.tenantId, importId: one.id })).toBe('done');
    expect((await api.send('GET', `/v1/imports/${one.id}`, { token })).json()).toMatchObject({
      status: 'done',
    });

    const items = (await api.send('GET', '/v1/items?search=a', { token })).json<{
      items: { itemId: number; locationIds: number[] }[];
    }>().items;
    const [item] = items;
    const lines = await api.send(
      'GET',
      `/v1/items/${item?.itemId}/locations/${item?.locationIds[0]}/days/2026-01-01/lines`,
      { token },
    );
    expect(lines.json()).toMatchObject({
      sold: 3,
      returned: 0,
      items: [{ row: 2, quantity: 3, counted: true }],
    });
    expect((await api.send('GET', '/v1/locations', { token })).json()).toMatchObject({
      items: [{ code: 'S1' }],
    });

    const errors = await api.send('GET', `/v1/imports/${one.id}/errors.csv`, { token });
    expect(errors.headers['content-type']).toContain('text/csv');
    expect(errors.body).toContain('3,units,x,The quantity is not a number.');
    const source = await api.send('GET', `/v1/imports/${one.id}/source`, { token });
    expect(source.body).toBe(file);
    expect(source.headers['content-disposition']).toContain('my%20sales.csv');
    const quality = (await api.send('GET', '/v1/data-quality', { token })).json<{
      items: { id: string }[];
    }>();
    expect(quality.items.map(({ id }) => id)).toContain('rejected_rows');

    const undone = await api.send('POST', `/v1/imports/${one.id}/undo`, { token });
    expect(undone.json()).toMatchObject({ status: 'undoing' });
    await runImport(api.test.platform, { tenantId: tenant.tenantId, importId: one.id });
    expect((await api.send('GET', '/v1/items', { token })).json()).toEqual({ items: [] });
    const list = (await api.send('GET', '/v1/imports?limit=1', { token })).json<{ items: Import[] }>();
    expect(list.items[0]).toMatchObject({ id: one.id, status: 'undone', inspection: null });
  });

  it('answers 422 with the questions that only a person can answer', async () => {
    const one = (await upload('date;sku;qty\n03/04/2026;A;2\n')).json<Import>();
    const answer = await api.send('PUT', `/v1/imports/${one.id}/mapping`, { token, body: one.mapping });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'needs_answer', places: [{ field: 'dateOrder' }] });
  });

  it('tells a wrong file as a failed import and a wrong body as a problem', async () => {
    const wrong = await upload('%PDF-1.7 report');
    expect(wrong.statusCode).toBe(201);
    expect(wrong.json()).toMatchObject({ status: 'failed', error: { code: 'unsupported_file' } });
    const json = await api.send('POST', '/v1/imports?fileName=x.csv', { token, body: { a: 1 } });
    expect(json.statusCode).toBe(415);
  });

  it('reads a file that is padded with NUL, which the database cannot hold', async () => {
    const padded = file.replace('sku', 'sku\0').replaceAll(',A,', ',A\0\0,');
    const one = (await upload(padded + '2026-01-03,B,S1,1,1\n'.repeat(40))).json<Import>();
    expect(one).toMatchObject({ status: 'ready', inspection: { layout: 'long' } });
    const mapped = await api.send('PUT', `/v1/imports/${one.id}/mapping`, { token, body: one.mapping });
    expect(mapped.statusCode).toBe(200);
    await api.send('POST', `/v1/imports/${one.id}/start`, { token });
    expect(await runImport(api.test.platform, { tenantId: tenant.tenantId, importId: one.id })).toBe('done');
    const items = (await api.send('GET', '/v1/items', { token })).json<{ items: { sku: string }[] }>().items;
    expect(items.map(({ sku }) => sku).sort()).toEqual(['A', 'B']);
  });

  it('leaves nothing of an upload that the sender breaks off', async () => {
    const other = await api.test.createTenant();
    await api.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = api.app.server.address() as AddressInfo;
    await new Promise<void>((resolve) => {
      const sending = httpRequest({
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/v1/imports?fileName=big.csv',
        headers: {
          authorization: `Bearer ${api.tokenFor(other, 'owner')}`,
          'content-type': 'application/octet-stream',
          'content-length': '100000000',
        },
      });
      sending.on('error', () => resolve());
      sending.write(Buffer.alloc(2_000_000, 'date,sku,qty\n'), () =>
        setTimeout(() => sending.destroy(), 100),
      );
      sending.on('close', () => resolve());
    });
    await expect
      .poll(
        async () => (await api.send('GET', '/v1/imports', { token: api.tokenFor(other, 'owner') })).json(),
        { timeout: 5000 },
      )
      .toEqual({ items: [] });
    expect(await api.test.platform.objects.list(`tenants/${other.tenantId}`)).toEqual([]);
  });

  it('refuses what is larger than the configured limit, and keeps nothing of it', async () => {
    const small = await createTestApi({ config: { uploadLimitBytes: 2048 } });
    try {
      const shop = await small.test.createTenant();
      const own = small.tokenFor(shop, 'owner');
      const answer = await small.send('POST', '/v1/imports?fileName=big.csv', {
        token: own,
        body: file + '2026-01-03,A,S1,1,1\n'.repeat(200),
        headers: { 'content-type': 'application/octet-stream' },
      });
      expect(answer.statusCode).toBe(413);
      expect(answer.json()).toMatchObject({
        code: 'too_large',
        detail: 'The file is larger than 2 KiB. Pack it with gzip, or split it by year.',
      });
      expect((await small.send('GET', '/v1/imports', { token: own })).json()).toMatchObject({ items: [] });
    } finally {
      await small.close();
    }
  });
});
