import type pg from 'pg';
import type { Database } from './database.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A whole number as SQL text. @throws TypeError for anything else */
export function sqlInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is not a whole number`);
  return String(value);
}

/**
 * One statement of a tenant in one round trip: the transaction, its tenant and the question travel together. The simple
 * protocol that this needs takes no parameters, so `text` must hold nothing but its own words and `sqlInteger`s; the
 * same row security applies as in `withTenant`.
 */
export async function readOnce<Row extends pg.QueryResultRow>(
  database: Database,
  tenantId: string,
  text: string,
): Promise<Row[]> {
  if (!uuid.test(tenantId)) throw new TypeError('readOnce: the tenant id is not a UUID');
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    const answers = (await client.query(
      `begin read only; select set_config('app.tenant_id', '${tenantId}', true); ${text}; commit`,
    )) as unknown as pg.QueryResult<Row>[];
    return (answers[2] as pg.QueryResult<Row>).rows;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
