import type { DuckDBConnection } from '@duckdb/node-api';
import type { Calendar } from './calendar.ts';
import type { CovariateColumn } from './covariate-columns.ts';
import type { ObservationPlace } from './errors.ts';
import { refuseHoles } from './refuse-holes.ts';

export interface AheadQuery {
  readonly connection: DuckDBConnection;
  readonly calendar: Calendar;
  /** Table of the rows as numbers (`keepFacts`). */
  readonly facts: string;
  readonly varying: readonly CovariateColumn[];
  readonly items: readonly string[];
  readonly locations: readonly string[];
  readonly future: FutureRows | undefined;
}

/** The rows of the future file, to say where something is wrong. */
export interface FutureRows {
  /** The place of a column in the row of a series and step; without a line where there is no such row. */
  placeOf(series: number, step: number, column: string): Promise<ObservationPlace>;
}

/** What is known of the varying columns for the steps after a cut-off. */
export interface KnownAhead {
  /** Series that have a row up to the cut-off. */
  readonly started: number;
  /** By the place of the column. */
  readonly columns: readonly {
    /** Whether the forecasts can use it. */
    readonly isKnown: boolean;
    /** Started series that it has a value of ahead. */
    readonly told: number;
  }[];
}

/**
 * What is known of the steps `cutoffStep + 1 .. cutoffStep + horizon`. A column is known where at least half of the steps of
 * the started series have a value (of flags and categories a row is one, since an empty cell means "none"). A column of
 * the future file is known as well where what the file leaves out has a meaning: of what is listed by its days alone
 * (`isListed`), and of prices, which stay as they were.
 * @throws ObservationError when the future file has a hole in a price or number of a series that it continues
 */
export async function knownAhead(
  query: AheadQuery,
  cutoffStep: number,
  horizon: number,
): Promise<KnownAhead> {
  const { varying, future } = query;
  if (varying.length === 0) return { started: 0, columns: [] };
  const { started, futureRows, values, told } = await countAhead(query, cutoffStep, horizon);
  const columns: KnownAhead['columns'][number][] = [];
  for (const [i, { kind, isListed, futureSql }] of varying.entries()) {
    const own = told[i] ?? 0;
    const continues = future !== undefined && futureSql !== undefined && futureRows > 0;
    if (continues && !isListed && own > 0) await refuseHoles(query, i, future, cutoffStep, horizon);
    const isEnough = continues && (isListed || (kind === 'price' && own > 0));
    columns.push({ isKnown: isEnough || 2 * (values[i] ?? 0) >= started * horizon, told: own });
  }
  return { started, columns };
}

interface AheadCounts {
  readonly started: number;
  readonly futureRows: number;
  /** By the place of the column: values ahead, and series that have one. */
  readonly values: readonly number[];
  readonly told: readonly number[];
}

async function countAhead(
  { connection, varying, facts }: AheadQuery,
  cutoffStep: number,
  horizon: number,
): Promise<AheadCounts> {
  const ahead = `step > ${cutoffStep} AND step <= ${cutoffStep + horizon}`;
  const each = varying.map(({ kind, futureSql }, i) =>
    kind === 'flag' || kind === 'category'
      ? `count(*) FILTER (WHERE ${ahead} AND (NOT from_future OR ${futureSql !== undefined})) AS n${i}`
      : `count(k${i}) FILTER (WHERE ${ahead}) AS n${i}`,
  );
  const all = varying.map((_, i) => `sum(n${i})::DOUBLE, count(*) FILTER (WHERE n${i} > 0)::DOUBLE`);
  const read = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, sum(rows)::DOUBLE, ${all} FROM (
       SELECT count(*) FILTER (WHERE ${ahead} AND from_future) AS rows, ${each} FROM ${facts} GROUP BY series
       HAVING bool_or(step <= ${cutoffStep} AND NOT from_future))`,
  );
  const [started = 0, futureRows = 0, ...pairs] = (read.getRows()[0] ?? []).map(Number);
  return {
    started,
    futureRows,
    values: pairs.filter((_, at) => at % 2 === 0),
    told: pairs.filter((_, at) => at % 2 === 1),
  };
}
