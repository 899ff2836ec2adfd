import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  defaultTextLimits,
  inspectFile,
  openWorkDatabase,
  parseRows,
  summariseRows,
  type TextLimits,
  type WorkDatabase,
} from '../src/index.ts';

let folder: string;
let database: WorkDatabase;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parquet-import-'));
  database = await openWorkDatabase({ folder: path.join(folder, 'work') });
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function make(select: string): Promise<string> {
  const file = path.join(folder, 'in.parquet');
  const connection = await database.connect();
  await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  return file;
}

const work = () => ({ folder: path.join(folder, 'work'), shared: database });
const rawTable = (): string => path.join(folder, 'raw.parquet');
const inspect = (source: string, limits: Partial<TextLimits> = {}) =>
  inspectFile({ source, rawTable: rawTable(), work: work(), limits: { ...defaultTextLimits, ...limits } });
const refusal = (source: string, limits?: Partial<TextLimits>): Promise<string> =>
  inspect(source, limits).then(
    () => 'was read',
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  );

const sales = `SELECT DATE '2026-01-01' + i::INTEGER AS day, 'A, "' || (i % 3) || '"' AS sku, 1.125 * i AS units,
  TIMESTAMP '2026-01-01 08:30:00' AS loaded, [1, 2] AS tags, i % 2 = 0 AS in_stock FROM range(40) t(i)`;

describe('a Parquet file', () => {
  it('is read by its types, without a question of how numbers are written', async () => {
    const inspected = await inspect(await make(sales));
    const { inspection } = inspected;
    expect(inspection).toMatchObject({ isParquet: true, layout: 'long', rowsEstimated: 40, questions: [] });
    expect(inspection.columns.map(({ header, meaning }) => [header, meaning])).toEqual([
      ['day', 'date'],
      ['sku', 'item'],
      ['units', 'quantity'],
      ['loaded', 'ignore'],
      ['in_stock', 'in_stock'],
    ]);
    expect(inspection.sampleRows[1]).toEqual([
      '2026-01-02',
      'A, "1"',
      '1.125',
      '2026-01-01 08:30:00',
      'false',
    ]);
    const rowsTable = path.join(folder, 'rows.parquet');
    await parseRows({
      rawTable: rawTable(),
      rowsTable,
      inspection,
      mapping: inspected.proposal,
      profiles: inspected.profiles,
      work: work(),
      timeZone: 'Europe/Berlin',
      moneyDigits: 2,
      today: '2026-12-31',
    });
    expect(await summariseRows(rowsTable, work())).toMatchObject({
      validRows: 40,
      rejectedRows: 0,
      items: 3,
      unitsSold: 877.5,
      firstDay: '2026-01-01',
      lastDay: '2026-02-09',
    });
  });

  it('keeps the zone of an instant, which decides the day of the shop', async () => {
    const file = await make(`SELECT TIMESTAMPTZ '2024-01-31 23:30:00-05' AS date, 'A' AS sku, 1 AS qty`);
    expect((await inspect(file)).inspection.sampleRows[0]?.[0]).toBe('2024-02-01 04:30:00+00:00');
  });

  it('may have a column for each month', async () => {
    const file = await make(`SELECT 'A' AS sku, 3 AS "2026-01", NULL::INTEGER AS "2026-02", 5 AS "2026-03"`);
    expect((await inspect(file)).inspection).toMatchObject({
      isParquet: true,
      wide: { unit: 'month', columns: 3 },
      rowsEstimated: 2,
    });
  });

  it('is refused in one sentence where it cannot be read, and leaves nothing behind', async () => {
    const file = await make(sales);
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length - 40));
    expect(await refusal(file)).toBe(
      'unsupported_file: The Parquet file is damaged or cut off. Write or download it again.',
    );
    expect(await refusal(await make('SELECT [1] AS a, {b: 2} AS c'))).toBe(
      'unsupported_file: The Parquet file has no column of texts, numbers or dates.',
    );
    expect(await refusal(await make(sales), { maxBytes: 100 })).toMatch(
      /^too_large: The file holds more than/,
    );
    const bomb = `SELECT 'A' AS sku, repeat('x', 1000) AS name, 1 AS qty, DATE '2026-01-01' AS day FROM range(50000)`;
    expect(await refusal(await make(bomb), { maxBytes: 2 ** 20 })).toMatch(
      /^too_large: The file holds more than/,
    );
    expect(await refusal(await make(sales), { maxColumns: 4 })).toBe(
      'unsupported_file: The file has 5 columns; at most 4 are read. Export only the columns about sales.',
    );
    expect(await refusal(await make(`SELECT 1 AS sku, 'x' AS day LIMIT 0`))).toMatch(/no rows below it/);
    expect((await readdir(folder)).filter((name) => /\.(txt|csv)$/.test(name))).toEqual([]);
  });
});
