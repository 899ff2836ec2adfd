import type { DuckDBConnection } from '@duckdb/node-api';
import type { DateOrder } from '@ordernimbus/contracts';
import { sqlText } from '../observations/open-duckdb.ts';
import { dateParts, datePattern, datesSql } from '../parse/date-sql.ts';
import { queryRow } from '../raw/work-database.ts';

export interface DateProfile {
  /** share of values that are dates in the decided order, 0 to 1 */
  readonly share: number;
  /** null = both readings fit every value */
  readonly order: DateOrder | null;
  /** every value is an ISO date or timestamp without a zone: a plain cast reads it */
  readonly plain: boolean;
  readonly hasTime: boolean;
  /** nearly all rows are on one weekday (0 = Sunday), and on so many such days */
  readonly weekly?: WeeklyDates;
  /** nearly all rows are on the first, or on the last, day of months on end */
  readonly monthly?: { readonly months: number };
  /** while both readings fit: what the dates are in each */
  readonly byOrder?: Readonly<Record<'dmy' | 'mdy', Pick<DateProfile, 'weekly' | 'monthly'>>>;
}

export interface WeeklyDates {
  readonly weekday: number;
  readonly weeks: number;
}

/** Of rows a week apart a few may be moved by a holiday. */
const weeklyShare = 0.95;
/** Of months on end a few may have no sale; those of quarters are every third. */
const monthShare = 0.9;

/** How far apart the dates are, where they are weeks or months. */
async function findPeriod(
  connection: DuckDBConnection,
  dated: string,
): Promise<Pick<DateProfile, 'weekly' | 'monthly'>> {
  const monthly = await findMonthly(connection, dated);
  return { ...(await findWeekly(connection, dated)), ...(monthly ? { monthly } : {}) };
}

/** `dated`: SQL of a table of days `at` and their rows `n`. */
async function findMonthly(
  connection: DuckDBConnection,
  dated: string,
): Promise<{ months: number } | undefined> {
  const found = await queryRow(
    connection,
    `SELECT sum(n)::DOUBLE AS rows, coalesce(sum(n) FILTER (WHERE datepart('day', d.at) = 1), 0)::DOUBLE AS firsts,
       coalesce(sum(n) FILTER (WHERE d.at::DATE = last_day(d.at::DATE)), 0)::DOUBLE AS lasts,
       count(DISTINCT date_trunc('month', d.at)) AS months,
       date_diff('month', min(d.at), max(d.at)) + 1 AS span
     FROM ${dated} d WHERE d.at IS NOT NULL`,
  );
  const [rows, firsts, lasts, months, span] = ['rows', 'firsts', 'lasts', 'months', 'span'].map((name) =>
    Number(found[name] ?? 0),
  ) as [number, number, number, number, number];
  const isMonthly = rows > 0 && Math.max(firsts, lasts) === rows && months >= monthShare * span;
  return isMonthly ? { months } : undefined;
}

/** `dated`: SQL of a table of days `at` and their rows `n`. */
async function findWeekly(connection: DuckDBConnection, dated: string): Promise<{ weekly?: WeeklyDates }> {
  const found = await queryRow(
    connection,
    `SELECT dayofweek(d.at) AS weekday, sum(n)::DOUBLE AS rows, count(DISTINCT d.at::DATE) AS weeks, sum(sum(n)) OVER ()::DOUBLE AS total
     FROM ${dated} d WHERE d.at IS NOT NULL GROUP BY 1 ORDER BY rows DESC, 1 LIMIT 1`,
  );
  if (!(Number(found.rows) >= weeklyShare * Number(found.total))) return {};
  return { weekly: { weekday: Number(found.weekday), weeks: Number(found.weeks) } };
}

/** Decides how a column writes its days from all of its values. */
export async function profileDates(
  connection: DuckDBConnection,
  rawTable: string,
  column: string,
): Promise<DateProfile | undefined> {
  const raw = `read_parquet(${sqlText(rawTable)})`;
  const values = `(SELECT ${column} AS v, count(*) AS n FROM ${raw} WHERE fault IS NULL AND ${column} IS NOT NULL GROUP BY 1)`;
  const plain = await queryRow(
    connection,
    `SELECT sum(n)::DOUBLE AS rows, coalesce(sum(n) FILTER (WHERE regexp_full_match(v, '\\d{4}-\\d{2}-\\d{2}([ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?)?') AND TRY_CAST(v AS TIMESTAMP) IS NOT NULL), 0)::DOUBLE AS iso,
      coalesce(bool_or(length(v) > 10), false) AS timed FROM ${values}`,
  );
  const rows = Number(plain.rows ?? 0);
  if (rows === 0) return undefined;
  if (plain.iso === rows) {
    const period = await findPeriod(connection, `(SELECT TRY_CAST(v AS TIMESTAMP) AS at, n FROM ${values})`);
    return { share: 1, order: 'ymd', plain: true, hasTime: plain.timed === true, ...period };
  }

  const shape = await queryRow(
    connection,
    `SELECT
      coalesce(sum(n) FILTER (WHERE length(p.a) = 4), 0)::DOUBLE AS year_first,
      coalesce(sum(n) FILTER (WHERE length(p.a) IN (1, 2) AND TRY_CAST(p.a AS INTEGER) BETWEEN 13 AND 31 AND TRY_CAST(p.b AS INTEGER) BETWEEN 1 AND 12), 0)::DOUBLE AS day_first,
      coalesce(sum(n) FILTER (WHERE length(p.a) IN (1, 2) AND TRY_CAST(p.b AS INTEGER) BETWEEN 13 AND 31 AND TRY_CAST(p.a AS INTEGER) BETWEEN 1 AND 12), 0)::DOUBLE AS month_first,
      coalesce(sum(n) FILTER (WHERE length(p.a) IN (1, 2) AND TRY_CAST(p.a AS INTEGER) BETWEEN 1 AND 12 AND TRY_CAST(p.b AS INTEGER) BETWEEN 1 AND 12 AND TRY_CAST(p.a AS INTEGER) <> TRY_CAST(p.b AS INTEGER)), 0)::DOUBLE AS either,
      coalesce(sum(n) FILTER (WHERE length(p.a) IN (1, 2) AND p.separator = '.'), 0)::DOUBLE AS dotted
     FROM (SELECT n, regexp_extract(v, ${sqlText(datePattern)}, ${dateParts}) AS p FROM ${values}) WHERE p.a <> ''`,
  );
  const count = (name: string): number => Number(shape[name] ?? 0);
  let order: DateOrder | null = 'ymd';
  if (count('day_first') > count('month_first')) order = 'dmy';
  else if (count('month_first') > count('day_first')) order = 'mdy';
  // nobody writes the month first with points
  else if (count('dotted') > 0) order = 'dmy';
  else if (count('either') > 0) order = null;
  const dated = `(${datesSql(values, order ?? 'dmy', 'UTC', 'n')})`;
  const read = await queryRow(
    connection,
    `SELECT coalesce(sum(n) FILTER (WHERE d.at IS NOT NULL), 0)::DOUBLE AS dates, coalesce(bool_or(has_time), false) AS timed
     FROM ${dated} d`,
  );
  const share = Number(read.dates ?? 0) / rows;
  const inOrder = (read: DateOrder) => findPeriod(connection, `(${datesSql(values, read, 'UTC', 'n')})`);
  // while two readings fit, so do two weekdays
  const period =
    order === null
      ? { byOrder: { dmy: await inOrder('dmy'), mdy: await inOrder('mdy') } }
      : await findPeriod(connection, dated);
  return { share, order, plain: false, hasTime: read.timed === true, ...period };
}
