import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from } from 'pg-copy-streams';
import type { TenantTransaction } from '../database.ts';

/**
 * Fills a temporary table that ends with the transaction from CSV. Tables with row security take no COPY, so rows go from
 * here to their table by INSERT ... SELECT, where the policy is checked.
 */
export async function copyIntoTemporary(
  tx: TenantTransaction,
  table: string,
  columns: string,
  csv: Readable,
): Promise<void> {
  await tx.query(`drop table if exists pg_temp.${table}`);
  // rows that are read once stay whole: taking arrays out of line and packing them costs more than reading the file
  await tx.query(`create temp table ${table} (${columns}) with (toast_tuple_target = 8160) on commit drop`);
  await pipeline(csv, tx.client.query(from(`copy ${table} from stdin (format csv)`)));
  await tx.query(`analyze ${table}`);
}
