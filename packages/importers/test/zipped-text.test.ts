import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultTextLimits, inspectFile, type TextLimits } from '../src/index.ts';
import { makeZip } from './make-workbook.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zipped-text-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const csv = 'date,sku,units\n2026-01-01,A,1\n2026-01-02,A,2\n';

async function inspect(bytes: Buffer, limits: Partial<TextLimits> = {}) {
  const source = path.join(folder, 'in.zip');
  await writeFile(source, bytes);
  return inspectFile({
    source,
    rawTable: path.join(folder, 'raw.parquet'),
    work: { folder: path.join(folder, 'work') },
    limits: { ...defaultTextLimits, ...limits },
  });
}

const refusal = (bytes: Buffer, limits?: Partial<TextLimits>): Promise<string> =>
  inspect(bytes, limits).then(
    () => 'was read',
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  );

describe('a ZIP archive', () => {
  it('is read where it holds one text file, whatever else is beside it', async () => {
    const { inspection } = await inspect(
      makeZip({
        'exports/': '',
        'exports/Sales.CSV': csv,
        'exports/logo.png': 'x',
        'README.txt': 'what these columns are',
        '__MACOSX/exports/._Sales.csv': 'y',
        '.hidden.csv': 'z',
      }),
    );
    expect(inspection).toMatchObject({ layout: 'long', compressed: true, rowsEstimated: 2 });
    expect(inspection).not.toHaveProperty('workbook');
  });

  it('with several is refused with their names', async () => {
    const parts = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`sales-${at}.csv`, csv]));
    expect(await refusal(makeZip(parts))).toBe(
      'unsupported_file: This ZIP archive holds 7 files: "sales-0.csv", "sales-1.csv", "sales-2.csv", "sales-3.csv", "sales-4.csv" and 2 more. Unpack it, and import those with sales one after the other.',
    );
  });

  it('is refused in one sentence where it cannot be read', async () => {
    expect(await refusal(makeZip({ 'a.csv': csv }, { flags: 1 }))).toBe(
      'unsupported_file: The archive has a password. Save the archive without one and choose that file.',
    );
    const broken = makeZip({ 'a.csv': csv });
    broken[14] = (broken[14] as number) ^ 1;
    const listed = broken.indexOf('PK\x01\x02') + 16;
    broken[listed] = (broken[listed] as number) ^ 1;
    expect(await refusal(broken)).toBe(
      'unsupported_file: The archive is damaged: the check sum of its part a.csv is wrong. Download or pack it again.',
    );
    expect(await refusal(makeZip({ 'a.csv': '' }))).toMatch(/^unsupported_file: The file is empty/);
    expect(await refusal(makeZip({ 'a.csv': makeZip({ 'b.csv': csv }) }))).toMatch(/ZIP archive or an Excel/);
  });

  it('is read within the limits of text', async () => {
    const large = makeZip({ 'a.csv': `${csv}${'2026-01-03,A,1\n'.repeat(200_000)}` });
    expect(await refusal(large, { maxBytes: 2 ** 20 })).toBe(
      'too_large: The archive holds more than 1 MiB when unpacked. Split what is in it by month or year and import the parts.',
    );
  });
});
