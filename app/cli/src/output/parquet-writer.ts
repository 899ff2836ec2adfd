import { type DuckDb, sqlText } from '@ordernimbus/importers/observations';
import type { TableColumn, TableRow, TableWriter } from './table-writer.ts';

/** Rows are gathered in a DuckDB table (which leaves memory for the disk when it grows) and copied out at the end. */
export async function createParquetWriter(
  db: DuckDb,
  file: string,
  columns: readonly TableColumn[],
): Promise<TableWriter> {
  const connection = await db.connect();
  const list = columns
    .map(({ name, type }) => `"${name.replaceAll('"', '""')}" ${type === 'text' ? 'VARCHAR' : 'DOUBLE'}`)
    .join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE output_rows (${list})`);
  const appender = await connection.createAppender('output_rows');
  let open = true;
  const close = (): void => {
    if (open) appender.closeSync();
    open = false;
  };
  return {
    async write(rows: readonly TableRow[]) {
      for (const row of rows) {
        for (const cell of row) {
          if (typeof cell === 'string') appender.appendVarchar(cell);
          else if (Number.isNaN(cell)) appender.appendNull();
          else appender.appendDouble(cell);
        }
        appender.endRow();
      }
    },
    async finish() {
      close();
      // The row order is the table's own; one thread so that row groups are cut the same way every time.
      await connection.run('SET threads = 1');
      await connection.run(`COPY output_rows TO ${sqlText(file)} (FORMAT parquet, COMPRESSION zstd)`);
      await connection.run('DROP TABLE output_rows');
    },
    async abandon() {
      close();
    },
  };
}
