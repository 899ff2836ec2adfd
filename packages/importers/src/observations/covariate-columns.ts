import type { DuckDBConnection } from '@duckdb/node-api';
import { findRow } from './check-cells.ts';
import { ObservationError, quoteCell } from './errors.ts';
import { isListedAlone } from './listed-numbers.ts';
import type { ExtraColumn, LoadedTable } from './load-table.ts';
import { numberSql } from './number-columns.ts';
import { refuseNegativePrices } from './planned-prices.ts';

/** What a column that varies with time holds; see `KnownKind` of the engine. */
export type CovariateKind = 'open' | 'flag' | 'price' | 'number' | 'category';

/** A column with a value for each row, as a number. */
export interface CovariateColumn {
  readonly name: string;
  readonly kind: CovariateKind;
  /** Whether its very role says that it is known ahead: opening days, a price, a promotion. */
  readonly isPlanned: boolean;
  /**
   * Whether a future file that has the column may leave dates out: nothing is on there (flags, categories, some numbers), or
   * what is usual (opening days).
   */
  readonly isListed: boolean;
  /** The number in SQL over a row `t` of the input, NULL = empty. */
  readonly sql: string;
  /** The same of the future file; undefined when it has no such column. */
  readonly futureSql: string | undefined;
}

/** A column that is constant within every series: one code a series, by the order of its distinct values; -1 = empty. */
export interface AttributeColumn {
  readonly name: string;
  readonly codes: Int32Array;
  readonly count: number;
}

export interface Covariates {
  readonly varying: readonly CovariateColumn[];
  readonly attributes: readonly AttributeColumn[];
  /** Headers that nothing is made of, and why. */
  readonly unused: readonly { readonly name: string; readonly reason: string }[];
  /** Headers that the future file alone has: nothing was learned of them. */
  readonly onlyAhead: readonly string[];
}

const mostCategories = 255;
const mostCodes = 5000;
const yes = "('1', 'true', 't', 'yes', 'y')";
const no = "('0', 'false', 'f', 'no', 'n')";

export interface ColumnSources {
  readonly main: LoadedTable;
  readonly future: LoadedTable | undefined;
  /** SQL after FROM that joins rows `t` with their series `s`. */
  joined(table: LoadedTable): string;
  readonly series: number;
}

/** Decides for each column beside the observation what it means; the whole of both files has a say. */
export async function describeCovariates(
  connection: DuckDBConnection,
  sources: ColumnSources,
): Promise<Covariates> {
  const { main, future } = sources;
  const varying: CovariateColumn[] = [];
  const attributes: AttributeColumn[] = [];
  const unused: { name: string; reason: string }[] = [];
  const constant = await findConstant(connection, sources);
  for (const [index, extra] of main.extras.entries()) {
    const pair = { extra, futureExtra: future && sameColumn(future, extra) };
    const { name } = extra;
    if (constant[index]) {
      const made = await readAttribute(connection, sources, extra);
      if (typeof made === 'string') unused.push({ name, reason: made });
      else attributes.push(made);
      continue;
    }
    const made = await readVarying(connection, sources, pair, index);
    if (typeof made === 'string') unused.push({ name, reason: made });
    else varying.push(made);
  }
  return { varying, attributes, unused, onlyAhead: onlyAhead(sources) };
}

function onlyAhead({ main, future }: ColumnSources): string[] {
  if (!future) return [];
  const continued = new Set(main.extras.map((extra) => sameColumn(future, extra)));
  return future.extras.filter((extra) => !continued.has(extra)).map(({ name }) => name);
}

/** The column of the future file that continues one of the input: the same header or the same role. */
const sameColumn = (future: LoadedTable, { name, role }: ExtraColumn): ExtraColumn | undefined =>
  future.extras.find((other) => other.name.toLowerCase() === name.toLowerCase()) ??
  (role === undefined ? undefined : future.extras.find((other) => other.role === role));

/** For each extra column whether no series has two different values in it; an empty cell is a value of its own. */
async function findConstant(connection: DuckDBConnection, sources: ColumnSources): Promise<boolean[]> {
  const { main, future } = sources;
  if (main.extras.length === 0) return [];
  const value = (column: string): string => `coalesce(t.${column}, '')`;
  const rowsOf = (table: LoadedTable, columns: readonly (string | undefined)[]): string =>
    `SELECT s.series, ${columns.map((column, i) => `${column === undefined ? 'NULL' : value(column)} AS v${i}`)} FROM ${sources.joined(table)}`;
  const past = rowsOf(
    main,
    main.extras.map(({ column }) => column),
  );
  const union = future
    ? ` UNION ALL ${rowsOf(
        future,
        main.extras.map((extra) => sameColumn(future, extra)?.column),
      )}`
    : '';
  const each = main.extras.map((_, i) => `min(v${i}) = max(v${i}) AS c${i}`);
  const all = main.extras.map((_, i) => `bool_and(c${i})`);
  const read = await connection.runAndReadAll(
    `SELECT ${all} FROM (SELECT ${each} FROM (${past}${union}) GROUP BY series)`,
  );
  return (read.getRows()[0] ?? []).map((value) => value === true);
}

/** The attribute, or why the column makes none. */
async function readAttribute(
  connection: DuckDBConnection,
  sources: ColumnSources,
  extra: ExtraColumn,
): Promise<AttributeColumn | string> {
  const value = `t.${extra.column}`;
  const count = await countValues(connection, `SELECT ${value} AS v FROM ${sources.main.table} t`);
  const reason = uselessCount(count, sources.series);
  if (reason !== undefined) return reason;
  const read = await connection.runAndReadAll(
    `SELECT s.series, any_value(${value}) AS v FROM ${sources.joined(sources.main)} GROUP BY s.series ORDER BY s.series`,
  );
  const values = (read.getColumns()[1] ?? []).map((cell) => (cell === null ? undefined : String(cell)));
  return { name: extra.name, ...codesOf(values) };
}

const uselessCount = (count: number, series: number): string | undefined => {
  if (count === 0) return 'it is empty';
  if (count === 1) return 'it has one value only';
  if (count >= series) return 'every series has a value of its own';
  return count > mostCodes ? `it has more than ${mostCodes} values` : undefined;
};

/** Codes by the sorted distinct values, so that the order of the file changes nothing. */
export function codesOf(values: readonly (string | undefined)[]): { codes: Int32Array; count: number } {
  const distinct = [...new Set(values.filter((value) => value !== undefined))].sort();
  const code = new Map(distinct.map((value, at) => [value, at]));
  return {
    codes: Int32Array.from(values, (value) => (value === undefined ? -1 : (code.get(value) ?? -1))),
    count: distinct.length,
  };
}

interface ColumnPair {
  readonly extra: ExtraColumn;
  readonly futureExtra: ExtraColumn | undefined;
}

/** The column as a number with a kind, or why it makes none. */
async function readVarying(
  connection: DuckDBConnection,
  { main, future }: ColumnSources,
  { extra, futureExtra }: ColumnPair,
  index: number,
): Promise<CovariateColumn | string> {
  const { name, role } = extra;
  const isPlanned = role !== undefined;
  const sides = [{ table: main, side: extra }];
  if (future && futureExtra) sides.push({ table: future, side: futureExtra });
  const valuesSql = sides
    .map(({ table, side }) => `SELECT t.${side.column} AS v FROM ${table.table} t`)
    .join(' UNION ALL ');
  const priced = role === 'price' || /price/i.test(name);
  if (!priced && (await onlyFlags(connection, valuesSql))) {
    const flag = (column: string): string => {
      const value = `lower(t.${column})`;
      return `CASE WHEN ${value} IN ${yes} THEN 1 WHEN ${value} IN ${no} THEN 0 END`;
    };
    return {
      name,
      kind: 'flag',
      isPlanned,
      isListed: true,
      sql: flag(extra.column),
      futureSql: futureExtra && flag(futureExtra.column),
    };
  }
  if (role === 'promotion' && future && futureExtra) {
    await refuseUnknownPromotion(connection, main, extra, future, futureExtra);
  }
  const numbers: string[] = [];
  for (const { table, side } of sides) {
    const sql = await numberSql(connection, table, side.column, {
      history: main,
      mayBeText: role !== 'price',
    });
    if (typeof sql === 'string') numbers.push(sql);
    else if (role === 'price') {
      throw new ObservationError(
        await table.placeOf(sql.row, side.at),
        `${quoteCell(sql.values[side.column])} is not a number.`,
      );
    } else break;
  }
  if (numbers.length === sides.length) {
    const [sql = '', futureSql] = numbers;
    if (priced && future && futureExtra && futureSql !== undefined) {
      await refuseNegativePrices(connection, future, futureExtra, futureSql);
    }
    const isListed =
      !priced &&
      future !== undefined &&
      futureSql !== undefined &&
      (await isListedAlone(
        connection,
        { table: main.table, sql },
        { table: future.table, sql: futureSql },
        role === 'promotion',
      ));
    return { name, kind: priced ? 'price' : 'number', isPlanned, isListed, sql, futureSql };
  }
  if ((await countValues(connection, valuesSql)) > mostCategories) {
    return `it is text with more than ${mostCategories} values`;
  }
  const type = `category_${index}`;
  await connection.run(
    `CREATE TYPE ${type} AS ENUM (SELECT DISTINCT v FROM (${valuesSql}) WHERE v IS NOT NULL ORDER BY v)`,
  );
  const code = (column: string): string => `(enum_code(CAST(t.${column} AS ${type})) + 1)::INTEGER`;
  return {
    name,
    kind: 'category',
    isPlanned,
    isListed: true,
    sql: code(extra.column),
    futureSql: futureExtra && code(futureExtra.column),
  };
}

/** Promotions that are yes or no in the history and something else ahead: nothing was learned of it. */
async function refuseUnknownPromotion(
  connection: DuckDBConnection,
  main: LoadedTable,
  extra: ExtraColumn,
  future: LoadedTable,
  ahead: ExtraColumn,
): Promise<void> {
  const past = `SELECT t.${extra.column} AS v FROM ${main.table} t`;
  if (!(await onlyFlags(connection, past))) return;
  const value = `lower(${ahead.column})`;
  const found = await findRow(connection, future, `${value} NOT IN ${yes} AND ${value} NOT IN ${no}`);
  if (!found) return;
  throw new ObservationError(
    await future.placeOf(found.row, ahead.at),
    `${quoteCell(found.values[ahead.column])} is neither yes (1, true) nor no (0, false), as it is in the history.`,
  );
}

async function onlyFlags(connection: DuckDBConnection, valuesSql: string): Promise<boolean> {
  const other = await connection.runAndReadAll(
    `SELECT 1 FROM (${valuesSql}) WHERE lower(v) NOT IN ${yes} AND lower(v) NOT IN ${no} LIMIT 1`,
  );
  return other.currentRowCount === 0;
}

async function countValues(connection: DuckDBConnection, valuesSql: string): Promise<number> {
  const counted = await connection.runAndReadAll(`SELECT count(DISTINCT v)::DOUBLE FROM (${valuesSql})`);
  return Number(counted.getRows()[0]?.[0] ?? 0);
}
