import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database, withPlatform, withTenant } from '../src/index.ts';
import { createTestDatabase, createTestTenant, type TestDatabase, type TestTenant } from './test-database.ts';

describe('one tenant and another', () => {
  let db: TestDatabase;
  let one: Database;
  let a: TestTenant;
  let b: TestTenant;

  const count = (tenant: TestTenant, where = 'true') =>
    withTenant(one, tenant.tenantId, async (tx) => {
      const [row] = await tx.query<{ n: number }>(`select count(*)::int as n from items where ${where}`);
      return row?.n;
    });
  const addItem = (tenant: TestTenant, sku: string, owner = tenant.tenantId) =>
    withTenant(one, tenant.tenantId, (tx) =>
      tx.query<{ id: number }>('insert into items (tenant_id, sku, name) values ($1, $2, $2) returning id', [
        owner,
        sku,
      ]),
    );

  beforeAll(async () => {
    db = await createTestDatabase();
    // one connection: whatever a transaction left on it would reach the next
    one = createDatabase({ url: db.appUrl, maxConnections: 1 });
    a = await createTestTenant(db);
    b = await createTestTenant(db);
    await addItem(a, 'A-1');
    await addItem(a, 'A-2');
    await addItem(b, 'B-1');
  });
  afterAll(async () => {
    await one.close();
    await db.close();
  });

  it('each sees its own rows, by turns on one connection', async () => {
    for (let i = 0; i < 3; i++) {
      expect(await count(a)).toBe(2);
      expect(await count(b)).toBe(1);
    }
    expect(await count(b, `sku like 'A-%'`)).toBe(0);
  });

  it('without a tenant there are no rows and no error, also after a transaction that had one', async () => {
    expect(await count(a)).toBe(2);
    const bare = await one.pool.query('select * from items');
    expect(bare.rows).toEqual([]);
    const setting = await one.pool.query(`select current_setting('app.tenant_id', true) as value`);
    expect(setting.rows[0].value ?? '').toBe('');
  });

  it('a transaction that failed leaves nothing, neither rows nor its tenant', async () => {
    await expect(
      withTenant(one, a.tenantId, async (tx) => {
        await tx.query(`insert into items (tenant_id, sku, name) values ($1, 'A-3', 'x')`, [a.tenantId]);
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(await count(a)).toBe(2);
    expect((await one.pool.query('select * from items')).rows).toEqual([]);
  });

  it('rows cannot be written for another tenant', async () => {
    await expect(addItem(b, 'B-x', a.tenantId)).rejects.toMatchObject({ code: '42501' });
    await expect(
      withTenant(one, b.tenantId, (tx) => tx.query('update items set tenant_id = $1', [a.tenantId])),
    ).rejects.toMatchObject({ code: '42501' });
    await expect(
      one.pool.query(`insert into items (tenant_id, sku, name) values ('${a.tenantId}', 'none', 'x')`),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it("another's rows are not changed or deleted, whatever the statement says", async () => {
    const changed = await withTenant(one, b.tenantId, async (tx) => [
      ...(await tx.query(`update items set name = 'stolen' where tenant_id = $1 returning 1`, [a.tenantId])),
      ...(await tx.query('delete from items where tenant_id = $1 returning 1', [a.tenantId])),
    ]);
    expect(changed).toEqual([]);
    expect(await count(a, `name <> 'stolen'`)).toBe(2);
  });

  it("another's item is not a key one can refer to", async () => {
    const [item] = await withTenant(one, a.tenantId, (tx) =>
      tx.query<{ id: number }>(`select id from items where sku = 'A-1'`),
    );
    await expect(
      withTenant(one, b.tenantId, async (tx) => {
        const [location] = await tx.query<{ id: number }>(
          `insert into locations (tenant_id, code, name) values ($1, 'L', 'L') returning id`,
          [b.tenantId],
        );
        await tx.query(
          'insert into stock (tenant_id, item_id, location_id, on_hand) values ($1, $2, $3, 1)',
          [b.tenantId, item?.id, location?.id],
        );
      }),
    ).rejects.toMatchObject({ code: '23503' });
  });

  it('a sleeping cursor or prepared statement does not outlive its tenant', async () => {
    await withTenant(one, a.tenantId, (tx) =>
      tx.client.query({ name: 'items', text: 'select * from items' }),
    );
    const rows = await withTenant(one, b.tenantId, (tx) =>
      tx.client.query({ name: 'items', text: 'select * from items' }).then((result) => result.rows),
    );
    expect(rows.map((row) => row.sku)).toEqual(['B-1']);
  });

  it('requests cannot read people, switch row security off or become another role', async () => {
    const attempt = (sql: string) => withTenant(one, a.tenantId, (tx) => tx.query(sql));
    await expect(attempt('select * from users')).rejects.toMatchObject({ code: '42501' });
    await expect(attempt('select * from refresh_tokens')).rejects.toMatchObject({ code: '42501' });
    await expect(attempt('alter table items disable row level security')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(attempt('set role postgres')).rejects.toMatchObject({ code: '42501' });
    await expect(attempt('set local row_security = off; select * from items')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(attempt('truncate items')).rejects.toMatchObject({ code: '42501' });
  });

  it('the platform role sees people and due work, not sales', async () => {
    const attempt = (sql: string) => withPlatform(db.platformDatabase, (tx) => tx.query(sql));
    expect((await attempt('select tenant_id from members')).length).toBe(6);
    expect(await attempt('select tenant_id, id, status, lease_until from imports')).toEqual([]);
    await expect(attempt('select * from items')).rejects.toMatchObject({ code: '42501' });
    await expect(attempt('select mapping from imports')).rejects.toMatchObject({ code: '42501' });
    await expect(attempt('select * from sales_quarters')).rejects.toMatchObject({ code: '42501' });
  });

  it('a tenant id that is no UUID is refused before it reaches the database', async () => {
    await expect(async () => withTenant(one, `'; drop table items; --`, async () => 1)).rejects.toThrow(
      /not a UUID/,
    );
  });
});
