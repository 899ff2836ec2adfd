import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Import } from '@ordernimbus/contracts';
import type { TestTenant } from '@ordernimbus/data/test';
import { runImport } from '@ordernimbus/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from './test-api.ts';

// made by another program: see the folder's README
const file = path.join(import.meta.dirname, '../../../packages/importers/test/data/two-years.xlsx');

let api: TestApi;
let bytes: Buffer;
let tenant: TestTenant;
let token: string;
beforeAll(async () => {
  api = await createTestApi();
  bytes = await readFile(file);
});
beforeEach(async () => {
  tenant = await api.test.createTenant();
  token = api.tokenFor(tenant, 'owner');
});
afterAll(() => api.close());

async function upload(body: Buffer | string = bytes, name = 'sales.csv'): Promise<Import> {
  const answer = await api.send('POST', `/v1/imports?fileName=${name}`, {
    token,
    body,
    headers: { 'content-type': 'application/octet-stream' },
  });
  expect(answer.statusCode).toBe(201);
  return answer.json<Import>();
}

const choose = (id: string, sheet: unknown) =>
  api.send('PUT', `/v1/imports/${id}/sheet`, { token, body: { sheet } });

async function preview({ id, mapping }: Import): Promise<Import> {
  const answer = await api.send('PUT', `/v1/imports/${id}/mapping`, { token, body: mapping });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Import>();
}

async function run({ id }: Import, verb: 'start' | 'undo' = 'start'): Promise<Import> {
  expect((await api.send('POST', `/v1/imports/${id}/${verb}`, { token })).statusCode).toBe(202);
  await runImport(api.test.platform, { tenantId: tenant.tenantId, importId: id });
  return (await api.send('GET', `/v1/imports/${id}`, { token })).json<Import>();
}

const errorsOf = async ({ id }: Import): Promise<string[]> =>
  (await api.send('GET', `/v1/imports/${id}/errors.csv`, { token })).body.trimEnd().split('\r\n').slice(1);

describe('workbooks over HTTP', () => {
  it('proposes the largest sheet, reads another one when told, imports it and takes it back', async () => {
    const one = await upload();
    expect(one).toMatchObject({
      status: 'ready',
      inspection: { workbook: { sheet: 'Sales 2026' }, headerRow: 3 },
    });
    const whole = await preview(one);
    expect(whole.preview).toMatchObject({
      rows: 60,
      validRows: 58,
      firstDay: '2026-01-01',
      lastDay: '2026-01-30',
    });
    // the rows as the spreadsheet program numbers them
    expect(await errorsOf(one)).toEqual([
      '8,Units,#N/A,The quantity is not a number.',
      '12,Date,some day,The date cannot be read.',
    ]);

    const other = (await choose(one.id, 'sales 2025')).json<Import>();
    expect(other).toMatchObject({ status: 'ready', preview: null });
    expect(other.inspection?.workbook).toEqual({
      ...one.inspection?.workbook,
      sheet: 'Sales 2025',
    });
    expect((await preview(other)).preview).toMatchObject({ rows: 40, validRows: 40, firstDay: '2025-01-01' });
    const done = await run(other);
    expect(done).toMatchObject({
      status: 'done',
      result: { validRows: 40, rejectedRows: 0, firstDay: '2025-01-01' },
    });
    const items = (await api.send('GET', '/v1/items', { token })).json<{ items: { sku: string }[] }>().items;
    expect(items.map(({ sku }) => sku).sort()).toEqual(['00123', '12345']);
    // of the rows as text, those of the sheet that was not imported included, nothing is kept
    const kept = await api.test.platform.objects.list(`tenants/${tenant.tenantId}/imports/${one.id}`);
    expect(kept.filter((key) => key.includes('raw'))).toEqual([]);

    expect((await choose(one.id, 'Sales 2026')).json()).toMatchObject({ status: 409, code: 'conflict' });
    expect(await run(other, 'undo')).toMatchObject({ status: 'undone' });
    expect((await api.send('GET', '/v1/items', { token })).json()).toEqual({ items: [] });
  });

  it('changes nothing when a sheet comes twice, and knows it from another sheet of the same file', async () => {
    const first = await upload();
    await preview(first);
    expect((await run(first)).result).toMatchObject({ itemDaysChanged: expect.any(Number) });
    const again = await upload();
    expect((await preview(again)).preview?.overlaps.sameFileAs).toBe(first.id);
    expect((await run(again)).result).toMatchObject({ itemDaysChanged: 0 });
    const other = await upload();
    const chosen = (await choose(other.id, 'Sales 2025')).json<Import>();
    expect((await preview(chosen)).preview?.overlaps).toMatchObject({ sameFileAs: null, itemDays: 0 });
  });

  it('goes on with the sheet that was chosen when the rows as text are gone', async () => {
    const one = await upload();
    const chosen = (await choose(one.id, 'Sales 2025')).json<Import>();
    await api.test.platform.objects.remove(`tenants/${tenant.tenantId}/imports/${one.id}`);
    expect((await preview(chosen)).preview).toMatchObject({ rows: 40, firstDay: '2025-01-01' });
  });

  it('refuses a sheet that is not there or is no table, and leaves the import as it was', async () => {
    const one = await upload();
    const missing = await choose(one.id, 'Sales 2024');
    expect(missing.json()).toMatchObject({
      code: 'invalid_input',
      detail: 'The workbook has no sheet "Sales 2024"; it has "Read me", "Sales 2025", "Sales 2026".',
    });
    const prose = await choose(one.id, 'Read me');
    expect(prose.json()).toMatchObject({
      detail: expect.stringContaining('No header row was found on the sheet "Read me"'),
    });
    expect((await api.send('GET', `/v1/imports/${one.id}`, { token })).json()).toEqual(one);
    expect((await choose(one.id, '')).json()).toMatchObject({ code: 'invalid_input' });

    const text = await upload('date,sku,units\n2026-01-01,A,1\n');
    expect((await choose(text.id, 'Sheet1')).json()).toMatchObject({
      code: 'invalid_input',
      detail: 'sales.csv is not an Excel workbook and has no sheets to choose from.',
    });
  });

  it('takes the media type of workbooks, and tells a damaged one as a failed import', async () => {
    const answer = await api.send('POST', '/v1/imports?fileName=x.xlsx', {
      token,
      body: bytes.subarray(0, 9000),
      headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
    });
    expect(answer.json()).toMatchObject({
      status: 'failed',
      error: { code: 'unsupported_file', message: expect.stringContaining('damaged or cut off') },
    });
  });
});
