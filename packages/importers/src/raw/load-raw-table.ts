import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlName, sqlText } from '../observations/open-duckdb.ts';
import type { PeriodColumn } from '../wide/index.ts';

/** Name of the column with the field at `index` of every record. */
export const rawColumn = (index: number): string => `c${index}`;

/** Which columns of the text are read, by their places, and in which order. */
export interface RawColumns {
  /** how many the text has */
  readonly all: number;
  /** place in the text of each column of the table; undefined: not read, because it is about people */
  readonly read: readonly (number | undefined)[];
  /** columns that become rows: after the columns that are read come the date of their heading and the value of the cell */
  readonly periods?: readonly PeriodColumn[] | undefined;
}

/**
 * Plain text to Parquet: `line`, `fault` (null when sound) and the fields as text, an empty one as null. Columns about
 * people are left out here, so nothing later can read them. Of a wide table each filled cell is a row, with the line of
 * its record.
 */
export async function loadRawTable(
  connection: DuckDBConnection,
  plainText: string,
  rawTable: string,
  columns: RawColumns,
): Promise<void> {
  const types = ['line', 'fault', ...Array.from({ length: columns.all }, (_, index) => textColumn(index))]
    .map((name) => `${sqlText(name)}: ${name === 'line' ? "'INTEGER'" : "'VARCHAR'"}`)
    .join(', ');
  const source = `read_csv(${sqlText(plainText)}, delim = '\t', quote = '', escape = '', comment = '', header = false,
    auto_detect = false, columns = {${types}}, nullstr = '', max_line_size = 8388608, buffer_size = 16777216)`;
  const fields = columns.read.flatMap((place, index) =>
    place === undefined ? [] : [`${fieldSql(place)} AS ${rawColumn(index)}`],
  );
  const rowGroup = Math.max(2048, Math.min(122_880, Math.floor(2_000_000 / (columns.read.length + 4))));
  try {
    await connection.run(
      `COPY (${columns.periods ? cellsSql(source, fields, columns.read.length, columns.periods) : `SELECT ${['line', 'fault', ...fields].join(', ')} FROM ${source}`})
       TO ${sqlText(rawTable)} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE ${rowGroup})`,
    );
  } finally {
    await rm(plainText, { force: true });
  }
}

const textColumn = (place: number): string => `t${place}`;
const fieldSql = (place: number): string => `nullif(trim(${textColumn(place)}), '')`;

/** One row for each filled cell of the period columns, and one for each record that is faulty. */
function cellsSql(
  source: string,
  fields: readonly string[],
  width: number,
  periods: readonly PeriodColumn[],
): string {
  const [date, value] = [rawColumn(width), rawColumn(width + 1)];
  const own = ['line', ...fields].join(', ');
  // named by their dates, which are what UNPIVOT tells of a column
  const cells = periods.map((period) => `${fieldSql(period.index)} AS ${sqlName(period.date)}`).join(', ');
  const names = periods.map((period) => sqlName(period.date)).join(', ');
  return `SELECT * FROM (
      SELECT line, NULL::VARCHAR AS fault, * EXCLUDE (line) FROM (
        UNPIVOT (SELECT ${own}, ${cells} FROM ${source} WHERE fault IS NULL) ON ${names} INTO NAME ${date} VALUE ${value})
      UNION ALL
      SELECT line, fault, ${[...fields, `NULL::VARCHAR AS ${date}`, `NULL::VARCHAR AS ${value}`].join(', ')} FROM ${source} WHERE fault IS NOT NULL)`;
}
