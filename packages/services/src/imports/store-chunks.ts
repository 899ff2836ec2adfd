import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { storeSales } from '@ordernimbus/data';
import { type RowsSource, withFacts } from '@ordernimbus/importers';
import type { ImportWork } from './import-work.ts';

/** rows that one chunk's facts come from: what DuckDB sorts in memory and PostgreSQL takes in one transaction */
const rowsInChunk = 1_250_000;

/**
 * Recomputes the days that the import touches, chunk by chunk. While PostgreSQL stores one chunk DuckDB works out the
 * next. The number of chunks follows from the files alone, so a successor cuts the work the same way.
 */
export async function storeChunks(
  work: ImportWork,
  own: RowsSource,
  counted: readonly RowsSource[],
  stage: 'sales' | 'rollback',
): Promise<void> {
  const rows = work.checkpoint.summary?.validRows ?? 0;
  const chunks = Math.max(1, Math.ceil((rows + work.otherRows) / rowsInChunk));
  const first = work.checkpoint.chunk ?? 0;
  if (first >= chunks) return;
  await withFacts({ changed: own, counted, chunks }, work.files, async (facts) => {
    const write = async (chunk: number): Promise<string> => {
      const file = `${work.files.folder}/${stage}-${chunk}.csv`;
      await facts.writeChunk(chunk, file);
      return file;
    };
    let next = write(first);
    try {
      for (let chunk = first; chunk < chunks; chunk++) {
        const file = await next;
        if (chunk + 1 < chunks) next = write(chunk + 1);
        // a failure is met where the file is waited for
        next.catch(() => undefined);
        await work.step(
          { stage, chunk: chunk + 1 },
          async (tx) => {
            const stored = await storeSales(tx, createReadStream(file, { highWaterMark: 1 << 18 }));
            return { changedDays: (work.checkpoint.changedDays ?? 0) + stored.changedDays };
          },
          { stage, done: Math.round(((chunk + 1) / chunks) * rows), total: rows },
        );
        await rm(file, { force: true });
      }
    } finally {
      await next.catch(() => undefined);
    }
  });
}
