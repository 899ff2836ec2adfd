import { rename, rm } from 'node:fs/promises';
import { cannotWrite } from './cannot-write.ts';
import { createCsvWriter } from './csv-writer.ts';
import { createParquetWriter } from './parquet-writer.ts';
import { createPartialFile } from './partial-file.ts';

/** Columns of an output table, in order. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'text' | 'number';
  /** The cells of a number may be empty. */
  readonly nullable?: boolean;
}

/** Text, a number (NaN = empty cell), one entry per column. */
export type TableRow = readonly (string | number)[];

export interface TableWriter {
  write(rows: readonly TableRow[]): Promise<void>;
  finish(): Promise<void>;
  /** Removes what was written so far. */
  abandon(): Promise<void>;
}

/** A writer for `--out`; a file appears under its name only when it is whole. */
export async function createTableWriter(
  out: string | undefined,
  columns: readonly TableColumn[],
): Promise<TableWriter> {
  if (out === undefined) return createCsvWriter({ columns });
  const { partial, inner } = await openPartial(out, columns).catch((error: unknown) => {
    throw cannotWrite(out, error);
  });
  return {
    async write(rows) {
      try {
        await inner.write(rows);
      } catch (error) {
        throw cannotWrite(out, error);
      }
    },
    async finish() {
      try {
        await inner.finish();
        await rename(partial, out);
      } catch (error) {
        throw cannotWrite(out, error);
      }
    },
    async abandon() {
      await inner.abandon();
      await rm(partial, { force: true });
    },
  };
}

async function openPartial(
  out: string,
  columns: readonly TableColumn[],
): Promise<{ readonly partial: string; readonly inner: TableWriter }> {
  const partial = await createPartialFile(out);
  try {
    const inner = /\.parquet$/i.test(out)
      ? createParquetWriter(partial, columns)
      : await createCsvWriter({ columns, file: partial, gzip: /\.gz$/i.test(out) });
    return { partial, inner };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
