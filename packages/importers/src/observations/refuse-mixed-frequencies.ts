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
      await main.placeOfDate(later.row),
      `${name(later.values.date)}, but ${name(earlier.values.date)}; write all dates alike, or say what a step is with --frequency.`,
    );
  }
  if (!future) return;
  // A day may be written with the time at which it begins: another program made the file. The months and weeks of a wide
  // table may be written with their first day, since forecasts of them are.
  const isBegin = (text: string, minutes: number): boolean =>
    expected === 'a day'
      ? precisionOf(text) === 'a time of day' && minutes % 1440 === 0
      : main.wide !== undefined && precisionOf(text) === 'a day' && begins(expected, minutes / 1440);
  const ahead = dates.texts.find(
    (text, index) => differs(text) && !isBegin(text, dates.minutes[index] as number),
  );
  const row = ahead === undefined ? undefined : await findRow(connection, future, 'date = $1', ahead);
  if (!row) return;
  throw new ObservationError(
    await future.placeOf(row.row, 'date'),
    `${name(ahead)}, but in the history ${name(first)}; write all dates alike.`,
  );
}

/** Whether a month or a week begins on a day, given in days since 1970. */
function begins(precision: string, day: number): boolean {
  const date = new Date(day * 86_400_000);
  return precision === 'a month' ? date.getUTCDate() === 1 : date.getUTCDay() === 1;
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
    await table.placeOfDate(row?.row ?? 0),
    `${quoteCell(first)} names ${onlyDays && lengthOf[precisionOf(first)] === lengths.H ? 'a day' : precisionOf(first)}, and no date of the file names less; it cannot be read in steps of --frequency ${frequency}.`,
  );
}
