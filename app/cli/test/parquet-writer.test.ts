import { readFile } from 'node:fs/promises';
import { openDuckDb } from '@ordernimbus/importers/observations';
import { beforeAll, expect, it } from 'vitest';
import { TableBlock, type TableColumn } from '../src/output/table-block.ts';
import { createTableWriter } from '../src/output/table-writer.ts';
import { createTestFolder } from './run-cli.ts';

let folder: Awaited<ReturnType<typeof createTestFolder>>;
beforeAll(async () => {
  folder = await createTestFolder();
});

const columns: TableColumn[] = [
  { name: 'item', type: 'text' },
  { name: 'actual', type: 'number', nullable: true },
  { name: 'mean', type: 'number' },
];
// more than one row group
const rows = Array.from({ length: 70_000 }, (_, i): [string, number, number] => [
  `sku "${i % 700}", ä`,
  i % 3 === 0 ? Number.NaN : i,
  i / 7,
]);

/** Rows `from` to before `to` as the writer takes them. */
function blockOf(from: number, to: number): TableBlock {
  const some = rows.slice(from, to);
  const block = new TableBlock(columns, some.length);
  const numbers = (c: 1 | 2): Float64Array => Float64Array.from(some, (row) => row[c]);
  block.add([some.map(([text]) => text), numbers(1), numbers(2)], some.length);
  return block;
}

async function write(name: string): Promise<string> {
  const file = folder.path(name);
  const writer = await createTableWriter(file, columns);
  for (let i = 0; i < rows.length; i += 999) await writer.write(blockOf(i, i + 999));
  await writer.finish();
  return file;
}

it('writes every row in order, empty cells as null, over several row groups', async () => {
  const file = await write('rows.parquet');
  const db = await openDuckDb({ memoryMiB: 128, threads: 1, temporaryFolder: folder.path('spill') });
  const read = (await db.connection.runAndReadAll(`FROM read_parquet('${file}')`)).getRows();
  db.close();
  expect(read).toHaveLength(rows.length);
  const expected = rows.map((row) => row.map((cell) => (Number.isNaN(cell) ? null : cell)));
  expect(read.findIndex((row, i) => row.some((cell, c) => cell !== expected[i]?.[c]))).toBe(-1);
});

it('writes the same bytes for the same rows', async () => {
  const [first, second] = await Promise.all([write('a.parquet'), write('b.parquet')]);
  expect((await readFile(first)).equals(await readFile(second))).toBe(true);
});
