import { sqlText } from '../observations/open-duckdb.ts';
import { queryRow, type WorkSettings, withWorkDatabase } from '../raw/work-database.ts';
import { dailyRows, type RowsSource, rowsOfSources } from './sources.ts';

/** Tables of sold days leave days without a sale out: so many between two promoted rows were promoted too. */
const longestGapDays = 6;
/** What an entry of the calendar may last. */
const longestDays = 1100;

export interface PromotionFiles {
  /** CSV: code of every item of `changed` */
  readonly items: string;
  /** CSV: item, location (empty: all at which it is sold), first day, last day */
  readonly promotions: string;
}

/**
 * Promotions of the items of `changed`, as all daily tables that count say: days in a row become one promotion, and what
 * is the same at every location of an item is said once. On each day the latest file decides.
 */
export function writePromotions(
  changed: RowsSource,
  counted: readonly RowsSource[],
  files: PromotionFiles,
  work: WorkSettings,
): Promise<void> {
  return withWorkDatabase(work, async (connection) => {
    const items = `SELECT DISTINCT item FROM read_parquet(${sqlText(changed.rowsTable)}) WHERE reason IS NULL`;
    await connection.run(`COPY (${items} ORDER BY 1) TO ${sqlText(files.items)} (FORMAT csv, HEADER false)`);
    await connection.run(
      `COPY (${promotionsSql(items, counted)} ORDER BY ALL) TO ${sqlText(files.promotions)} (FORMAT csv, HEADER false)`,
    );
  });
}

/** How many promotions one file alone tells of, and on how many days of items. */
export function countPromotions(
  source: RowsSource,
  work: WorkSettings,
): Promise<{ promotions: number; itemDays: number }> {
  if (!source.hasPromotions) return Promise.resolve({ promotions: 0, itemDays: 0 });
  return withWorkDatabase(work, async (connection) => {
    const rows = `${dailyRows(source)} WHERE reason IS NULL`;
    const total = await queryRow(
      connection,
      `SELECT (SELECT count(*) FROM (${promotionsSql(`SELECT DISTINCT item FROM ${rows}`, [source])})) AS promotions,
         (SELECT count(*) FROM (SELECT DISTINCT item, location, day FROM ${rows} AND promotion)) AS days`,
    );
    return { promotions: Number(total.promotions), itemDays: Number(total.days) };
  });
}

/** Days of which the latest file that tells of them says that there is a promotion. */
const latestSql = `SELECT item, location, day FROM said SEMI JOIN named USING (item, location, day)
  GROUP BY ALL HAVING arg_max(promotion, 2 * sequence + promotion::BIGINT)`;

/** SELECT of item, location (null: all), first day, last day. */
function promotionsSql(items: string, counted: readonly RowsSource[]): string {
  const telling = counted.filter((source) => source.hasPromotions);
  if (telling.length === 0) {
    return `SELECT ''::VARCHAR AS item, ''::VARCHAR AS location, DATE '2000-01-01' AS first, DATE '2000-01-01' AS last WHERE false`;
  }
  const flags = telling
    .map(
      (source) =>
        `SELECT ${source.sequence}::BIGINT AS sequence, item, location, day, promotion FROM ${dailyRows(source)}
         WHERE reason IS NULL AND promotion IS NOT NULL`,
    )
    .join(' UNION ALL ');
  const places = `SELECT DISTINCT item, location FROM (${rowsOfSources(counted)}) SEMI JOIN (${items}) USING (item)
    UNION SELECT DISTINCT item, location FROM promoted`;
  return `WITH said AS (SELECT * FROM (${flags}) SEMI JOIN (${items}) USING (item)),
    named AS (SELECT DISTINCT item, location, day FROM said WHERE promotion),
    promoted AS MATERIALIZED (${telling.length === 1 ? 'SELECT * FROM named' : latestSql}),
    steps AS MATERIALIZED (
      SELECT *, lag(day) OVER (PARTITION BY item, location ORDER BY day) AS before FROM promoted),
    -- days between two promoted ones, told by the day after them; a row of such a day says that there was no promotion
    gaps AS (
      SELECT item, location, day AS after, before + unnest(range(1, day - before))::INTEGER AS day
      FROM steps WHERE day - before BETWEEN 2 AND ${longestGapDays + 1}),
    told AS (SELECT DISTINCT item, location, after FROM gaps SEMI JOIN said USING (item, location, day)),
    begun AS (
      SELECT s.item, s.location, day,
        CASE WHEN day - before <= ${longestGapDays + 1} AND told.after IS NULL THEN 0 ELSE 1 END AS begins
      FROM steps s LEFT JOIN told ON s.item = told.item AND s.location = told.location AND s.day = told.after),
    runs AS (
      SELECT item, location, min(day) AS first, max(day) AS last FROM (
        SELECT *, sum(begins) OVER (PARTITION BY item, location ORDER BY day) AS run FROM begun)
      GROUP BY item, location, run),
    pieces AS (
      SELECT item, location, first + (k * ${longestDays})::INTEGER AS first,
        least(last, first + (k * ${longestDays} + ${longestDays - 1})::INTEGER) AS last
      FROM runs, LATERAL (SELECT unnest(range(0, (last - first) // ${longestDays} + 1)) AS k)),
    places AS (SELECT item, count(*) AS n FROM (${places}) GROUP BY item),
    alike AS (SELECT *, count(*) OVER (PARTITION BY item, first, last) AS n FROM pieces)
    SELECT DISTINCT item, CASE WHEN alike.n < places.n THEN location END AS location, first, last
    FROM alike JOIN places USING (item)`;
}
