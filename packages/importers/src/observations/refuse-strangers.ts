import type { DuckDBConnection } from '@duckdb/node-api';
import { ObservationError } from './errors.ts';
import type { LoadedTable } from './load-table.ts';
import { sqlName } from './open-duckdb.ts';
import { seriesName } from './series-name.ts';

/**
 * A row of the future file for an item, or an item at a location, without any history: a misspelt key would otherwise
 * lose its prices and promotions without a word.
 * @param seriesSql condition that joins a row t with its series s
 */
export async function refuseStrangers(
  connection: DuckDBConnection,
  future: LoadedTable,
  historyFile: string,
  seriesSql: string,
): Promise<void> {
  const hasLocation = future.roles.index.location !== undefined;
  const found = await connection.runAndReadAll(
    `SELECT t.rowid::DOUBLE AS row, t.item${hasLocation ? ', t.location' : ''} FROM ${sqlName(future.table)} t
     ANTI JOIN series s ON ${seriesSql} ORDER BY row LIMIT 1`,
  );
  const [row, item, location] = found.getRows()[0] ?? [];
  if (row === undefined) return;
  throw new ObservationError(
    await future.placeOf(Number(row), 'item'),
    `${seriesName(item, location)} has no history in ${historyFile}, so nothing can be forecast for it; correct the name or leave its rows out.`,
  );
}
