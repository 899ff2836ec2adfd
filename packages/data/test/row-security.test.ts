import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTenancyViolations } from './row-security-rules.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

describe('tenancy rules over the whole catalogue', () => {
  let db: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    db = await createTestDatabase();
    client = new pg.Client({ connectionString: db.ownerUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await db.close();
  });

  it('are kept by every table', async () => {
    expect(await findTenancyViolations(client)).toEqual([]);
  });

  it('are looked at on every table with a tenant', async () => {
    const { rows } = await client.query(
      `select count(distinct attrelid)::int as n from pg_attribute a join pg_class c on c.oid = a.attrelid
       where attname = 'tenant_id' and c.relkind in ('r', 'p')`,
    );
    expect(rows[0].n).toBeGreaterThan(20);
  });

  // each line breaks one rule; the check must see it
  it.each([
    ['a dropped policy', 'drop policy tenant on items', /^items: no policy/],
    ['row security not forced', 'alter table imports no force row level security', /^imports: .* not forced/],
    ['row security off', 'alter table stock disable row level security', /^stock: .* not enabled/],
    ['a partition without force', 'alter table forecasts_p3 no force row level security', /^forecasts_p3/],
    [
      'a policy that lets all be read',
      'alter policy tenant on items using (true)',
      /^items: policy tenant lets true/,
    ],
    ['a policy that lets all be written', 'alter policy tenant on items with check (true)', /be written/],
    [
      'a second policy beside it',
      'create policy more on items to ordernimbus_app using (true)',
      /policy more/,
    ],
    ['a policy for everybody', 'create policy all_of_us on stock using (true)', /policy all_of_us/],
    [
      'a table without any',
      'create table notes (tenant_id uuid, id int)',
      /^notes: row security is not enabled/,
    ],
    ['a table without tenant', 'create table notes (id int)', /^notes: no tenant_id/],
    [
      'a unique key over all tenants',
      'create unique index on items (sku)',
      /^items: the unique key \(sku\) does not begin/,
    ],
    [
      'a single-column foreign key',
      'create unique index on imports (id); alter table stock add import_id uuid references imports (id)',
      /^stock: the foreign key .* does not begin/,
    ],
    ['an ordinary view', 'create view everything as select * from items', /^everything: the view/],
    ['a materialized view', 'create materialized view copy as select * from items', /^copy: a materialized/],
    [
      'a function of the owner',
      `create function peek() returns bigint language sql security definer as 'select count(*) from items'`,
      /^peek: the function/,
    ],
    ['TRUNCATE', 'grant truncate on items to ordernimbus_app', /^items: ordernimbus_app may TRUNCATE/],
    [
      'sales for the platform',
      'grant select on items to ordernimbus_platform',
      /ordernimbus_platform may SELECT/,
    ],
    ['people for requests', 'grant select on users to ordernimbus_app', /^users: ordernimbus_app may SELECT/],
    ['a role that bypasses', 'alter role ordernimbus_app bypassrls', /^ordernimbus_app: is a superuser/],
    ['a role in another', 'grant postgres to ordernimbus_app', /is a member of another role/],
    ['a table of the role', 'alter table stock owner to ordernimbus_app', /^stock: owned by/],
    [
      'a tenant that is never null',
      `create or replace function app_tenant() returns uuid language sql stable
         as 'select current_setting(''app.tenant_id'')::uuid'`,
      /^app_tenant/,
    ],
  ])('see %s', async (_what, change, violation) => {
    await client.query('begin');
    try {
      await client.query(change);
      expect(await findTenancyViolations(client)).toContainEqual(expect.stringMatching(violation));
    } finally {
      await client.query('rollback');
    }
    expect(await findTenancyViolations(client)).toEqual([]);
  });
});
