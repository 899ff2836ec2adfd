import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../observations/open-duckdb.ts';

/** Name of the column with the field at `index` of every record. */
export const rawColumn = (index: number): string => `c${index}`;

/**
 * Plain text to Parquet: `line`, `fault` (null when sound) and the fields as text, an empty one as null. Columns about
 * people are left out here, so nothing later can read them.
 */
export async function loadRawTable(
  connection: DuckDBConnection,
  plainText: string,
  rawTable: string,
  columns: readonly { readonly personal: boolean }[],
): Promise<void> {
  const types = ['line', 'fault', ...columns.map((_, index) => rawColumn(index))]
    .map((name) => `${sqlText(name)}: ${name === 'line' ? "'INTEGER'" : "'VARCHAR'"}`)
    .join(', ');
  const fields = columns
    .map((column, index) => ({ name: rawColumn(index), read: !column.personal }))
    .filter(({ read }) => read)
    .map(({ name }) => `nullif(trim(${name}), '') AS ${name}`);
  const rowGroup = Math.max(2048, Math.min(122_880, Math.floor(2_000_000 / (columns.length + 2))));
  try {
    await connection.run(
      `COPY (SELECT line, fault${fields.map((field) => `, ${field}`).join('')}
       FROM read_csv(${sqlText(plainText)}, delim = '\t', quote = '', escape = '', comment = '', header = false,
         auto_detect = false, columns = {${types}}, nullstr = '', max_line_size = 8388608, buffer_size = 16777216))
       TO ${sqlText(rawTable)} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE ${rowGroup})`,
    );
  } finally {
    await rm(plainText, { force: true });
  }
}
