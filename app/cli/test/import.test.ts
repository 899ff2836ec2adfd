import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findFreePort } from '../src/postgres/index.ts';
import { type CliResult, runCli } from './run-cli.ts';
import { hears, type Run, runServe } from './serve/run-nimbus.ts';

vi.setConfig({ testTimeout: 120_000 });

// made by another program: see the folder's README
const twoYears = fileURLToPath(
  new URL('../../../packages/importers/test/data/two-years.xlsx', import.meta.url),
);
let dataDir: string;
let server: Run;
let url: string;
let key: string;

async function post<T>(path: string, body: object, token?: string): Promise<T> {
  const answer = await fetch(`${url}/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  expect(answer.status, path).toBe(201);
  return (await answer.json()) as T;
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ordernimbus-cli-import-'));
  server = runServe(dataDir, ['--port', String(await findFreePort())]);
  url = (await hears(server, /ready: open (\S+)/))[1] as string;
  const { accessToken } = await post<{ accessToken: string }>('/auth/sign-up', {
    email: 'owner@example.com',
    password: 'a long enough password',
    name: 'Ada',
    tenantName: 'Corner shop',
    currency: 'EUR',
  });
  const made = await post<{ secret: string }>(
    '/api-keys',
    { name: 'till', scopes: ['read', 'import'] },
    accessToken,
  );
  key = made.secret;
}, 120_000);
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

const nimbusImport = (file: string, ...flags: string[]): Promise<CliResult> =>
  runCli('import', file, '--url', url, '--api-key', key, ...flags);

function write(name: string, lines: readonly string[]): string {
  const file = join(dataDir, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const sales = [
  'Date,SKU,Store,Units,Price',
  ...Array.from(
    { length: 28 },
    (_, i) => `2026-02-${String(i + 1).padStart(2, '0')},TEA-${i % 3},North,${i},2.50`,
  ),
  '2026-02-30,TEA-1,North,4,2.50',
  '2026-02-03,,North,4,2.50',
];

describe('nimbus import', () => {
  it('shows what a file would change, imports it, and hands out the rows that were set aside', async () => {
    const file = write('sales.csv', sales);
    const errors = join(dataDir, 'errors.csv');
    const { code, stdout, stderr } = await nimbusImport(file, '--yes', '--errors', errors);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Layout long: Date = date, SKU = item, Store = location, Units = quantity, Price = price',
    );
    expect(stdout).toContain('28 of 30 rows can be used.');
    expect(stdout).toContain('1 set aside: The date cannot be read.');
    expect(stdout).toContain('1 set aside: The product code is empty.');
    expect(stdout).toContain(
      '2026-02-01 to 2026-02-28, 3 items (3 new), 1 location (1 new), 378 units sold, 0 returned.',
    );
    expect(stdout).toMatch(/Imported 28 rows in [\d.]+ s: 28 item-days, 27 of them changed\./);
    // no bar where nobody looks
    expect(stdout).not.toMatch(/\r|sent \d+ %/);
    expect(readFileSync(errors, 'utf8').trimEnd().split('\r\n')).toEqual([
      'row,column,value,reason',
      '30,Date,2026-02-30,The date cannot be read.',
      '31,SKU,,The product code is empty.',
    ]);

    const again = await nimbusImport(file, '--yes');
    expect(again.stdout).toContain('This very file was imported before; importing it again changes nothing.');
    expect(again.stdout).toContain('0 of them changed.');
    expect(again.stdout).toMatch(/--errors FILE writes them, or GET http\S+\/errors\.csv/);
  });

  it('asks by one sentence where only a person knows, and takes the answer', async () => {
    const file = write('either.csv', ['date,sku,units', '03/04/2026,A,1', '05/06/2026,A,2']);
    const asked = await nimbusImport(file, '--yes');
    expect(asked.code).toBe(2);
    expect(asked.stderr).toBe(
      'nimbus: The dates of "date", such as 03/04/2026, can be read in two ways. Which comes first? ' +
        'Give --date-order dmy (day first) or --date-order mdy (month first).\n',
    );
    const answered = await nimbusImport(file, '--yes', '--date-order', 'dmy');
    expect(answered.code).toBe(0);
    expect(answered.stdout).toContain('2026-04-03 to 2026-06-05');
  });

  it('asks which week a row is about, and says what becomes of it', async () => {
    const weeks = Array.from({ length: 8 }, (_, week) => new Date(Date.UTC(2026, 0, 4 + 7 * week)));
    const rows = weeks.map((day) => `${day.toISOString().slice(0, 10)},A,14`);
    const file = write('weeks.csv', ['week of,sku,units', ...rows]);
    const asked = await nimbusImport(file, '--yes');
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain('one row a week, dated on a Sunday');
    expect(asked.stderr).toContain('Give --row-period week_from');
    const answered = await nimbusImport(file, '--yes', '--row-period', 'week_until');
    expect(answered.stdout).toContain('This file has one row a week.');
    expect(answered.stdout).toContain('2025-12-29 to 2026-02-22');
    // two units a day fall by chance: some days have none
    expect(answered.stdout).toMatch(/ 56 item-days, [45]\d of them changed\./);
  });

  it('looks for the product where npm start serves it', async () => {
    expect((await runCli('import', '--help')).stdout).toContain('http://127.0.0.1:4600');
  });

  it('asks for a column that no header names', async () => {
    const file = write('unnamed.csv', ['date,thing,units', '2026-04-03,A,1']);
    const asked = await nimbusImport(file, '--yes');
    expect(asked.code).toBe(2);
    expect(asked.stderr).toBe(
      'nimbus: Which column holds the product code? Give --map item=COLUMN, where COLUMN is one of date, thing, units.\n',
    );
    expect((await nimbusImport(file, '--yes', '--map', 'item=thing')).code).toBe(0);
  });

  it('imports the largest sheet of a workbook, or the one that is named', async () => {
    const largest = await nimbusImport(twoYears, '--yes');
    expect(largest.stderr).toBe('');
    expect(largest.stdout).toContain(
      'Sheet "Sales 2026"; --sheet NAME reads another: "Sales 2025" (42 rows), "Read me" (1 row).\n',
    );
    expect(largest.stdout).toContain('58 of 60 rows can be used.');
    const errors = join(dataDir, 'sheet-errors.csv');
    const named = await nimbusImport(twoYears, '--sheet', 'sales 2025', '--yes', '--errors', errors);
    expect(named.code).toBe(0);
    expect(named.stdout).toContain('Sheet "Sales 2025"');
    expect(named.stdout).toContain('2025-01-01 to 2025-01-20, 2 items');
    expect(named.stdout).toContain('40 item-days, 40 of them changed.');
    expect(named.stdout).not.toContain('imported before');
    const again = await nimbusImport(twoYears, '--sheet', 'Sales 2025', '--yes');
    expect(again.stdout).toContain('This very file was imported before; importing it again changes nothing.');
    expect(again.stdout).toContain('0 of them changed.');
  });

  it.each<[string, () => Promise<CliResult>, RegExp]>([
    [
      'that a sheet is not there',
      () => nimbusImport(twoYears, '--sheet', 'Sales', '--yes'),
      /The workbook has no sheet "Sales"; it has "Read me", "Sales 2025", "Sales 2026"/,
    ],
    [
      'that there are no sheets',
      () => nimbusImport(write('k.csv', sales), '--sheet', 'Sales', '--yes'),
      /k\.csv is not an Excel workbook and has no sheets to choose from/,
    ],
    [
      'that the key is wrong',
      () => runCli('import', write('k.csv', sales), '--url', url, '--api-key', 'onk_wrong', '--yes'),
      /key/i,
    ],
    [
      'that a key is needed',
      () => runCli('import', write('k.csv', sales), '--url', url, '--yes'),
      /API key is needed: .*NIMBUS_API_KEY/,
    ],
    [
      'that there is no server',
      () => runCli('import', write('k.csv', sales), '--url', 'http://127.0.0.1:9', '--api-key', 'k', '--yes'),
      /no answer from http:\/\/127\.0\.0\.1:9; is the server running there\? .*--url/,
    ],
    [
      'that there is no file',
      () => nimbusImport(join(dataDir, 'none.csv'), '--yes'),
      /there is no file ".*none\.csv"/,
    ],
    [
      'that a file is no table',
      () => nimbusImport(write('x.csv', ['PK\u0003\u0004 and so on']), '--yes'),
      /ZIP archive or an Excel workbook/,
    ],
    [
      'that nobody can be asked',
      () => nimbusImport(write('k.csv', sales)),
      /nobody can be asked here; give --yes to import/,
    ],
    [
      'which meanings there are',
      () => nimbusImport(write('k.csv', sales), '--map', 'colour=SKU'),
      /the meaning must be one of .*item.*, not "colour"/,
    ],
  ])('says in one sentence %s', async (_, run, sentence) => {
    const { code, stderr } = await run();
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^nimbus: [^\n]+\n$/);
    expect(code).toBe(2);
  });
});
