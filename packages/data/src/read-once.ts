import type pg from 'pg';
import type { Database } from './database.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A statement that is planned once for each connection. `$1` is the tenant's id, `$2`... are whole numbers. */
export interface PreparedRead {
  /** Name of the statement, unique in the program. */
  readonly name: string;
  readonly text: string;
  readonly integers: number;
}

const preparedOn = new WeakMap<pg.PoolClient, Set<string>>();

function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is not a whole number`);
  return String(value);
}

/**
 * One read of a tenant in one round trip, under the same row security as in `withTenant`: the transaction, its tenant and
 * the question travel together. The simple protocol that this needs takes no parameters, so the only values are a checked
 * UUID and whole numbers. A connection prepares the statement at its first use; without that PostgreSQL would spend five
 * times as long on planning the joins over partitions as on answering.
 */
export async function readOnce<Row extends pg.QueryResultRow>(
  database: Database,
  tenantId: string,
  read: PreparedRead,
  values: readonly number[],
): Promise<Row[]> {
  if (!uuid.test(tenantId)) throw new TypeError('readOnce: the tenant id is not a UUID');
  const given = [`'${tenantId}'`, ...values.map(integer)].join(', ');
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    const prepared = preparedOn.get(client) ?? new Set<string>();
    preparedOn.set(client, prepared);
    const types = ['uuid', ...Array.from({ length: read.integers }, () => 'int')].join(', ');
    const prepare = prepared.has(read.name) ? '' : `prepare ${read.name} (${types}) as ${read.text};`;
    const answers = (await client.query(
      `${prepare} begin read only;
       select set_config('app.tenant_id', '${tenantId}', true), set_config('plan_cache_mode', 'force_generic_plan', true);
       execute ${read.name} (${given}); commit`,
    )) as unknown as pg.QueryResult<Row>[];
    prepared.add(read.name);
    return (answers.at(-2) as pg.QueryResult<Row>).rows;
  } catch (error) {
    // whether the statement is prepared and the transaction open is not known: the connection goes
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}
