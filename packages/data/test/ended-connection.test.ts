import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type Database, withTenant } from '../src/index.ts';
import { asOwner, createTestDatabase, createTestTenant, type TestDatabase } from './test-database.ts';

let db: TestDatabase;
let one: Database;
beforeAll(async () => {
  db = await createTestDatabase();
  one = createDatabase({ url: db.appUrl, maxConnections: 1 });
});
afterAll(async () => {
  await one.close();
  await db.close();
});

/** What a failover does to a connection that a request holds between two of its statements. */
it('a connection that the server ends between two statements fails its transaction and nothing else', async () => {
  const { tenantId } = await createTestTenant(db);
  const broken = withTenant(one, tenantId, async (tx) => {
    const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    const ended = new Promise<void>((resolve) => tx.client.once('end', () => resolve()));
    await asOwner(db.ownerUrl, (client) => client.query('select pg_terminate_backend($1)', [row?.pid]));
    await ended;
    return tx.query('select 1');
  });
  await expect(broken).rejects.toThrow();
  expect(await withTenant(one, tenantId, (tx) => tx.query('select 1 as answer'))).toEqual([{ answer: 1 }]);
});
