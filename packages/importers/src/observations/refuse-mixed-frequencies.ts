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
  const key = [item, location]
    .map(String)
    .filter((text) => text !== '')
    .join(' at ');
  throw new ObservationError(
    await table.placeOf(Number(row), 'date'),
    `${key} has one row a month and other series have days; put them into files of their own, or say what a step is with --frequency.`,
  );
}
