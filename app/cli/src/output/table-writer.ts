import { rename, rm } from 'node:fs/promises';
import { cannotWrite } from './cannot-write.ts';
import { createCsvWriter } from './csv-writer.ts';
import { createParquetWriter } from './parquet-writer.ts';
import { createPartialFile } from './partial-file.ts';
import type { TableBlock, TableColumn } from './table-block.ts';

export interface TableWriter {
  write(block: TableBlock): Promise<void>;
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
    async write(block) {
      try {
        await inner.write(block);
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
