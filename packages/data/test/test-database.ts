import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Role } from '@ordernimbus/contracts';
import {
  appRole,
  createDatabase,
  type Database,
  ensureRoles,
  insertMember,
  insertTenant,
  insertUser,
  migrate,
  platformRole,
  readMigrations,
  urlAs,
  withPlatform,
} from '@ordernimbus/data';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** superuser URL of a throw-away server, from the global setup */
    postgresUrl: string;
  }
}

export interface TestDatabase {
  /** pool of the application role */
  readonly database: Database;
  /** pool of the platform role */
  readonly platformDatabase: Database;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly platformUrl: string;
  /** Ends the pools and drops the database. */
  close(): Promise<void>;
}

const passwords = { appPassword: 'test-app', platformPassword: 'test-platform' };
const lockKey = 7_203_116;

export async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function withDatabaseName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

/** Name of a migrated template of the present migrations, made by whoever comes first. */
async function ensureTemplate(serverUrl: string): Promise<string> {
  const migrations = await readMigrations();
  const digest = createHash('sha256')
    .update(migrations.map((migration) => migration.checksum).join())
    .digest('hex')
    .slice(0, 16);
  const name = `nimbus_template_${digest}`;
  await asOwner(serverUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    const existing = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (existing.rowCount) return;
    await ensureRoles(serverUrl, passwords);
    const building = `${name}_building`;
    await client.query(`drop database if exists ${building} with (force)`);
    await client.query(`create database ${building}`);
    await migrate(withDatabaseName(serverUrl, building), migrations);
    await client.query(`alter database ${building} rename to ${name}`);
  });
  return name;
}

/** A fresh migrated database of this test file's own, cloned from a template in about 0.1 s. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const template = await ensureTemplate(serverUrl);
  const name = `nimbus_test_${randomBytes(8).toString('hex')}`;
  await asOwner(serverUrl, (client) => client.query(`create database ${name} template ${template}`));
  const ownerUrl = withDatabaseName(serverUrl, name);
  const appUrl = urlAs(ownerUrl, appRole, passwords.appPassword);
  const platformUrl = urlAs(ownerUrl, platformRole, passwords.platformPassword);
  const database = createDatabase({ url: appUrl, maxConnections: 8 });
  const platformDatabase = createDatabase({ url: platformUrl, maxConnections: 4 });
  return {
    database,
    platformDatabase,
    ownerUrl,
    appUrl,
    platformUrl,
    async close() {
      await Promise.all([database.close(), platformDatabase.close()]);
      await asOwner(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

export interface TestTenant {
  readonly tenantId: string;
  readonly name: string;
  readonly users: Readonly<Record<Role, { userId: string; email: string; name: string }>>;
}

/** A tenant with one person of each role. Nobody can sign in as them: they have no password. */
export async function createTestTenant(
  db: Pick<TestDatabase, 'platformDatabase'>,
  options: { name?: string; currency?: string; timeZone?: string; isSample?: boolean } = {},
): Promise<TestTenant> {
  const tenantId = randomUUID();
  const name = options.name ?? `Shop ${tenantId.slice(0, 8)}`;
  const person = (role: Role) => {
    const userId = randomUUID();
    return { userId, email: `${role}-${userId.slice(0, 8)}@example.com`, name: `The ${role}` };
  };
  const users = { owner: person('owner'), planner: person('planner'), viewer: person('viewer') };
  await withPlatform(db.platformDatabase, async (tx) => {
    await insertTenant(tx, {
      tenantId,
      name,
      currency: options.currency ?? 'GBP',
      timeZone: options.timeZone ?? 'UTC',
      isSample: options.isSample ?? false,
    });
    for (const [role, user] of Object.entries(users) as [Role, (typeof users)[Role]][]) {
      await insertUser(tx, { ...user, passwordHash: 'none' });
      await insertMember(tx, { tenantId, role, ...user });
    }
  });
  return { tenantId, name, users };
}
