import type { DuckDBConnection } from '@duckdb/node-api';
import type { StepFrequency } from './calendar.ts';
import { findRow } from './check-cells.ts';
import { precisionOf } from './dates.ts';
import { ObservationError, quoteCell } from './errors.ts';
import type { LoadedTable } from './load-table.ts';

/**
 * Dates of one file that are written to different lengths of time: days beside hours, months beside days. Read as the
 * finest of them the others would stand for a moment that nobody meant.
 * @param texts the distinct dates of the file
 */
export async function refuseMixedPrecision(
  connection: DuckDBConnection,
  table: LoadedTable,
  texts: readonly string[],
): Promise<void> {
  const first = texts[0];
  if (first === undefined) return;
  const expected = precisionOf(first);
  const other = texts.find((text) => precisionOf(text) !== expected);
  if (other === undefined) return;
  const rows = await Promise.all([first, other].map((text) => findRow(connection, table, 'date = $1', text)));
  const [earlier, later] = rows.flatMap((row) => (row ? [row] : [])).sort((a, b) => a.row - b.row);
  if (!earlier || !later) return;
  const name = (text: unknown): string => `${quoteCell(text)} is ${precisionOf(String(text))}`;
  throw new ObservationError(
    await table.placeOf(later.row, 'date'),
    `${name(later.values.date)}, but ${name(earlier.values.date)}; write all dates alike, or say what a step is with --frequency.`,
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
