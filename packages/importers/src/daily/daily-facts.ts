import { rename } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../observations/open-duckdb.ts';
import { queryRow, type WorkSettings, withWorkDatabase } from '../raw/work-database.ts';
import { type RowsSource, rowsOfSources } from './sources.ts';

/**
 * Daily facts for the keys that an import touches, decided by the identity rules over all imports that count.
 *
 * A key is an item, location and quarter. It is touched when `changed` has a row in it, or when `changed` holds an order
 * (a receipt, a till's day) of which another import has lines in it: adding, replacing and taking away an import all
 * change exactly these keys. Work is cut into chunks by a hash of the item, so that each fits in memory and is one
 * transaction of whoever stores it; the same chunk of the same files is always the same rows.
 */
export interface FactsInput {
  /** the import whose coming or going is worked out */
  readonly changed: RowsSource;
  /** all imports that count afterwards: with `changed` when it comes, without it when it goes */
  readonly counted: readonly RowsSource[];
  readonly chunks: number;
}

export interface FactsWorker {
  /** Writes chunk `chunk` as CSV: item, location, quarter, then five array literals (empty: nothing is left). */
  writeChunk(chunk: number, target: string): Promise<void>;
}

/** Lends a worker that has looked once for orders that several imports hold. */
export function withFacts<T>(
  input: FactsInput,
  work: WorkSettings,
  run: (worker: FactsWorker) => Promise<T>,
): Promise<T> {
  return withWorkDatabase(work, async (connection) => {
    const others = input.counted.filter((source) => source.sequence !== input.changed.sequence);
    if (others.length > 0) await findSharedUnits(connection, input, others);
    return run({
      async writeChunk(chunk, target) {
        const mine = `hash(item) % ${input.chunks} = ${chunk}`;
        const sql = others.length === 0 ? aloneSql(input, mine) : togetherSql(input, others, mine);
        const partial = `${target}.partial`;
        await connection.run(`COPY (${sql}) TO ${sqlText(partial)} (FORMAT csv, HEADER false)`);
        await rename(partial, target);
      },
    });
  });
}

/** Orders that are in `changed` and in others, and orders that several counted imports hold, with the last of them. */
async function findSharedUnits(
  connection: DuckDBConnection,
  input: FactsInput,
  others: readonly RowsSource[],
): Promise<void> {
  const lines = (sources: readonly RowsSource[]): string =>
    `SELECT DISTINCT sequence, unit FROM (${rowsOfSources(sources.filter((source) => source.layout !== 'long'))})`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE touched_units AS
     SELECT unit FROM (${lines([input.changed])}) SEMI JOIN (${lines(others)}) USING (unit)`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE last_of_unit AS
     SELECT unit, max(sequence) AS sequence FROM (${lines(input.counted)}) GROUP BY unit HAVING count(*) > 1`,
  );
}

const sums = `sum(greatest(quantity, 0)) AS sold, sum(greatest(-quantity, 0)) AS returned,
  coalesce(sum(revenue), 0)::BIGINT AS revenue, count(*)::INTEGER AS lines`;

/** Nothing else counts: the import's own sums, or empty keys when it goes. */
function aloneSql(input: FactsInput, mine: string): string {
  const rows = rowsOfSources([input.changed], mine);
  if (input.counted.length === 0) {
    return `SELECT DISTINCT item, location, date_trunc('quarter', day)::DATE AS quarter, '{}', '{}', '{}', '{}', '{}'
      FROM (${rows}) ORDER BY item, location, quarter`;
  }
  const days = `SELECT item, location, day, ${sums} FROM (${rows}) GROUP BY ALL`;
  return `SELECT * FROM (${quartersSql(days)}) ORDER BY item, location, quarter`;
}

function togetherSql(input: FactsInput, others: readonly RowsSource[], mine: string): string {
  const touched = `SELECT DISTINCT item, location, date_trunc('quarter', day)::DATE AS quarter FROM (
      SELECT item, location, day FROM (${rowsOfSources([input.changed], mine)})
      UNION ALL
      SELECT item, location, day FROM (${rowsOfSources(others, mine)}) SEMI JOIN touched_units USING (unit))`;
  return `WITH touched AS MATERIALIZED (${touched}),
    rows AS MATERIALIZED (
      SELECT r.* FROM (SELECT *, date_trunc('quarter', day)::DATE AS quarter FROM (${rowsOfSources(input.counted, mine)})) r
      SEMI JOIN touched USING (item, location, quarter)),
    daily AS MATERIALIZED (
      SELECT item, location, day, ${sums} FROM (
        SELECT * FROM rows WHERE daily
        QUALIFY sequence = max(sequence) OVER (PARTITION BY item, location, day))
      GROUP BY ALL),
    lines AS (
      SELECT item, location, day, ${sums}
      FROM rows LEFT JOIN last_of_unit w USING (unit)
      WHERE NOT daily AND (w.sequence IS NULL OR w.sequence = rows.sequence)
      GROUP BY ALL),
    days AS (
      SELECT * FROM daily
      UNION ALL SELECT * FROM lines ANTI JOIN daily USING (item, location, day)),
    quarters AS (${quartersSql('SELECT * FROM days')})
    SELECT t.item, t.location, t.quarter, ${['days', 'sold', 'returned', 'revenue', 'lines'].map((name) => `coalesce(q.${name}, '{}') AS ${name}`).join(', ')}
    FROM touched t LEFT JOIN quarters q USING (item, location, quarter) ORDER BY ALL`;
}

/**
 * Days with activity to one row a quarter; array literals as PostgreSQL reads them. The lists are sorted after they are
 * gathered: an aggregate with its own ORDER BY keeps a sort buffer for every group, gigabytes here.
 */
function quartersSql(days: string): string {
  const literal = (field: string): string =>
    `'{' || array_to_string(list_transform(l, lambda x: x.${field}), ',') || '}'`;
  return `SELECT item, location, quarter, ${literal('d')} AS days, ${literal('s')} AS sold, ${literal('r')} AS returned,
      ${literal('v')} AS revenue, ${literal('n')} AS lines
    FROM (SELECT item, location, quarter,
        list_sort(list({d: (day - quarter)::SMALLINT, s: round(sold, 6), r: round(returned, 6), v: revenue, n: lines})) AS l
      FROM (SELECT *, date_trunc('quarter', day)::DATE AS quarter FROM (${days}) WHERE sold > 0 OR returned > 0)
      GROUP BY item, location, quarter)`;
}

/** Item-location-days of `changed` that other imports also hold. */
export function countOverlap(
  changed: RowsSource,
  others: readonly RowsSource[],
  work: WorkSettings,
): Promise<number> {
  if (others.length === 0) return Promise.resolve(0);
  return withWorkDatabase(work, async (connection) => {
    const keys = (sources: readonly RowsSource[]): string =>
      `SELECT DISTINCT item, location, day FROM (${rowsOfSources(sources)})`;
    const row = await queryRow(
      connection,
      `SELECT count(*) AS n FROM (${keys([changed])}) SEMI JOIN (${keys(others)}) USING (item, location, day)`,
    );
    return Number(row.n ?? 0);
  });
}
