import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { TableBlock, type TableColumn } from '../src/output/table-block.ts';
import { createTableWriter } from '../src/output/table-writer.ts';
import { createTestFolder } from './run-cli.ts';

let folder: Awaited<ReturnType<typeof createTestFolder>>;
beforeAll(async () => {
  folder = await createTestFolder();
});

const columns: TableColumn[] = [{ name: 'item', type: 'text' }];

it('waits for a slow disk many times without piling up listeners', async () => {
  const warnings: Error[] = [];
  const keep = (warning: Error): void => void warnings.push(warning);
  process.on('warning', keep);
  const file = folder.path('rows.csv.gz');
  const writer = await createTableWriter(file, columns);
  const row = 'x'.repeat(200_000);
  const block = new TableBlock(columns, 1);
  block.add([row], 1);
  for (let i = 0; i < 40; i++) await writer.write(block);
  await writer.finish();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', keep);
  expect(warnings).toEqual([]);
  expect(gunzipSync(await readFile(file)).toString()).toBe(`item\n${`${row}\n`.repeat(40)}`);
});

it('writes the header of a table without rows', async () => {
  const file = folder.path('none.csv');
  const writer = await createTableWriter(file, columns);
  await writer.write(new TableBlock(columns, 0));
  await writer.finish();
  expect(await readFile(file, 'utf8')).toBe('item\n');
});
