import type { DuckDBConnection } from '@duckdb/node-api';
import { ServiceError } from '@ordernimbus/contracts';
import { sqlName, sqlText } from '../observations/open-duckdb.ts';
import type { TextLimits } from '../text/index.ts';

/** Lists, structures and bytes are no cells of a table of sales. */
const isCell = (type: string): boolean => !/^(STRUCT|MAP|UNION|BLOB)|\[/.test(type);

/**
 * Writes a Parquet file as CSV to `target`, so that from here on it is read as all other text is: its numbers have a decimal
 * point, its dates and times are ISO.
 * @throws ServiceError unsupported_file, too_large
 */
export async function writeParquetText(
  connection: DuckDBConnection,
  file: string,
  target: string,
  limits: TextLimits,
): Promise<void> {
  const source = `read_parquet(${sqlText(file)})`;
  try {
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    const columns = described
      .getRows()
      .map((row) => ({ name: String(row[0]), type: String(row[1]) }))
      .filter(({ type }) => isCell(type));
    checkColumns(columns.length, limits);
    await checkSize(connection, source, columns, limits);
    const cells = columns.map(cellSql).join(', ');
    await connection.run(
      `COPY (SELECT ${cells} FROM ${source}) TO ${sqlText(target)} (FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S')`,
    );
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError(
      'unsupported_file',
      'The Parquet file is damaged or cut off. Write or download it again.',
      { cause: error },
    );
  }
}

interface ParquetColumn {
  readonly name: string;
  readonly type: string;
}

/** An instant is written with its zone; which day of the shop it is depends on it. */
const cellSql = ({ name, type }: ParquetColumn): string =>
  type === 'TIMESTAMP WITH TIME ZONE'
    ? `strftime(${sqlName(name)} AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S') || '+00:00' AS ${sqlName(name)}`
    : sqlName(name);

function checkColumns(columns: number, limits: TextLimits): void {
  if (columns === 0) {
    throw new ServiceError('unsupported_file', 'The Parquet file has no column of texts, numbers or dates.');
  }
  if (columns > limits.maxColumns) {
    throw new ServiceError(
      'unsupported_file',
      `The file has ${columns} columns; at most ${limits.maxColumns} are read. Export only the columns about sales.`,
    );
  }
}

/** What a number, a date or a truth takes as text, about. */
const cellBytes = 12;

/** Before it lies on the disk: one text for a million rows takes no room in the file. */
async function checkSize(
  connection: DuckDBConnection,
  source: string,
  columns: readonly ParquetColumn[],
  limits: TextLimits,
): Promise<void> {
  const texts = columns.filter(({ type }) => type === 'VARCHAR');
  const letters = texts.map(({ name }) => `coalesce(sum(strlen(${sqlName(name)}))::DOUBLE, 0)`);
  const read = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE * ${columns.length + cellBytes * (columns.length - texts.length)} + ${['0', ...letters].join(' + ')} FROM ${source}`,
  );
  if (Number(read.getRows()[0]?.[0]) > limits.maxBytes) {
    throw new ServiceError(
      'too_large',
      `The file holds more than ${Math.round(limits.maxBytes / 2 ** 20)} MiB when unpacked. Split it by month or year and import the parts.`,
    );
  }
}
