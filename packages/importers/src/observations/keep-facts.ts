import type { DuckDBConnection } from '@duckdb/node-api';

/** The rows of the files as numbers: series, step, quantity, in_stock, open, from_future, and k0, k1 ... for what varies. */
export interface Facts {
  /** What stands after FROM to read them. */
  readonly sql: string;
  /** Whether they are a table, in order, that needs the texts no more. */
  readonly isKept: boolean;
  /** What puts them in order; a table that is kept and read as a whole is. */
  readonly orderSql: string;
}

/**
 * Up to here the numbers are kept as they were read, in order: five questions are asked of them, each of which would convert
 * every text again. A number takes 8 bytes; what is larger would have to be spilled to disk.
 */
const MOST_KEPT = 30_000_000;

/** @param query rows with the columns of `Facts` */
export async function keepFacts(
  connection: DuckDBConnection,
  query: string,
  { numbers, most = MOST_KEPT }: { readonly numbers: number; readonly most?: number },
): Promise<Facts> {
  const orderSql = 'ORDER BY series, step, from_future, open';
  if (numbers > most) return { sql: `(${query})`, isKept: false, orderSql };
  await connection.run(`CREATE TEMP TABLE facts AS ${query} ${orderSql}`);
  return { sql: 'facts', isKept: true, orderSql };
}
