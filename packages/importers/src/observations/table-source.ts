import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlName, sqlText } from './open-duckdb.ts';
import { trimmedSql } from './present-value.ts';
import { readError } from './read-error.ts';
import type { SheetFile } from './sheet-file.ts';
import { readTextHeader } from './text-file.ts';

/** A file as DuckDB reads it. */
export interface Source {
  readonly headers: readonly string[];
  readonly sql: string;
  readonly text?: TextSource;
  readonly sheet?: SheetFile;
  /** Numbers are stored as such: no text says how they are written. */
  readonly hasTypes: boolean;
  /** The text of a column without spaces around it, or NULL where nothing is left. */
  columnSql(at: number): string;
  /** The text of a column as it stands. */
  textSql(at: number): string;
}

export interface TextSource {
  readonly delimiter: string;
  /** The SQL of another file of this kind. */
  sqlOf(path: string): string;
}

function readCsvSql(path: string, columns: number, delimiter: string): string {
  const types = Array.from({ length: columns }, (_, at) => `'c${at}': 'VARCHAR'`).join(', ');
  const compression = /\.gz$/i.test(path) ? ", compression = 'gzip'" : '';
  return (
    `read_csv(${sqlText(path)}, columns = {${types}}, auto_detect = false, header = true, ` +
    `delim = ${sqlText(delimiter)}, quote = '"', escape = '"', strict_mode = true${compression})`
  );
}

const written = {
  textSql: (at: number): string => `c${at}`,
  columnSql: (at: number): string => trimmedSql(`c${at}`),
};

export async function textSource(file: string): Promise<Source> {
  const { headers, delimiter } = await readTextHeader(file);
  const sqlOf = (path: string): string => readCsvSql(path, headers.length, delimiter);
  return {
    headers,
    hasTypes: false,
    sql: sqlOf(file),
    text: { delimiter, sqlOf },
    ...written,
  };
}

export const sheetSource = (sheet: SheetFile): Source => ({
  headers: sheet.headers,
  hasTypes: false,
  sql: readCsvSql(sheet.path, sheet.headers.length, '\t'),
  sheet,
  ...written,
});

export async function parquetSource(connection: DuckDBConnection, file: string): Promise<Source> {
  const sql = `read_parquet(${sqlText(file)})`;
  let described: Awaited<ReturnType<DuckDBConnection['runAndReadAll']>>;
  try {
    described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${sql}`);
  } catch (error) {
    throw await readError(file, error);
  }
  const columns = described.getRows().map((row) => ({ name: String(row[0]), type: String(row[1]) }));
  const textSql = (at: number): string => {
    const { name, type } = columns[at] as { name: string; type: string };
    if (/^TIMESTAMP/.test(type)) return `strftime(${sqlName(name)}, '%Y-%m-%d %H:%M:%S')`;
    return type === 'VARCHAR' ? sqlName(name) : `${sqlName(name)}::VARCHAR`;
  };
  return {
    headers: columns.map((column) => column.name),
    hasTypes: true,
    sql,
    textSql,
    columnSql: (at) => (columns[at]?.type === 'VARCHAR' ? trimmedSql(textSql(at)) : textSql(at)),
  };
}
