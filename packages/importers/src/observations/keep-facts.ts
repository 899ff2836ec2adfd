import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * Keeps the rows of the files as numbers, in order: columns series, step, quantity, in_stock, open, from_future, and k0, k1 ...
 * for what varies. Each question about them would convert and join every text again; what does not
 * fit in memory DuckDB spills, as it does with the texts, which are three times as large.
 * @param query rows with these columns
 */
export async function keepFacts(connection: DuckDBConnection, query: string): Promise<void> {
  await connection.run(`CREATE TEMP TABLE ${factsTable} AS ${query} ${factsOrder}`);
}

export const factsTable = 'facts';
export const factsOrder = 'ORDER BY series, step, from_future, open';
