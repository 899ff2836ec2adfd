import type { DuckDBConnection } from '@duckdb/node-api';
import { numberSql as cellSql, type Decimal } from '../parse/number-sql.ts';
import { type FoundRow, findRow } from './check-cells.ts';
import type { ObservationRole } from './column-roles.ts';
import { ObservationError, quoteCell } from './errors.ts';
import type { LoadedTable } from './load-table.ts';
import { sqlName } from './open-duckdb.ts';

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

export interface NumberReading {
  /** The table that this one continues. */
  readonly history?: LoadedTable;
  /** A column of words is no mistake, and which cell is wrong is of no interest: a cell that is no number in any way ends the search. */
  readonly mayBeText?: boolean;
}

/**
 * The column of the table as a number in SQL, or a row that is none. Decimal point or comma, the other of them grouping
 * thousands, is decided for the whole column:
 * - a column is read in the way that explains all its cells; where that is one way alone, it is decided ("9.99", "1,5");
 * - where both ways explain all ("1.200", "1,234"), the other columns of the file decide, and after them those of the
 *   history; where these do not, points are decimal and commas are refused, since nobody writes a comma for nothing;
 * - where none does, the way that explains most cells says which cell is wrong.
 */
export async function numberSql(
  connection: DuckDBConnection,
  table: LoadedTable,
  column: string,
  { history = table, mayBeText = false }: NumberReading = {},
): Promise<string | FoundRow> {
  const plain = `TRY_CAST(${column} AS DOUBLE)`;
  const wrong = await findRow(connection, table, misfitSql(column, plain));
  if (wrong === undefined && !(await mayGroupByPoints(connection, table, column))) return plain;
  if (mayBeText && wrong !== undefined && (await hasRow(connection, table, misfitsBoth(column))))
    return wrong;
  const misfits = await countMisfits(connection, table, column);
  const fitsBoth = misfits.point === 0 && misfits.comma === 0;
  const decimal = fitsBoth
    ? ((await decimalOfFile(connection, table)) ?? (await decimalOfFile(connection, history)))
    : decidedBy(misfits);
  if (decimal !== undefined) return valueSql(column, decimal);
  if (wrong === undefined) return plain;
  const better = misfits.comma < misfits.point ? ',' : '.';
  return (await findRow(connection, table, misfitSql(column, readingSql(column, better)))) ?? wrong;
}

/** Where the cell of a column is not empty and no finite number, as it is read by `sql`. */
const misfitSql = (column: string, sql: string): string =>
  `${column} IS NOT NULL AND (${sql} IS NULL OR NOT isfinite(${sql}))`;

/** Where a cell is no number, whichever sign is decimal. */
const misfitsBoth = (column: string): string =>
  (['.', ','] as const).map((decimal) => `(${misfitSql(column, readingSql(column, decimal))})`).join(' AND ');

/** A cell as a number; the patterns cost more than a cast and are asked of cells with a mark alone. */
const readingSql = (column: string, decimal: Decimal): string =>
  `CASE WHEN contains(${column}, ',') OR contains(${column}, '.') THEN ${cellSql(column, decimal)} ELSE TRY_CAST(${column} AS DOUBLE) END`;

/** The same of a column whose cells have all been checked. */
const valueSql = (column: string, decimal: Decimal): string =>
  decimal === '.'
    ? `TRY_CAST(replace(${column}, ',', '') AS DOUBLE)`
    : `TRY_CAST(replace(replace(${column}, '.', ''), ',', '.') AS DOUBLE)`;

/** How many cells are no number when points, or commas, are decimal. */
interface Misfits {
  readonly point: number;
  readonly comma: number;
}

async function countMisfits(
  connection: DuckDBConnection,
  table: LoadedTable,
  column: string,
): Promise<Misfits> {
  const counts = (['.', ','] as const).map(
    (decimal) => `count(*) FILTER (WHERE ${misfitSql('v', readingSql('v', decimal))})::DOUBLE`,
  );
  const read = await connection.runAndReadAll(
    `SELECT ${counts} FROM (SELECT ${column} AS v FROM ${sqlName(table.table)})`,
  );
  const [point = 0, comma = 0] = (read.getRows()[0] ?? []).map(Number);
  return { point, comma };
}

function decidedBy({ point, comma }: Misfits): Decimal | undefined {
  if (point > 0 && comma > 0) return undefined;
  if (point > 0) return ',';
  return comma > 0 ? '.' : undefined;
}

/** Whether the points of a column, of which there are some, may all stand between thousands. */
async function mayGroupByPoints(
  connection: DuckDBConnection,
  table: LoadedTable,
  column: string,
): Promise<boolean> {
  if (!table.writtenNumbers.includes(column)) return false;
  const points = `contains(${column}, '.')`;
  if (!(await hasRow(connection, table, points))) return false;
  return !(await hasRow(connection, table, `${points} AND ${cellSql(column, ',')} IS NULL`));
}

/** Ends at the first row it finds, so that a column of prices costs next to nothing. */
async function hasRow(connection: DuckDBConnection, table: LoadedTable, condition: string): Promise<boolean> {
  const found = await connection.runAndReadAll(
    `SELECT 1 FROM ${sqlName(table.table)} WHERE ${condition} LIMIT 1`,
  );
  return found.currentRowCount > 0;
}

/** A file may have many columns that do not decide: each is looked at once. */
const decimals = new WeakMap<LoadedTable, Promise<Decimal | undefined>>();

/** What the columns that can be read in one way alone have as decimal sign; undefined where there are none or they differ. */
function decimalOfFile(connection: DuckDBConnection, table: LoadedTable): Promise<Decimal | undefined> {
  const known = decimals.get(table) ?? findDecimal(connection, table);
  decimals.set(table, known);
  return known;
}

async function findDecimal(connection: DuckDBConnection, table: LoadedTable): Promise<Decimal | undefined> {
  const found = new Set<Decimal>();
  for (const column of table.writtenNumbers) {
    const decimal = decidedBy(await countMisfits(connection, table, column));
    if (decimal !== undefined) found.add(decimal);
  }
  return found.size === 1 ? [...found][0] : undefined;
}
