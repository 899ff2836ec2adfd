import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ServiceError } from '@ordernimbus/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  defaultTextLimits,
  inspectFile,
  openWorkDatabase,
  parseRows,
  readRejectionsCsv,
  summariseRows,
  type WorkSettings,
} from '../src/index.ts';
import { mutate, seeds } from './mutations.ts';

/** Files in the test run; `IMPORT_FUZZ=10000` for the longer one. */
const files = Number(process.env.IMPORT_FUZZ ?? 2000);
const seed = Number(process.env.IMPORT_FUZZ_SEED ?? 7);

let folder: string;
let work: WorkSettings;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ordernimbus-fuzz-'));
  const own = { folder: path.join(folder, 'work'), memoryMiB: 400, threads: 1 };
  work = { ...own, shared: await openWorkDatabase(own) };
});
afterAll(async () => {
  await work.shared?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Records that are no header, title or blank line, counted in the plainest way: for files without quotes. */
function plainRows(bytes: Buffer, headerLine: number, separator: string): number | undefined {
  if (bytes.includes(0x22) || bytes.includes(0x00)) return undefined;
  const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  const lines = text.split(/\r\n|\n|\r/).slice(headerLine);
  // what a spreadsheet shows as an empty row: the file's separator, spaces and control characters only
  return lines.filter((line) => [...line].some((char) => char > ' ' && char !== separator)).length;
}

async function check(bytes: Buffer, index: number): Promise<'read' | 'refused' | 'asked'> {
  const source = path.join(folder, `source-${index}`);
  const rawTable = path.join(folder, `raw-${index}.parquet`);
  const rowsTable = path.join(folder, `rows-${index}.parquet`);
  await writeFile(source, bytes);
  try {
    const { inspection, proposal, profiles } = await inspectFile({ source, rawTable, work });
    await parseRows({
      rawTable,
      rowsTable,
      inspection,
      mapping: proposal,
      profiles,
      timeZone: 'Europe/Berlin',
      moneyDigits: 2,
      today: '2026-11-23',
      work,
    });
    const summary = await summariseRows(rowsTable, work);
    expect(summary.validRows + summary.rejectedRows).toBe(summary.rows);
    expect(summary.rows).toBe(inspection.rowsEstimated);
    // of a wide table each filled cell is a row
    const expected =
      inspection.compressed || inspection.wide
        ? undefined
        : plainRows(bytes, inspection.headerRow, inspection.separator);
    if (expected !== undefined && inspection.encoding === 'utf-8') expect(summary.rows).toBe(expected);
    expect(summary.rejections.reduce((sum, group) => sum + group.rows, 0)).toBe(summary.rejectedRows);
    expect(summary.rejections.every((group) => group.message !== group.reason)).toBe(true);
    if (summary.rejectedRows > 0) {
      let csv = '';
      for await (const piece of readRejectionsCsv(rowsTable, work)) csv += piece;
      const told = csv.trimEnd().split('\r\n').length - 1;
      // what is wrong with all cells of a row is said once
      if (inspection.wide) expect(told).toBeLessThanOrEqual(summary.rejectedRows);
      else expect(told).toBe(summary.rejectedRows);
      expect(told).toBeGreaterThan(0);
    }
    expect(Number.isSafeInteger(summary.revenueMinor)).toBe(true);
    return 'read';
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    expect(error.message.length).toBeGreaterThan(20);
    return error.code === 'needs_answer' ? 'asked' : 'refused';
  } finally {
    await Promise.all([source, rawTable, rowsTable].map((file) => rm(file, { force: true })));
  }
}

/** Tests that share the files, so that a slow machine is told from one that hangs. */
const parts = 4;

it.each(Array.from({ length: parts }, (_, part) => part + 1))(
  `reads, asks or refuses ${files} damaged files, and accounts for every row: part %i of ${parts}`,
  async (part) => {
    const outcomes = { read: 0, refused: 0, asked: 0 };
    const [first, end] = [Math.round(((part - 1) * files) / parts), Math.round((part * files) / parts)];
    let next = first;
    // each on a connection of its own: while one waits for DuckDB another works
    const lane = async (): Promise<void> => {
      for (let index = next++; index < end; index = next++) {
        const bytes = mutate(index, seed);
        try {
          outcomes[await check(bytes, index)]++;
        } catch (error) {
          next = end;
          throw new Error(
            `file ${index} of seed ${seed}: ${JSON.stringify(bytes.toString('latin1').slice(0, 1500))}`,
            { cause: error },
          );
        }
      }
    };
    await Promise.all([lane(), lane(), lane()]);
    const made = end - first;
    expect(outcomes.read + outcomes.refused + outcomes.asked).toBe(made);
    expect(outcomes.read).toBeGreaterThan(made / 3);
    expect(outcomes.refused).toBeGreaterThan(0);
    expect(outcomes.asked).toBeGreaterThan(0);
  },
  Math.max(150_000, (files / parts) * 300),
);

it('reads every seed file whole', async () => {
  for (const [index, text] of seeds.entries())
    expect(await check(Buffer.from(text), 1_000_000 + index)).toBe('read');
});

it('refuses other kinds of files by their content, and what is no table', async () => {
  const refused = async (bytes: Buffer): Promise<string> => {
    const source = path.join(folder, 'refused');
    await writeFile(source, bytes);
    return inspectFile({ source, rawTable: `${source}.parquet`, work: { folder } }).then(
      () => 'was read',
      (error: unknown) => (error instanceof ServiceError ? `${error.code}: ${error.message}` : String(error)),
    );
  };
  expect(await refused(Buffer.alloc(0))).toMatch(/^unsupported_file: The file is empty/);
  expect(await refused(Buffer.from('PK\x03\x04rest'))).toMatch(/XLSX/);
  expect(await refused(gzipSync(Buffer.from('PK\x03\x04rest')))).toMatch(/XLSX/);
  expect(await refused(Buffer.from([0, 1, 2, 3, 0, 0, 255, 254, 0, 9, 8, 0, 0, 0]))).toMatch(/binary/);
  expect(await refused(Buffer.from('just one line of prose'))).toMatch(/No header row/);
  expect(await refused(Buffer.from('date,sku,qty\n'))).toMatch(/no rows below it/);
  expect(await refused(gzipSync(Buffer.from('date,sku,qty\n2026-01-01,A,1\n')).subarray(0, 30))).toMatch(
    /damaged or cut off/,
  );
  const columns = Array.from({ length: 2500 }, (_, index) => `column ${index} of many`);
  expect(await refused(Buffer.from(`${columns.join(',')}\n${columns.map(() => '1').join(',')}\n`))).toMatch(
    /2500 columns/,
  );
});

it('unpacks a packed file only as far as its limits', async () => {
  const inspect = async (packed: Buffer, limits = defaultTextLimits): Promise<unknown> => {
    const source = path.join(folder, 'bomb');
    await writeFile(source, packed);
    const outcome = inspectFile({ source, rawTable: `${source}.parquet`, work, limits }).then(
      () => 'was read',
      (error: unknown) => error,
    );
    const result = await outcome;
    // what was unpacked so far is gone
    expect((await readdir(folder)).filter((name) => name.startsWith('bomb.'))).toEqual(
      result === 'was read' ? ['bomb.parquet'] : [],
    );
    await rm(`${source}.parquet`, { force: true });
    return result;
  };
  const header = Buffer.from('date,sku,qty\n2026-01-01,A,1\n');
  // 68 MB of empty lines in 70 kB: no rows, no columns, no long line, only growth
  const bomb = gzipSync(Buffer.concat([header, Buffer.alloc(68_000_000, `${' '.repeat(999)}\n`)]));
  expect(bomb.length).toBeLessThan(300_000);
  const grown = await inspect(bomb);
  expect(grown).toBeInstanceOf(ServiceError);
  expect(grown).toMatchObject({
    code: 'too_large',
    message: expect.stringMatching(/grows more than 300 times/),
  });
  const rows = Buffer.concat([header, Buffer.alloc(3_000_000, '2026-01-01,A,1\n')]);
  const small = { ...defaultTextLimits, maxBytes: 2 ** 21 };
  for (const bytes of [rows, gzipSync(rows)]) {
    expect(await inspect(bytes, small)).toMatchObject({
      code: 'too_large',
      message: expect.stringMatching(/more than 2 MiB of text/),
    });
    expect(await inspect(bytes)).toBe('was read');
  }
});

it('refuses a line that never ends, with its number, before it fills the memory', async () => {
  const source = path.join(folder, 'endless');
  for (const line of [`2026-01-01,${'x'.repeat(1_200_000)},1\n`, 'y'.repeat(3_000_000)]) {
    await writeFile(source, `date,sku,qty\n2026-01-01,A,1\n${line}`);
    const refusal = await inspectFile({ source, rawTable: `${source}.parquet`, work }).catch(
      (error) => error,
    );
    expect(refusal).toBeInstanceOf(ServiceError);
    expect(refusal).toMatchObject({
      code: 'unsupported_file',
      message: 'Line 3 is longer than 1024 KiB. Is this a CSV file?',
      places: [{ row: 3 }],
    });
  }
});
