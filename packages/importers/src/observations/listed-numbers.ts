import type { DuckDBConnection } from '@duckdb/node-api';

/** A column of numbers: its table and its value in SQL over a row `t`. */
export interface NumberColumn {
  readonly table: string;
  readonly sql: string;
}

/**
 * Whether a number ahead may be listed by its days alone and is zero on the others, as a promotion in percent is: it is never
 * below zero, and zero on most rows of the history. A file that writes zeros ahead itself is no such list, and where it has
 * no value it has a hole; a promotion (by its role) is none there all the same, as one of yes and no is.
 */
export async function isListedAlone(
  connection: DuckDBConnection,
  past: NumberColumn,
  ahead: NumberColumn,
  isPromotion: boolean,
): Promise<boolean> {
  const zeros = (side: NumberColumn): string =>
    `(SELECT count(*) FILTER (WHERE ${side.sql} = 0) AS zeros, count(${side.sql}) AS known, min(${side.sql}) AS least FROM ${side.table} t)`;
  const read = await connection.runAndReadAll(
    `SELECT p.least >= 0 AND a.least >= 0 AND 2 * p.zeros > p.known AND (${isPromotion} OR a.zeros = 0)
     FROM ${zeros(past)} p, ${zeros(ahead)} a`,
  );
  return read.getRows()[0]?.[0] === true;
}
