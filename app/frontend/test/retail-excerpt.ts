import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const source = join(import.meta.dirname, '../../cli/assets/online-retail-excerpt.csv.gz');

/**
 * The invoices of a handful of items of the Online Retail excerpt that ships (UCI Machine Learning Repository,
 * Chen 2015, CC BY 4.0), with one header renamed so that no alias knows it: somebody has to say what it means.
 */
export async function retailExcerpt(
  items: number,
  rename: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const text = gunzipSync(await readFile(source)).toString('utf8');
  const [header = '', ...rows] = text.trimEnd().split(/\r?\n/);
  const columns = header.split(',');
  const itemColumn = columns.findIndex((name) => /stock|item|sku/i.test(name));
  const counts = new Map<string, number>();
  const itemOf = (row: string) => row.split(',')[itemColumn] ?? '';
  for (const row of rows) counts.set(itemOf(row), (counts.get(itemOf(row)) ?? 0) + 1);
  const chosen = new Set(
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, items)
      .map(([item]) => item),
  );
  const named = columns.map((name) => rename[name] ?? name).join(',');
  return Buffer.from(`${[named, ...rows.filter((row) => chosen.has(itemOf(row)))].join('\n')}\n`);
}
