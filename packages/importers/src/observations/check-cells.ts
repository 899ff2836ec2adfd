import type { DuckDBConnection } from '@duckdb/node-api';
import { cellErrors } from '../workbook/index.ts';
import type { ObservationRole } from './column-roles.ts';
import { ObservationError, quoteCell } from './errors.ts';
import type { LoadedTable } from './load-table.ts';
import { sqlName, sqlText } from './open-duckdb.ts';

/** A yes-or-no column as SQL: 1, 0 or NULL. */
export async function flagColumn(
  connection: DuckDBConnection,
  table: LoadedTable,
  role: ObservationRole,
): Promise<string> {
  const column = sqlName(role);
  const sql =
    `CASE WHEN lower(${column}) IN ('true', 't', 'yes', 'y', 'open') THEN 1::DOUBLE ` +
    `WHEN lower(${column}) IN ('false', 'f', 'no', 'n', 'closed') THEN 0::DOUBLE ` +
    `WHEN TRY_CAST(${column} AS DOUBLE) = 0 THEN 0::DOUBLE WHEN TRY_CAST(${column} AS DOUBLE) IS NOT NULL THEN 1::DOUBLE END`;
  const row = await findRow(connection, table, `${column} IS NOT NULL AND ${sql} IS NULL`);
  if (!row) return sql;
  throw new ObservationError(
    await table.placeOf(row.row, role),
    `${quoteCell(row.values[role])} is neither yes (1, true) nor no (0, false).`,
  );
}

/** Fails when a cell that every row needs is empty. */
export async function requireCells(
  connection: DuckDBConnection,
  table: LoadedTable,
  role: ObservationRole,
): Promise<void> {
  const row = await findRow(connection, table, `${sqlName(role)} IS NULL`);
  if (!row) return;
  throw new ObservationError(await table.placeOf(row.row, role), `the ${role} is empty.`);
}

/**
 * Fails where a spreadsheet shows an error in place of a name.
 * @param names table with every name of the column, each fewer times
 */
export async function refuseCellErrors(
  connection: DuckDBConnection,
  table: LoadedTable,
  role: 'item' | 'location',
  names = table.table,
): Promise<void> {
  if (table.roles.index[role] === undefined) return;
  const errors = cellErrors.map(sqlText).join(', ');
  const name = sqlName(role);
  // Compared whole where they begin like one alone: of a name in every row it would be a tenth of the time to read the file.
  const isError = `(starts_with(${name}, '#') OR starts_with(${name}, '(')) AND lower(${name}) IN (${errors})`;
  const some = await connection.runAndReadAll(`SELECT 1 FROM ${sqlName(names)} WHERE ${isError} LIMIT 1`);
  const row = some.currentRowCount > 0 ? await findRow(connection, table, isError) : undefined;
  if (!row) return;
  throw new ObservationError(
    await table.placeOf(row.row, role),
    `${quoteCell(row.values[role])} is no ${role}, but what a spreadsheet shows where it has no result.`,
  );
}

export interface FoundRow {
  readonly row: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** First row, in the order of the file, for which the condition holds; `$1`, `$2` ... in it are the values. */
export async function findRow(
  connection: DuckDBConnection,
  table: LoadedTable,
  condition: string,
  ...values: string[]
): Promise<FoundRow | undefined> {
  const found = await connection.runAndReadAll(
    `SELECT rowid::DOUBLE AS record, * FROM ${sqlName(table.table)} WHERE ${condition} ORDER BY rowid LIMIT 1`,
    values,
  );
  const first = found.getRowObjects()[0];
  return first ? { row: Number(first.record), values: first } : undefined;
}
