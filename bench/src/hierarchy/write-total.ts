import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { splitCsvLine } from '../sets/shared-data.ts';
import { createLineWriter } from '../sets/write-lines.ts';

const keys = ['item', 'location', 'date', 'quantity'];

/** Cells of each row of a long file by the names of its columns; sets have no commas in their texts. */
async function* readLong(file: string): AsyncGenerator<Map<string, string>> {
  let names: string[] | undefined;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const cells = splitCsvLine(line);
    if (names) yield new Map(names.map((name, c) => [name, cells[c] ?? '']));
    else names = cells;
  }
}

/**
 * Writes a set's history, and after it the rows of its known future without a quantity, as one file: what a back-test
 * needs in order to use the columns that a forecast will know.
 */
export async function joinFuture(
  files: { readonly input: string; readonly future: string | undefined },
  out: string,
): Promise<void> {
  const writer = createLineWriter(out);
  let names: string[] | undefined;
  for (const file of [files.input, ...(files.future ? [files.future] : [])]) {
    for await (const row of readLong(file)) {
      if (!names) {
        names = [...row.keys()];
        writer.line(names);
      }
      writer.line(names.map((name) => row.get(name) ?? ''));
      await writer.flush();
    }
  }
  await writer.close();
}

/**
 * Writes the sum of a joined file's series as a file of one series, with the columns that say the same of every series on
 * every date: the calendar's, not the prices.
 */
export async function writeTotal(joined: string, out: string): Promise<void> {
  const dates = new Map<string, Map<string, string>>();
  const own = new Set<string>();
  for await (const row of readLong(joined)) {
    const date = row.get('date') ?? '';
    const sum = dates.get(date);
    if (!sum) {
      dates.set(date, row);
      continue;
    }
    const quantity = row.get('quantity') ?? '';
    if (quantity !== '') sum.set('quantity', String(Number(sum.get('quantity')) + Number(quantity)));
    for (const [name, value] of row) if (!keys.includes(name) && sum.get(name) !== value) own.add(name);
  }
  const writer = createLineWriter(out);
  const ordered = [...dates].sort(([a], [b]) => (a < b ? -1 : 1));
  const shared = [...(ordered[0]?.[1].keys() ?? [])].filter((name) => !keys.includes(name) && !own.has(name));
  writer.line([...keys, ...shared]);
  for (const [date, row] of ordered) {
    writer.line(['total', '', date, row.get('quantity') ?? '', ...shared.map((name) => row.get(name) ?? '')]);
  }
  await writer.close();
}
