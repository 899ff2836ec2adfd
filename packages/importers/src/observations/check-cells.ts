import type { DuckDBConnection } from '@duckdb/node-api';
import type { ObservationRole } from './column-roles.ts';
import { ObservationError, quoteCell } from './errors.ts';
import type { LoadedTable } from './load-table.ts';
import { sqlName } from './open-duckdb.ts';

/** Words that other programs write for "no value". */
const missingWords = "('na', 'n/a', 'nan', 'null', 'none', '-')";

export const presentSql = (column: string): string =>
  `CASE WHEN lower(${column}) IN ${missingWords} THEN NULL ELSE ${column} END`;

/** A number column as SQL, after every cell has been checked; empty cells are NULL. */
export async function numberColumn(
  connection: DuckDBConnection,
  table: LoadedTable,
  role: ObservationRole,
): Promise<string> {
  const sql = await numberSql(connection, table, sqlName(role));
  if (typeof sql === 'string') return sql;
  throw new ObservationError(
    await table.placeOf(sql.row, role),
    `${quoteCell(sql.values[role])} is not a number.`,
  );
}

/** From here on whole numbers and their fractions are no longer exact in a double, and no shop sells as many. */
const TOO_LARGE = 1e15;

/** Fails at the first number of a column that cannot be a quantity. */
export async function refuseHugeNumbers(
  connection: DuckDBConnection,
  table: LoadedTable,
  role: ObservationRole,
  sql: string,
): Promise<void> {
  const row = await findRow(connection, table, `abs(${sql}) >= ${TOO_LARGE}`);
  if (!row) return;
  throw new ObservationError(
    await table.placeOf(row.row, role),
    `${quoteCell(row.values[role])} is too large to be a ${role}.`,
  );
}

/** The column of the table as a number in SQL, or its first row that is none. */
export async function numberSql(
  connection: DuckDBConnection,
  table: LoadedTable,
  name: string,
): Promise<string | FoundRow> {
  const column = presentSql(name);
  const plain = `TRY_CAST(${column} AS DOUBLE)`;
  const bad = (sql: string): string => `${column} IS NOT NULL AND (${sql} IS NULL OR NOT isfinite(${sql}))`;
  const wrong = await findRow(connection, table, bad(plain));
  if (wrong === undefined) return plain;
  // A decimal comma: every comma is the only one of its cell, and not all of them look like thousands.
  const comma = `TRY_CAST(CASE WHEN contains(${column}, '.') THEN NULL ELSE replace(${column}, ',', '.') END AS DOUBLE)`;
  const thousandsOnly = await findRow(
    connection,
    table,
    `regexp_matches(${column}, ',\\d*$') AND NOT regexp_matches(${column}, ',\\d{3}$')`,
  );
  if (thousandsOnly !== undefined && (await findRow(connection, table, bad(comma))) === undefined)
    return comma;
  // Thousands: every comma groups three digits, and at least one cell cannot be a decimal comma.
  const thousands = `TRY_CAST(CASE WHEN regexp_matches(${column}, '^[+-]?\\d{1,3}(,\\d{3})+(\\.\\d*)?$') THEN replace(${column}, ',', '') ELSE ${column} END AS DOUBLE)`;
  const grouped = await findRow(connection, table, `regexp_matches(${column}, ',\\d{3}[,.]')`);
  if (grouped !== undefined && (await findRow(connection, table, bad(thousands))) === undefined)
    return thousands;
  return wrong;
}

/** A yes-or-no column as SQL: 1, 0 or NULL. */
export async function flagColumn(
  connection: DuckDBConnection,
  table: LoadedTable,
  role: ObservationRole,
): Promise<string> {
  const column = presentSql(sqlName(role));
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
