import type { DuckDBConnection } from '@duckdb/node-api';
import { findRow, flagColumn, numberColumn, presentSql } from './check-cells.ts';
import { ObservationError, quoteCell } from './errors.ts';
import type { ExtraColumn, LoadedTable } from './load-table.ts';
import { sqlName } from './open-duckdb.ts';

/** What a column beside the quantity says: see `KnownKind` of the engine's contract. */
export type CovariateKind = 'open' | 'flag' | 'price' | 'number' | 'category';

/** A column whose values vary within a series, and how to read it as numbers. */
export interface CovariateColumn {
  readonly name: string;
  readonly kind: CovariateKind;
  /** Whether the file's own words say that it is known ahead: a price, a promotion, opening days. */
  readonly isPlanned: boolean;
  /** Expression over the input's rows `t`, a DOUBLE or NULL. */
  readonly sql: string;
  /** The same over the rows of the known future; NULL where that file does not have the column. */
  readonly futureSql: string;
}

/** A column that has one value for each series. */
export interface AttributeColumn {
  readonly name: string;
  /** Value of each series, by its number; null = empty. */
  readonly values: readonly (string | null)[];
}

export interface Covariates {
  readonly varying: readonly CovariateColumn[];
  readonly attributes: readonly AttributeColumn[];
  /** Columns that cannot be used, and why. */
  readonly unused: readonly { readonly name: string; readonly reason: string }[];
}

const mostCategories = 255;
const flagWords = "('0', '1', 'true', 'false', 'yes', 'no', 't', 'f', 'y', 'n')";

/**
 * Decides what the columns beside item, location, date and quantity are, from all of their values: constant within each
 * series = an attribute; else a flag, a price, a number or a category.
 */
export async function describeCovariates(
  connection: DuckDBConnection,
  main: LoadedTable,
  future: LoadedTable | undefined,
  joined: string,
): Promise<Covariates> {
  const varying: CovariateColumn[] = [];
  const attributes: AttributeColumn[] = [];
  const unused: { name: string; reason: string }[] = [];
  if (main.roles.index.open !== undefined) {
    varying.push({
      name: 'open',
      kind: 'open',
      isPlanned: true,
      sql: await flagColumn(connection, main, 'open'),
      futureSql: await futureRole(connection, future, 'open'),
    });
  }
  for (const role of ['price', 'promotion'] as const) {
    if (main.roles.index[role] === undefined) continue;
    const read = role === 'price' ? numberColumn : flagColumn;
    const sql = await read(connection, main, role);
    if (await isConstant(connection, joined, sql)) continue;
    varying.push({
      name: role,
      kind: role === 'price' ? 'price' : 'flag',
      isPlanned: true,
      sql,
      futureSql: await futureRole(connection, future, role),
    });
  }
  for (const extra of main.extras) {
    const text = presentSql(`t.${sqlName(extra.name)}`);
    const facts = await connection.runAndReadAll(
      `SELECT count(x)::DOUBLE, count(DISTINCT x)::DOUBLE, count(*) FILTER (WHERE x IS NOT NULL AND TRY_CAST(x AS DOUBLE) IS NULL)::DOUBLE,
        count(*) FILTER (WHERE x IS NOT NULL AND lower(x) NOT IN ${flagWords})::DOUBLE FROM (SELECT ${text} AS x FROM ${joined})`,
    );
    const [present = 0, distinct = 0, texts = 0, others = 0] = (facts.getRows()[0] ?? []).map(Number);
    if (present === 0 || distinct < 2) continue;
    if (await isConstant(connection, joined, text)) {
      attributes.push({ name: extra.header, values: await readAttribute(connection, joined, text) });
      continue;
    }
    const there = future?.extras.find((one) => one.header.toLowerCase() === extra.header.toLowerCase());
    if (others === 0) {
      const flag = (column: string): string =>
        `CASE WHEN lower(${column}) IN ('1', 'true', 'yes', 't', 'y') THEN 1::DOUBLE WHEN ${column} IS NOT NULL THEN 0::DOUBLE END`;
      varying.push(await readExtra(connection, extra, future, there, 'flag', flag));
    } else if (texts === 0) {
      const kind = /price/i.test(extra.header) ? 'price' : 'number';
      const number = (column: string): string => `TRY_CAST(${column} AS DOUBLE)`;
      varying.push(await readExtra(connection, extra, future, there, kind, number));
    } else if (distinct <= mostCategories) {
      const codes = `codes_${sqlName(extra.name).replaceAll('"', '')}`;
      await connection.run(
        `CREATE TEMP TABLE ${sqlName(codes)} AS SELECT x AS name, row_number() OVER (ORDER BY x)::DOUBLE AS code
         FROM (SELECT DISTINCT ${text} AS x FROM ${joined}) WHERE x IS NOT NULL`,
      );
      const category = (column: string): string =>
        `(SELECT code FROM ${sqlName(codes)} WHERE name = ${column})`;
      varying.push(await readExtra(connection, extra, future, there, 'category', category));
    } else {
      unused.push({ name: extra.header, reason: `${distinct} different texts` });
    }
  }
  return { varying, attributes, unused };
}

/** A role of the file of the known future, checked, or NULL where it has no such column. */
async function futureRole(
  connection: DuckDBConnection,
  future: LoadedTable | undefined,
  role: 'open' | 'price' | 'promotion',
): Promise<string> {
  if (future?.roles.index[role] === undefined) return 'NULL';
  return role === 'price'
    ? await numberColumn(connection, future, role)
    : await flagColumn(connection, future, role);
}

async function readExtra(
  connection: DuckDBConnection,
  extra: ExtraColumn,
  future: LoadedTable | undefined,
  there: ExtraColumn | undefined,
  kind: CovariateKind,
  read: (column: string) => string,
): Promise<CovariateColumn> {
  let futureSql = 'NULL';
  if (future && there) {
    futureSql = read(presentSql(`t.${sqlName(there.name)}`));
    if (kind === 'number' || kind === 'price') await requireNumbers(connection, future, there);
  }
  return {
    name: extra.header,
    kind,
    isPlanned: false,
    sql: read(presentSql(`t.${sqlName(extra.name)}`)),
    futureSql,
  };
}

/** A column that is a number in the input must be one in the future. */
async function requireNumbers(
  connection: DuckDBConnection,
  table: LoadedTable,
  extra: ExtraColumn,
): Promise<void> {
  const column = presentSql(sqlName(extra.name));
  const row = await findRow(
    connection,
    table,
    `${column} IS NOT NULL AND TRY_CAST(${column} AS DOUBLE) IS NULL`,
  );
  if (!row) return;
  throw new ObservationError(
    { ...(await table.placeOf(row.row)), column: extra.header },
    `${quoteCell(row.values[extra.name])} is not a number, as the column's values in the input are.`,
  );
}

async function isConstant(connection: DuckDBConnection, joined: string, sql: string): Promise<boolean> {
  const varied = await connection.runAndReadAll(
    `SELECT 1 FROM (SELECT s.series, ${sql} AS x FROM ${joined}) GROUP BY series HAVING min(x) <> max(x) LIMIT 1`,
  );
  return varied.getRows().length === 0;
}

async function readAttribute(
  connection: DuckDBConnection,
  joined: string,
  sql: string,
): Promise<(string | null)[]> {
  const read = await connection.runAndReadAll(
    `SELECT max(x) FROM (SELECT s.series, ${sql} AS x FROM ${joined}) GROUP BY series ORDER BY series`,
  );
  return (read.getColumns()[0] ?? []).map((value) => (value === null ? null : String(value)));
}
