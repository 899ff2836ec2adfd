import type { DuckDBConnection } from '@duckdb/node-api';
import { findRow } from './check-cells.ts';
import { ObservationError, placeText, quoteCell } from './errors.ts';
import type { AheadQuery } from './known-ahead.ts';
import type { ExtraColumn, LoadedTable } from './load-table.ts';
import { seriesName } from './series-name.ts';

/**
 * A price below zero is a slip, and a forecast would follow it.
 * @param sql the price of a row of the future file
 * @throws ObservationError
 */
export async function refuseNegativePrices(
  connection: DuckDBConnection,
  future: LoadedTable,
  { column, at }: ExtraColumn,
  sql: string,
): Promise<void> {
  const found = await findRow(connection, future, `${sql} < 0`);
  if (!found) return;
  throw new ObservationError(
    await future.placeOf(found.row, at),
    `${quoteCell(found.values[column])} is below zero, which no price is; correct it.`,
  );
}

/** Planned prices of one column that lie outside half to twice the range of all that the series ever cost. */
export interface UnseenPrices {
  readonly count: number;
  /** The first of them: where it stands, and whose it is. */
  readonly place: string;
  readonly series: string;
  readonly price: number;
  /** The range of the past. */
  readonly least: number;
  readonly most: number;
}

/** For each column of prices of the future file those that no past price is near to; trees do not extrapolate. */
export async function unseenPrices(
  query: AheadQuery,
  cutoffStep: number,
  horizon: number,
): Promise<UnseenPrices[]> {
  const { connection, varying, facts, items, locations, future } = query;
  const all: UnseenPrices[] = [];
  for (const [i, { kind, name, futureSql }] of varying.entries()) {
    if (kind !== 'price' || futureSql === undefined || !future) continue;
    const found = await connection.runAndReadAll(
      `WITH past AS (SELECT series, min(k${i}) AS least, max(k${i}) AS most FROM ${facts}
         WHERE step <= ${cutoffStep} AND NOT from_future AND k${i} > 0 GROUP BY series)
       SELECT series, step::DOUBLE, k${i}, least, most, count(*) OVER ()::DOUBLE FROM ${facts} JOIN past USING (series)
       WHERE from_future AND step > ${cutoffStep} AND step <= ${cutoffStep + horizon}
         AND (k${i} < least / 2 OR k${i} > 2 * most) ORDER BY series, step LIMIT 1`,
    );
    const row = found.getRows()[0]?.map(Number);
    if (!row) continue;
    const [series = 0, step = 0, price = 0, least = 0, most = 0, count = 0] = row;
    const place = placeText(await future.placeOf(series, step, name));
    all.push({ count, place, series: seriesName(items[series], locations[series]), price, least, most });
  }
  return all;
}
