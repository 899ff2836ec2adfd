import type { DuckDBConnection } from '@duckdb/node-api';
import type { StepFrequency } from './calendar.ts';
import { findRow } from './check-cells.ts';
import { precisionOf } from './dates.ts';
import { ObservationError, quoteCell } from './errors.ts';
import type { LoadedTable } from './load-table.ts';

/** The distinct dates of the files, and those of the input itself, with their minutes since 1970. */
export interface DateColumn {
  readonly texts: readonly string[];
  readonly minutes: Float64Array;
  readonly ownTexts: readonly string[];
  readonly ownMinutes: Float64Array;
}

/**
 * Dates of one file that are written to different lengths of time: days beside hours, months beside days. Read as the
 * finest of them the others would stand for a moment that nobody meant.
 * @param dates the distinct dates
 */
export async function refuseMixedPrecision(
  connection: DuckDBConnection,
  main: LoadedTable,
  future: LoadedTable | undefined,
  dates: DateColumn,
): Promise<void> {
  const first = dates.ownTexts[0];
  if (first === undefined) return;
  const expected = precisionOf(first);
  const name = (text: unknown): string => `${quoteCell(text)} is ${precisionOf(String(text))}`;
  const differs = (text: string): boolean => precisionOf(text) !== expected;
  const other = dates.ownTexts.find(differs);
  if (other !== undefined) {
    const rows = await Promise.all(
      [first, other].map((text) => findRow(connection, main, 'date = $1', text)),
    );
    const [earlier, later] = rows.flatMap((row) => (row ? [row] : [])).sort((a, b) => a.row - b.row);
    if (!earlier || !later) return;
    throw new ObservationError(
      await main.placeOf(later.row, 'date'),
      `${name(later.values.date)}, but ${name(earlier.values.date)}; write all dates alike, or say what a step is with --frequency.`,
    );
  }
  if (!future) return;
  // A day may be written with the time at which it begins: another program made the file.
  const ahead = dates.texts.find(
    (text, index) =>
      differs(text) &&
      !(
        expected === 'a day' &&
        (dates.minutes[index] as number) % 1440 === 0 &&
        precisionOf(text) === 'a time of day'
      ),
  );
  const row = ahead === undefined ? undefined : await findRow(connection, future, 'date = $1', ahead);
  if (!row) return;
  throw new ObservationError(
    await future.placeOf(row.row, 'date'),
    `${name(ahead)}, but in the history ${name(first)}; write all dates alike.`,
  );
}

const lengths: Readonly<Record<StepFrequency, number>> = { H: 0, D: 1, W: 2, M: 3, Q: 4, Y: 5 };
const lengthOf: Readonly<Record<string, number>> = {
  'a time of day': lengths.H,
  'a day': lengths.D,
  'a week': lengths.W,
  'a month': lengths.M,
  'a quarter': lengths.Q,
  'a year': lengths.Y,
};

/** Steps that are asked for and shorter than what any date of the file names: quantities of days would become those of hours. */
export async function refuseFinerSteps(
  connection: DuckDBConnection,
  table: LoadedTable,
  frequency: StepFrequency,
  { ownTexts, ownMinutes }: DateColumn,
): Promise<void> {
  const onlyDays = ownMinutes.length > 1 && ownMinutes.every((value) => value % 1440 === 0);
  const least = onlyDays ? lengths.D : lengths.H;
  const isFiner = (text: string): boolean =>
    Math.max(least, lengthOf[precisionOf(text)] ?? 0) > lengths[frequency];
  const first = ownTexts[0];
  if (first === undefined || !ownTexts.every(isFiner)) return;
  const row = await findRow(connection, table, 'date = $1', first);
  throw new ObservationError(
    await table.placeOf(row?.row ?? 0, 'date'),
    `${quoteCell(first)} names ${onlyDays && lengthOf[precisionOf(first)] === lengths.H ? 'a day' : precisionOf(first)}, and no date of the file names less; it cannot be read in steps of --frequency ${frequency}.`,
  );
}

/** A series in a sentence. */
const nameOf = (item: unknown, location: unknown): string =>
  [item, location]
    .map(String)
    .filter((text) => text !== '')
    .join(' at ');

/** Rows of a weekly series from which on its weekday is no accident. */
const LEAST_WEEKS = 6;

/**
 * Weekly series with weekdays of their own: together their dates look like days, of which each series would sell on every
 * seventh.
 * @param joined SQL after FROM, with the aliases t (rows), s (series) and d (steps)
 */
export async function refuseWeeksOfSeveralDays(
  connection: DuckDBConnection,
  table: LoadedTable,
  frequency: StepFrequency,
  joined: string,
): Promise<void> {
  if (frequency !== 'D') return;
  // of days before 1970 too, whose numbers are negative
  const weekday = '((d.step + 700000) % 7)';
  // one series of days answers for the whole file
  const first = await connection.runAndReadAll(
    `SELECT count(DISTINCT ${weekday})::DOUBLE FROM ${joined} WHERE s.series = 0`,
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
    `${nameOf(item, location)} has one row a week, as all series have, but on another weekday; date all weeks by one weekday, or say what a step is with --frequency.`,
  );
}

/** Of the hours between the first and the last row the least share that has a row: about one and a half a day. */
const LEAST_HOURS = 1 / 16;

/**
 * Times of single sales. An hour without a row is not known to be without a sale, so a sale or two a day would be
 * forecast for every hour.
 * @param joined SQL after FROM, with the aliases t (rows), s (series) and d (steps)
 */
export async function refuseSparseHours(
  connection: DuckDBConnection,
  table: LoadedTable,
  frequency: StepFrequency,
  joined: string,
): Promise<void> {
  if (frequency !== 'H') return;
  const found = await connection.runAndReadAll(
    `SELECT sum(rows)::DOUBLE, sum(hours)::DOUBLE, max(hours)::DOUBLE FROM (
       SELECT count(*) AS rows, max(d.step) - min(d.step) + 1 AS hours FROM ${joined} GROUP BY s.series)`,
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

/**
 * A series with one row a month, month after month, in a file of days: its quantities are sums of months, and read as days
 * they would be a sale on the first of each month and nothing in between.
 * @param joined SQL after FROM, with the aliases t (rows), s (series) and d (steps)
 */
export async function refuseMonthsAmongDays(
  connection: DuckDBConnection,
  table: LoadedTable,
  frequency: StepFrequency,
  joined: string,
): Promise<void> {
  if (frequency !== 'D') return;
  const date = `DATE '1970-01-01' + d.step`;
  const months = `(12 * year(${date}) + month(${date}))`;
  const found = await connection.runAndReadAll(
    `SELECT s.series, min(t.rowid)::DOUBLE AS row, any_value(s.item) AS item, any_value(s.location) AS location FROM ${joined}
     GROUP BY s.series
     HAVING count(*) >= ${LEAST_MONTHS} AND max(${months}) - min(${months}) + 1 = count(*)
       AND (min(day(${date})) = max(day(${date})) OR bool_and(${date} = last_day(${date})))
     ORDER BY row LIMIT 1`,
  );
  const [series, row, item, location] = found.getRows()[0] ?? [];
  if (series === undefined) return;
  throw new ObservationError(
    await table.placeOf(Number(row), 'date'),
    `${nameOf(item, location)} has one row a month and other series have days; put them into files of their own, or say what a step is with --frequency.`,
  );
}
