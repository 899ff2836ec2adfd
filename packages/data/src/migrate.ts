import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export interface MigrateResult {
  readonly applied: readonly string[];
}

const folder = fileURLToPath(new URL('../migrations/', import.meta.url));
const lockKey = 7_203_115;

/** All migrations in order. Names begin with a four-digit number without gaps. */
export async function readMigrations(from: string = folder): Promise<Migration[]> {
  const names = (await readdir(from)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name, index) => {
      if (!name.startsWith(`${String(index + 1).padStart(4, '0')}_`)) {
        throw new Error(`Migration ${name} should begin with ${String(index + 1).padStart(4, '0')}_.`);
      }
      const sql = await readFile(`${from}/${name}`, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies the missing migrations, each in its own transaction, as the owner of the tables. Processes that start
 * together take turns. Refuses when an applied file was changed or the database is newer than this version.
 */
export async function migrate(ownerUrl: string, migrations?: readonly Migration[]): Promise<MigrateResult> {
  const wanted = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(
      `create table if not exists schema_migrations (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    const done = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from schema_migrations order by name',
    );
    checkHistory(done.rows, wanted);
    const applied: string[] = [];
    for (const migration of wanted.slice(done.rows.length)) {
      await applyOne(client, migration);
      applied.push(migration.name);
    }
    return { applied };
  } finally {
    await client.end();
  }
}

function checkHistory(
  done: readonly { name: string; checksum: string }[],
  wanted: readonly Migration[],
): void {
  for (const [index, row] of done.entries()) {
    const file = wanted[index];
    if (file?.name !== row.name) {
      throw new Error(
        `The database holds the migration ${row.name}, which this version does not have. Use a newer version of OrderNimbus.`,
      );
    }
    if (file.checksum !== row.checksum) {
      throw new Error(
        `Migration ${row.name} was changed after it had been applied. Restore the file and add a new migration instead.`,
      );
    }
  }
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(
      `Migration ${migration.name} failed and was rolled back: ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  }
}
