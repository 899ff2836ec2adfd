import type { DuckDBConnection } from '@duckdb/node-api';
import type { StepFrequency } from './calendar.ts';
import { ObservationError } from './errors.ts';
import type { LoadedTable } from './load-table.ts';
import { seriesName } from './series-name.ts';

/** The rows of the file as SQL after FROM. */
export interface RowsInSql {
  /** As numbers in order of series and step (`keepFacts`). */
  readonly facts: string;
  /** As they came, with the aliases t (rows), s (series) and d (steps): it says where in the file a row is. */
  readonly joined: string;
}

/**
 * Fails where the rows of some series stand for another length of time than a step of the file.
 */
export async function refuseMixedSeries(
  connection: DuckDBConnection,
  table: LoadedTable,
  frequency: StepFrequency,
  rows: RowsInSql,
): Promise<void> {
  const refusals = {
    H: [refuseDaysAmongHours, refuseSparseHours],
    D: [refuseMonthsAmongDays, refuseWeeksOfSeveralDays],
    M: [refuseQuartersAmongMonths],
    W: [],
    Q: [],
    Y: [],
  };
  for (const refuse of refusals[frequency]) await refuse(connection, table, rows);
}

/** What a series has in a step: a row, or in a wide table, which has a row for each series, a number. */
const entry = ({ wide }: LoadedTable): string => (wide ? 'number' : 'row');

/**
 * In how many files chance may make a series look as if it had longer steps: one in a hundred thousand. The more series a
 * file has, the more rows are asked of one.
 */
const MOST_CHANCE = 1e-5;

/** SQL: fewer than MOST_CHANCE series of the file are expected to have these rows by chance, `each` being that of one row. */
const isNoChance = (each: number, rows: string): string =>
  `(SELECT count(*) FROM series) * power(${each}, ${rows}) < ${MOST_CHANCE}`;

/** The chance that the next sale comes in the step asked for and in none before, at the rate of sales that suits it best. */
const chanceOfGap = (steps: number): number => (1 / steps) * (1 - 1 / steps) ** (steps - 1);

/** Rows of a weekly series from which on its weekday is no accident. */
const LEAST_WEEKS = 6;

/**
 * Weekly series with weekdays of their own: together their dates look like days, of which each series would sell on every
 * seventh.
 */
async function refuseWeeksOfSeveralDays(
  connection: DuckDBConnection,
  table: LoadedTable,
  { facts, joined }: RowsInSql,
): Promise<void> {
  // of days before 1970 too, whose numbers are negative
  const weekdayOf = (step: string): string => `((${step} + 700000) % 7)`;
  const weekday = weekdayOf('d.step');
  // one series of days answers for the whole file
  const first = await connection.runAndReadAll(
    `SELECT count(DISTINCT ${weekdayOf('step')})::DOUBLE FROM ${facts} WHERE series = 0`,
  );
  if (Number(first.getRows()[0]?.[0]) > 1) return;
  const found = await connection.runAndReadAll(
    `WITH each AS (
       SELECT count(*) AS rows, min(d.step) AS first, max(d.step) AS last, max(${weekday}) = min(${weekday}) AS one_day,
         min(${weekday}) AS day, min(t.rowid) AS row, any_value(s.item) AS item, any_value(s.location) AS location
       FROM ${joined} GROUP BY s.series)
     SELECT row::DOUBLE, item, location FROM each
     WHERE rows >= ${LEAST_WEEKS} AND last - first = 7 * (rows - 1) AND (SELECT bool_and(one_day) FROM each)
       AND day <> (SELECT arg_min(day, row) FROM each)
     ORDER BY row LIMIT 1`,
  );
  const [row, item, location] = found.getRows()[0] ?? [];
  if (row === undefined) return;
  throw new ObservationError(
    await table.placeOf(Number(row), 'date'),
    `${seriesName(item, location)} has one ${entry(table)} a week, as all series have, but on another weekday; date all weeks by one weekday, or say what a step is with --frequency.`,
  );
}

/** Of the hours between the first and the last row the least share that has a row: about one and a half a day. */
const LEAST_HOURS = 1 / 16;

/**
 * Times of single sales. A sale or two a day is no demand by the hour: every hour would be forecast at next to nothing.
 */
async function refuseSparseHours(
  connection: DuckDBConnection,
  table: LoadedTable,
  { facts }: RowsInSql,
): Promise<void> {
  const found = await connection.runAndReadAll(
    `SELECT sum(rows)::DOUBLE, sum(hours)::DOUBLE, max(hours)::DOUBLE FROM (
       SELECT count(*) AS rows, max(step) - min(step) + 1 AS hours FROM ${facts} GROUP BY series)`,
  );
  const [rows = 0, hours = 0, longest = 0] = (found.getRows()[0] ?? []).map(Number);
  if (longest < 7 * 24 || rows >= LEAST_HOURS * hours) return;
  throw new ObservationError(
    await table.placeOf(0, 'date'),
    'the dates have a time of day, but the series have hardly a row a day; sum the quantities of each day, or say what a step is with --frequency.',
  );
}

/** Months, one after the other and each on the same day, from which on a series is no longer taken for daily sales. */
const LEAST_MONTHS = 6;
/** The same of the first or last day of the month in a file of few series: by MOST_CHANCE of five, with five rows of 400. */
const LEAST_MONTHS_OF_FEW = 4;

/**
 * A series with one row a month, month after month, in a file of days: its quantities are sums of months, and read as days
 * they would be a sale on the first of each month and nothing in between. A series with one row a week is read: an item
 * may be sold on a Saturday only, and as days without a row count as zero its weeks add up to the same in both readings.
 */
async function refuseMonthsAmongDays(
  connection: DuckDBConnection,
  table: LoadedTable,
  rows: RowsInSql,
): Promise<void> {
  const dateOf = (step: string): string => `(DATE '1970-01-01' + ${step})`;
  const monthOf = (step: string): string => `(12 * year(${dateOf(step)}) + month(${dateOf(step)}))`;
  const date = dateOf('step');
  await refuseFirst(
    connection,
    table,
    rows,
    // The days of the month of those alone that may have one row in each: of all rows they take as long as to read them.
    `SELECT series FROM ${rows.facts} WHERE series IN (
       SELECT series FROM ${rows.facts} GROUP BY series
       HAVING count(*) >= ${LEAST_MONTHS_OF_FEW} AND ${monthOf('max(step)')} - ${monthOf('min(step)')} + 1 = count(*))
     GROUP BY series
     HAVING (min(day(${date})) = max(day(${date})) OR bool_and(${date} = last_day(${date})))
       AND (count(*) >= ${LEAST_MONTHS}
         OR (max(day(${date})) = 1 OR bool_and(${date} = last_day(${date}))) AND ${isNoChance(chanceOfGap(30), 'count(*) - 1')})`,
    'a month and other series have days',
  );
}

/** Of the months between the first and last rows of the other series the least share that has a row. */
const LEAST_LISTED = 0.9;

/**
 * A series with one row every third month, never sooner or later, where the others have nearly all months. A month without
 * a row is unknown, so the sum of a quarter would be forecast for each month. In a file that lists sales alone gaps are no
 * news, which LEAST_LISTED tells; and of two series chance gives one such rows seven times on end in three files of a
 * million, so that eight rows are asked for (of 100,000 series fourteen). A series with one row a year is read: trees are
 * sold before Christmas.
 */
async function refuseQuartersAmongMonths(
  connection: DuckDBConnection,
  table: LoadedTable,
  rows: RowsInSql,
): Promise<void> {
  await refuseFirst(
    connection,
    table,
    rows,
    `WITH each AS (
       SELECT series, count(*) AS rows, max(step) - min(step) + 1 AS steps,
         count(*) > 1 AND max(step) - min(step) = 3 * (count(*) - 1) AND max(step % 3) = min(step % 3) AS by_quarters
       FROM ${rows.facts} GROUP BY series)
     SELECT series FROM each WHERE by_quarters AND ${isNoChance(chanceOfGap(3), 'rows - 1')}
       AND (SELECT sum(rows) >= ${LEAST_LISTED} * sum(steps) FROM each WHERE NOT by_quarters)`,
    'a quarter and other series have months',
  );
}

/** Rows at midnight from which on a series is no longer taken for sales of that hour, if there are others that have more. */
const LEAST_MIDNIGHTS = 7;

/**
 * A series all of whose rows are dated at midnight, in a file of hours: its quantities are those of days, and as an hour
 * without a row is unknown they would be forecast for each hour. Sales fall into one hour of the day by chance once in
 * 24 times for each row; seven rows, by MOST_CHANCE, are enough for 45,000 series.
 */
async function refuseDaysAmongHours(
  connection: DuckDBConnection,
  table: LoadedTable,
  rows: RowsInSql,
): Promise<void> {
  await refuseFirst(
    connection,
    table,
    rows,
    `SELECT series FROM ${rows.facts} GROUP BY series
     HAVING count(*) >= ${LEAST_MIDNIGHTS} AND min(step % 24) = 0 AND max(step % 24) = 0 AND ${isNoChance(1 / 24, 'count(*)')}`,
    'a day, at midnight, and other series have hours',
  );
}

/** @param found query of series; the one that comes first in the file is named */
async function refuseFirst(
  connection: DuckDBConnection,
  table: LoadedTable,
  { joined }: RowsInSql,
  found: string,
  reason: string,
): Promise<void> {
  const some = await connection.runAndReadAll(`SELECT 1 FROM (${found}) LIMIT 1`);
  if (some.currentRowCount === 0) return;
  const read = await connection.runAndReadAll(
    `SELECT t.rowid::DOUBLE, s.item, s.location FROM ${joined} WHERE s.series IN (${found}) ORDER BY t.rowid LIMIT 1`,
  );
  const [row, item, location] = read.getRows()[0] ?? [];
  if (row === undefined) return;
  throw new ObservationError(
    await table.placeOf(Number(row), 'date'),
    `${seriesName(item, location)} has one ${entry(table)} ${reason}; put them into files of their own, or say what a step is with --frequency.`,
  );
}
