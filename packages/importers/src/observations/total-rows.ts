import type { DuckDBConnection } from '@duckdb/node-api';
import { isSumHeading } from '../wide/index.ts';

/** Words such as "Total"; an item may be called 2023 or Q1, which as headings of columns name sums too. */
const isTotal = (label: string): boolean => isSumHeading(label) && !/\d/.test(label);

/** Rows that are looked through: where more are called so, it is a name. */
const mostTotals = 20;

/**
 * Takes out the last rows of a wide table where they add up those above: as an item they would be forecast beside all that
 * they consist of. A table of nothing else is forecast as it is.
 * @param labels columns in which such a row may say so, that of the item first
 * @returns what these rows are called, in the order of the file
 */
export async function leaveTotalsOut(
  connection: DuckDBConnection,
  table: string,
  labels: readonly string[],
): Promise<string[]> {
  const left: string[] = [];
  let before = '';
  while (left.length <= mostTotals) {
    const read = await connection.runAndReadAll(
      `SELECT cell_record::DOUBLE, coalesce(${labels.join(', ')}) FROM ${table}
       WHERE cell_record = (SELECT max(cell_record) FROM ${table} ${before}) LIMIT 1`,
    );
    const [record, label] = read.getRows()[0] ?? [];
    if (record === undefined) return [];
    if (typeof label !== 'string' || !isTotal(label)) {
      if (left.length > 0) await connection.run(`DELETE FROM ${table} WHERE cell_record > ${Number(record)}`);
      return left;
    }
    left.unshift(label);
    before = `WHERE cell_record < ${Number(record)}`;
  }
  return [];
}
