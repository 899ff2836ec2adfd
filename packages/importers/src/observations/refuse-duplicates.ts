import type { DuckDBConnection } from '@duckdb/node-api';
import type { Calendar } from './calendar.ts';
import { ObservationError } from './errors.ts';
import type { LoadedTable } from './load-table.ts';
import { seriesName } from './series-name.ts';

/**
 * Two rows for one series and step: nobody can say which counts, so the input is refused before anything is written.
 * @param joined SQL after FROM, with the aliases t (rows), s (series) and d (steps)
 * @param sorted SQL after FROM for the same rows with the columns series and step, where they lie in this order
 */
export async function refuseDuplicates(
  connection: DuckDBConnection,
  table: LoadedTable,
  calendar: Calendar,
  joined: string,
  sorted?: string,
): Promise<void> {
  const key = '(series::BIGINT << 32) + (step::BIGINT + 2147483648)';
  const found = await connection.runAndReadAll(
    sorted === undefined
      ? `SELECT ${key} AS key FROM ${joined} GROUP BY key HAVING count(*) > 1 ORDER BY key LIMIT 1`
      : `SELECT key FROM (SELECT ${key} AS key, lag(${key}) OVER () AS before FROM ${sorted}) WHERE key = before LIMIT 1`,
  );
  const duplicate = found.getRows()[0]?.[0];
  if (duplicate === undefined) return;
  const pair = await connection.runAndReadAll(
    `SELECT t.rowid::DOUBLE, t.date, s.item, s.location FROM ${joined} WHERE ${key} = ${String(duplicate)} ORDER BY t.rowid LIMIT 2`,
  );
  const [first = [], second = []] = pair.getRows();
  const [, firstDate] = first;
  const [row, date, item, location] = second;
  const isSame = firstDate === date;
  const place = await table.placeOf(Number(row), table.wide && isSame ? 'item' : 'date');
  const earlier = await table.placeOf(Number(first[0]));
  const at = earlier.line === undefined ? `row ${earlier.row}` : `line ${earlier.line}`;
  const series = seriesName(item, location);
  const again = table.wide
    ? `${series} has a second row, after ${at}; give one row for each item and location.`
    : `${series} has a second row for ${String(date)}, after ${at}; give one row for each item, location and date.`;
  throw new ObservationError(
    place,
    isSame
      ? again
      : `${series} has the dates ${String(firstDate)} (${at}) and ${String(date)} in one step of frequency ${calendar.frequency}; sum them, or choose a finer --frequency.`,
  );
}
