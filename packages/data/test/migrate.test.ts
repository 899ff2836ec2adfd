import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, readMigrations } from '../src/index.ts';
import { asOwner, createTestDatabase, type TestDatabase } from './test-database.ts';

describe('migrations', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.close());

  it('apply once: a second run finds nothing to do', async () => {
    expect(await migrate(db.ownerUrl)).toEqual({ applied: [] });
  });

  it('are applied by one of several processes that start together', async () => {
    const migrations = await readMigrations();
    const next = `${String(migrations.length + 1).padStart(4, '0')}_next.sql`;
    const more = [...migrations, { name: next, sql: 'create table next_thing (id int)', checksum: 'x' }];
    const results = await Promise.all([1, 2, 3].map(() => migrate(db.ownerUrl, more)));
    expect(results.flatMap((result) => result.applied)).toEqual([next]);
    await asOwner(db.ownerUrl, async (client) => {
      await client.query('drop table next_thing');
      await client.query('delete from schema_migrations where name = $1', [next]);
    });
  });

  it('refuse a file that was changed after it was applied', async () => {
    const [first, ...rest] = await readMigrations();
    const changed = [{ ...first!, checksum: 'changed' }, ...rest];
    await expect(migrate(db.ownerUrl, changed)).rejects.toThrow(/changed after it had been applied/);
  });

  it('refuse a database that is newer than the program', async () => {
    await expect(migrate(db.ownerUrl, [])).rejects.toThrow(/newer version/);
  });

  it('leave nothing behind when one fails', async () => {
    const migrations = await readMigrations();
    const bad = { name: '9999_bad.sql', sql: 'create table half (id int); select 1/0', checksum: 'x' };
    await expect(migrate(db.ownerUrl, [...migrations, bad])).rejects.toThrow(/rolled back: division by zero/);
    const left = await asOwner(db.ownerUrl, (client) =>
      client.query(`select to_regclass('half') as half, (select count(*)::int from schema_migrations) as n`),
    );
    expect(left.rows[0]).toEqual({ half: null, n: migrations.length });
  });
});
