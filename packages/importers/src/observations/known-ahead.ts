import type { DuckDBConnection } from '@duckdb/node-api';
import type { Calendar } from './calendar.ts';
import type { CovariateColumn } from './covariate-columns.ts';
import { ObservationError } from './errors.ts';

export interface AheadQuery {
  readonly connection: DuckDBConnection;
  readonly calendar: Calendar;
  /** Query with the columns series, step, from_future and k0, k1 ... for the varying columns. */
  readonly factsSql: string;
  readonly varying: readonly CovariateColumn[];
  readonly items: readonly string[];
  readonly locations: readonly string[];
  readonly futureFile: string | undefined;
}

/**
 * Places of the varying columns that are known for the steps `cutoffStep + 1 .. cutoffStep + horizon`: at least half of
 * the steps of the started series have a value. Where an empty cell means "none" (flags, categories) a row is a value,
 * and a future file with the column is complete whatever it lists: promotions are often given as their days alone.
 * @throws ObservationError when the future file has a hole in a price or number of a series that it continues
 */
export async function knownAhead(query: AheadQuery, cutoffStep: number, horizon: number): Promise<number[]> {
  const { connection, varying, factsSql, futureFile } = query;
  if (varying.length === 0) return [];
  const ahead = `step > ${cutoffStep} AND step <= ${cutoffStep + horizon}`;
  const counts = varying.map(({ kind }, i) =>
    kind === 'flag' || kind === 'category'
      ? `count(*) FILTER (WHERE ${ahead} AND (NOT from_future OR ${varying[i]?.futureSql !== undefined}))::DOUBLE`
      : `count(k${i}) FILTER (WHERE ${ahead})::DOUBLE`,
  );
  const futures = `count(*) FILTER (WHERE ${ahead} AND from_future)::DOUBLE`;
  const read = await connection.runAndReadAll(
    `SELECT count(DISTINCT series) FILTER (WHERE step <= ${cutoffStep} AND NOT from_future)::DOUBLE, ${futures}, ${counts} ` +
      `FROM (${factsSql})`,
  );
  const [started = 0, futureRows = 0, ...found] = (read.getRows()[0] ?? []).map(Number);
  const known: number[] = [];
  for (const [i, column] of varying.entries()) {
    const listed =
      column.kind !== 'price' && column.kind !== 'number' && column.futureSql !== undefined && futureRows > 0;
    if (!listed && 2 * (found[i] ?? 0) < started * horizon) continue;
    if (futureFile !== undefined && column.futureSql !== undefined) {
      await refuseHoles(query, i, cutoffStep, horizon);
    }
    known.push(i);
  }
  return known;
}

async function refuseHoles(
  query: AheadQuery,
  index: number,
  cutoffStep: number,
  horizon: number,
): Promise<void> {
  const { connection, varying, factsSql, calendar, items, locations, futureFile } = query;
  const { kind, name } = varying[index] as CovariateColumn;
  if (kind !== 'price' && kind !== 'number') return;
  const found = await connection.runAndReadAll(
    `WITH ahead AS (SELECT * FROM (${factsSql}) WHERE step > ${cutoffStep} AND step <= ${cutoffStep + horizon}),
     wanted AS (SELECT series, unnest(generate_series(${cutoffStep + 1}, ${cutoffStep + horizon})) AS step
       FROM (SELECT DISTINCT series FROM ahead WHERE from_future))
     SELECT w.series, w.step::DOUBLE FROM wanted w
     ANTI JOIN (SELECT series, step FROM ahead WHERE k${index} IS NOT NULL) a ON a.series = w.series AND a.step = w.step
     ORDER BY w.series, w.step LIMIT 1`,
  );
  const [series, step] = found.getRows()[0] ?? [];
  if (series === undefined) return;
  const at = Number(series);
  const key = [items[at], locations[at]].filter((text) => text !== '').join(' at ');
  throw new ObservationError(
    { file: futureFile ?? '', column: name },
    `${key} has no value for ${calendar.nameOf(Number(step))}; give one for each date of the horizon, or leave the column out.`,
  );
}
