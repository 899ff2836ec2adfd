import type { DuckDBConnection } from '@duckdb/node-api';
import { ServiceError } from '@ordernimbus/contracts';
import { sqlName, sqlText } from '../observations/open-duckdb.ts';
import type { TextLimits } from '../text/index.ts';

/** Lists, structures and bytes are no cells of a table of sales. */
const isCell = (type: string): boolean => !/^(STRUCT|MAP|UNION|BLOB)|\[/.test(type);

/**
 * Writes a Parquet file as CSV to `target`, so that from here on it is read as any other text: its numbers have a decimal
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
    await checkSize(connection, file, columns.length, limits);
    const cells = columns.map(({ name }) => sqlName(name)).join(', ');
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

async function checkSize(
  connection: DuckDBConnection,
  file: string,
  columns: number,
  limits: TextLimits,
): Promise<void> {
  if (columns === 0) {
    throw new ServiceError('unsupported_file', 'The Parquet file has no column of texts, numbers or dates.');
  }
  if (columns > limits.maxColumns) {
    throw new ServiceError(
      'unsupported_file',
      `The file has ${columns} columns; at most ${limits.maxColumns} are read. Export only the columns about sales.`,
    );
  }
  // before it lies on the disk as text, which is checked again while it is read
  const size = await connection.runAndReadAll(
    `SELECT coalesce(sum(total_uncompressed_size), 0)::DOUBLE FROM parquet_metadata(${sqlText(file)})`,
  );
  if (Number(size.getRows()[0]?.[0]) > limits.maxBytes) {
    throw new ServiceError(
      'too_large',
      `The file holds more than ${Math.round(limits.maxBytes / 2 ** 20)} MiB when unpacked. Split it by month or year and import the parts.`,
    );
  }
}
