import { appRole, ensureRoles, migrate, platformRole, urlAs } from '@ordernimbus/data';
import pg from 'pg';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../postgres/index.ts';
import type { ServeConfig } from './config.ts';
import { ServeError } from './errors.ts';
import type { Secrets } from './secrets.ts';

export interface OpenDatabase {
  /** URL of the owner of the tables. */
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly platformUrl: string;
  /** `PostgreSQL 18.4`. */
  readonly version: string;
  readonly migrations: readonly string[];
  /** Settles when a server of ours ends; never for somebody else's. */
  readonly ended: Promise<unknown>;
  close(): Promise<void>;
}

const databaseName = 'ordernimbus';

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureDatabase(superuserUrl: string): Promise<string> {
  await withClient(superuserUrl, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  });
  const url = new URL(superuserUrl);
  url.pathname = `/${databaseName}`;
  return url.toString();
}

async function readVersion(ownerUrl: string): Promise<string> {
  try {
    return await withClient(ownerUrl, async (client) => {
      const { rows } = await client.query<{ server_version: string }>('show server_version');
      return `PostgreSQL ${rows[0]?.server_version.split(' ')[0]}`;
    });
  } catch (error) {
    const { host, pathname } = new URL(ownerUrl);
    throw new ServeError(
      `The database ${host}${pathname} does not let us in (${(error as Error).message}): check DATABASE_URL and that the server runs.`,
      { cause: error },
    );
  }
}

async function openServer(config: ServeConfig, log: (message: string) => void) {
  if (config.databaseUrl) {
    return { ownerUrl: config.databaseUrl, ended: new Promise<never>(() => {}), close: async () => {} };
  }
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  try {
    return { ownerUrl: await ensureDatabase(server.url), ended: server.ended, close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** A database at the newest schema, with its roles: the bundled server, or the one that DATABASE_URL names. */
export async function openDatabase(
  config: ServeConfig,
  secrets: Secrets,
  log: (message: string) => void,
): Promise<OpenDatabase> {
  const server = await openServer(config, log).catch((error: unknown) => {
    throw error instanceof EmbeddedPostgresError ? new ServeError(error.message, { cause: error }) : error;
  });
  try {
    const version = await readVersion(server.ownerUrl);
    await ensureRoles(server.ownerUrl, secrets);
    const { applied } = await migrate(server.ownerUrl);
    return {
      ...server,
      version,
      migrations: applied,
      appUrl: urlAs(server.ownerUrl, appRole, secrets.appPassword),
      platformUrl: urlAs(server.ownerUrl, platformRole, secrets.platformPassword),
    };
  } catch (error) {
    await server.close();
    throw error instanceof ServeError
      ? error
      : new ServeError(`The database could not be made ready: ${(error as Error).message}`, { cause: error });
  }
}
