import { rename, rm } from 'node:fs/promises';
import { CliError } from '../cli-error.ts';
import { createCsvWriter } from './csv-writer.ts';
import { createParquetWriter } from './parquet-writer.ts';

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
  const partial = `${out}.partial`;
  let inner: TableWriter;
  try {
    inner = /\.parquet$/i.test(out)
      ? createParquetWriter(partial, columns)
      : await createCsvWriter({ columns, file: partial, gzip: /\.gz$/i.test(out) });
  } catch (error) {
    throw cannotWrite(out, error);
  }
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

export function cannotWrite(file: string, error: unknown): CliError {
  const code = (error as NodeJS.ErrnoException).code;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'its folder is a file',
    EACCES: 'no permission to write there',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EISDIR: 'it is a folder',
  };
  const reason =
    (code && reasons[code]) ?? (error instanceof Error ? error.message.split('\n')[0] : String(error));
  return new CliError(`${file} cannot be written: ${reason}.`, { cause: error });
}
