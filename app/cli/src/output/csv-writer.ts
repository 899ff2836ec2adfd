import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { TableBlock, TableColumn } from './table-block.ts';
import type { TableWriter } from './table-writer.ts';

export interface CsvTarget {
  readonly columns: readonly TableColumn[];
  /** Standard output when absent. */
  readonly file?: string;
  readonly gzip?: boolean;
}

const needsQuotes = /[",\r\n]/;

function textCell(text: string): string {
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Ten significant digits: the same text wherever the last bits of a sum may differ in print, and no long tails. */
export function numberCell(value: number): string {
  if (Number.isNaN(value)) return '';
  if (Number.isInteger(value)) return String(value === 0 ? 0 : value);
  return String(Number(value.toPrecision(10)));
}

export async function createCsvWriter(target: CsvTarget): Promise<TableWriter> {
  const file = target.file === undefined ? undefined : createWriteStream(target.file);
  if (file) await once(file, 'open');
  const gzip = file && target.gzip ? createGzip() : undefined;
  const sink = gzip ?? file ?? process.stdout;
  if (gzip && file) gzip.pipe(file);
  // Kept until the next write reports it; an unhandled event would end the process with a stack trace.
  let failure: Error | undefined;
  file?.on('error', (error) => {
    failure ??= error;
    // whoever waits for the gzip stream to take more is told
    gzip?.destroy(error);
  });
  gzip?.on('error', () => undefined);

  const push = async (text: string): Promise<void> => {
    if (failure) throw failure;
    if (!sink.write(text)) await once(sink, 'drain');
  };
  // Written with the first rows: a run that is refused leaves standard output empty.
  let header = `${target.columns.map(({ name }) => textCell(name)).join(',')}\n`;

  return {
    async write({ length, cells }: TableBlock) {
      if (length === 0) return;
      let text = header;
      header = '';
      for (let row = 0; row < length; row++) {
        for (const [c, column] of cells.entries()) {
          const cell = column[row] as string | number;
          if (c > 0) text += ',';
          text += typeof cell === 'number' ? numberCell(cell) : textCell(cell);
        }
        text += '\n';
      }
      await push(text);
    },
    async finish() {
      if (failure) throw failure;
      if (header !== '') await push(header);
      if (!file) return;
      sink.end();
      await finished(file);
    },
    async abandon() {
      file?.destroy();
      gzip?.destroy();
    },
  };
}
