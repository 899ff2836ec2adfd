import type { QueryResultRow } from 'pg';
import pg from 'pg';

/** bigint columns hold money in minor units and counts: all within 2^53, so they travel as numbers. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === pg.types.builtins.INT8) return Number;
      // a calendar day stays the text it is: a Date would move it by the time zone of the process
      if (oid === pg.types.builtins.DATE) return (text: string) => text;
    }
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

export interface DatabaseOptions {
  /** Connection URL of the application role (or of the platform role). */
  readonly url: string;
  readonly maxConnections?: number;
  readonly applicationName?: string;
  /** Milliseconds after which PostgreSQL ends a statement. */
  readonly statementTimeoutMs?: number;
}

/** A pool of connections of one role. Lends connections by `withTenant` and `withPlatform`, never hands them out. */
export interface Database {
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export function createDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? 'ordernimbus',
    statement_timeout: options.statementTimeoutMs ?? 60_000,
    connectionTimeoutMillis: 10_000,
    types,
  });
  // an idle connection that the server ends must not end the process: the next query opens another
  pool.on('error', () => {});
  // nor one that is lent out, between two statements of a transaction: its next statement says so
  pool.on('connect', (client) => client.on('error', () => {}));
  return { pool, close: () => pool.end() };
}

/** What a query file gets: one connection inside one transaction. */
export interface Transaction {
  readonly client: pg.PoolClient;
  query<Row extends QueryResultRow = QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
}

/** A transaction in which row security lets exactly one tenant's rows be seen and written. */
export interface TenantTransaction extends Transaction {
  readonly tenantId: string;
}

async function inTransaction<T>(
  database: Database,
  begin: (client: pg.PoolClient) => Promise<void>,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    await begin(client);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    try {
      await client.query('rollback');
    } catch (rollbackError) {
      broken = rollbackError as Error;
    }
    throw error;
  } finally {
    client.release(broken);
  }
}

const queryOn =
  (client: pg.PoolClient) =>
  async <Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]> =>
    (await client.query<Row>(text, values as unknown[])).rows;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Runs `work` in a transaction of one tenant. The setting is transaction-local, so a pooled connection
 * carries nothing to its next borrower. One round trip opens the transaction and sets the tenant.
 */
export function withTenant<T>(
  database: Database,
  tenantId: string,
  work: (tx: TenantTransaction) => Promise<T>,
): Promise<T> {
  // the id stands as a literal in a multi-statement text, so its form is checked first
  if (!uuid.test(tenantId)) throw new TypeError('withTenant: the tenant id is not a UUID');
  return inTransaction(
    database,
    async (client) => {
      await client.query(`begin; select set_config('app.tenant_id', '${tenantId}', true)`);
    },
    (client) => work({ tenantId, client, query: queryOn(client) }),
  );
}

/** Runs `work` in a transaction of the platform role: people, provisioning, finding due work. */
export function withPlatform<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(
    database,
    async (client) => {
      await client.query('begin');
    },
    (client) => work({ client, query: queryOn(client) }),
  );
}

/** Throws when the database does not answer. */
export async function ping(database: Database): Promise<void> {
  await database.pool.query('select 1');
}
