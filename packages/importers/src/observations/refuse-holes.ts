import { ObservationError } from './errors.ts';
import type { AheadQuery, FutureRows } from './known-ahead.ts';
import { seriesName } from './series-name.ts';

/**
 * A series whose column the future file tells on some dates of the horizon and not on others: nobody can say what a
 * price or number is there, however few series the file continues.
 * @throws ObservationError
 */
export async function refuseHoles(
  { connection, varying, facts, calendar, items, locations }: AheadQuery,
  index: number,
  future: FutureRows,
  cutoffStep: number,
  horizon: number,
): Promise<void> {
  const found = await connection.runAndReadAll(
    `WITH told AS (SELECT series, step, from_future FROM ${facts}
       WHERE step > ${cutoffStep} AND step <= ${cutoffStep + horizon} AND k${index} IS NOT NULL),
     wanted AS (SELECT series, unnest(generate_series(${cutoffStep + 1}, ${cutoffStep + horizon})) AS step
       FROM (SELECT DISTINCT series FROM told WHERE from_future))
     SELECT w.series, w.step::DOUBLE FROM wanted w ANTI JOIN told USING (series, step) ORDER BY w.series, w.step LIMIT 1`,
  );
  const [series, step] = (found.getRows()[0] ?? []).map(Number);
  if (series === undefined || step === undefined) return;
  throw new ObservationError(
    await future.placeOf(series, step, varying[index]?.name ?? ''),
    `${seriesName(items[series], locations[series])} has no value for ${calendar.nameOf(step)}; give one for each date of the horizon, or leave the column out.`,
  );
}
