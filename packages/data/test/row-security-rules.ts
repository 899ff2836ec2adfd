import type { ClientBase } from 'pg';
import { appRole, platformRole } from '../src/index.ts';

/**
 * Unique keys that do not begin with tenant_id, and why they may: each is a random secret or its hash, looked up
 * by the platform role before the tenant is known.
 */
const globalKeys = new Set(['invitations(token_hash)', 'refresh_tokens(token_hash)', 'api_keys(prefix)']);

/** Tables without tenant_id. The application role may not touch them at all. */
const tablesWithoutTenant = new Set(['users', 'schema_migrations']);

const tenantTest = '(tenant_id = app_tenant())';

interface TableRow {
  name: string;
  hasTenant: boolean;
  enabled: boolean;
  forced: boolean;
  owner: string;
}

/** Every way in which the schema breaks a tenancy rule, read from the catalogue; empty when it keeps them all. */
export async function findTenancyViolations(client: ClientBase): Promise<string[]> {
  const tables = (
    await client.query<TableRow>(`
      select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
        pg_get_userbyid(c.relowner) as owner,
        exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'
          and not a.attisdropped) as "hasTenant"
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`)
  ).rows;
  return [
    ...tableViolations(tables),
    ...(await policyViolations(client, tables)),
    ...(await keyViolations(client)),
    ...(await otherObjectViolations(client)),
    ...(await privilegeViolations(client, tables)),
    ...(await roleViolations(client)),
  ];
}

function tableViolations(tables: readonly TableRow[]): string[] {
  return tables.flatMap((table) => {
    const found: string[] = [];
    if (!table.hasTenant && !tablesWithoutTenant.has(table.name)) found.push(`${table.name}: no tenant_id`);
    const needsRls = table.hasTenant || table.name === 'users';
    if (needsRls && !table.enabled) found.push(`${table.name}: row security is not enabled`);
    if (needsRls && !table.forced) found.push(`${table.name}: row security is not forced`);
    if ([appRole, platformRole].includes(table.owner)) found.push(`${table.name}: owned by ${table.owner}`);
    return found;
  });
}

async function policyViolations(client: ClientBase, tables: readonly TableRow[]): Promise<string[]> {
  const policies = (
    await client.query<{
      table: string;
      policy: string;
      command: string;
      permissive: string;
      using: string | null;
      check: string | null;
    }>(
      `select tablename as table, policyname as policy, cmd as command, permissive, qual as using, with_check as check
       from pg_policies where schemaname = 'public' and roles && array[$1, 'public']::name[]`,
      [appRole],
    )
  ).rows;
  const found: string[] = [];
  for (const table of tables.filter((each) => each.hasTenant)) {
    const own = policies.filter((policy) => policy.table === table.name);
    if (!own.some((policy) => policy.command === 'ALL' && policy.permissive === 'PERMISSIVE')) {
      found.push(`${table.name}: no policy for all commands of ${appRole}`);
    }
    for (const policy of own) {
      if (policy.using !== tenantTest)
        found.push(`${table.name}: policy ${policy.policy} lets ${policy.using} be read`);
      if (policy.check !== tenantTest) {
        found.push(`${table.name}: policy ${policy.policy} lets ${policy.check} be written`);
      }
    }
  }
  return found;
}

async function keyViolations(client: ClientBase): Promise<string[]> {
  const indexes = await client.query<{ table: string; columns: string[] }>(`
    select c.relname as table, array(
      select a.attname::text from unnest(i.indkey) with ordinality k(attnum, place)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum order by place) as columns
    from pg_index i join pg_class c on c.oid = i.indrelid
    where i.indisunique and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')`);
  const foreignKeys = await client.query<{
    table: string;
    name: string;
    first: string;
    firstTarget: string;
  }>(`
    select c.relname as table, k.conname as name,
      (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) as first,
      (select attname from pg_attribute where attrelid = k.confrelid and attnum = k.confkey[1]) as "firstTarget"
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and c.relnamespace = 'public'::regnamespace
      and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'tenant_id')`);
  return [
    ...indexes.rows
      .filter(
        (row) => row.columns[0] !== 'tenant_id' && !globalKeys.has(`${row.table}(${row.columns.join()})`),
      )
      .map((row) => `${row.table}: the unique key (${row.columns.join()}) does not begin with tenant_id`),
    ...foreignKeys.rows
      .filter((row) => row.first !== 'tenant_id' || row.firstTarget !== 'tenant_id')
      .map((row) => `${row.table}: the foreign key ${row.name} does not begin with tenant_id`),
  ];
}

async function otherObjectViolations(client: ClientBase): Promise<string[]> {
  const views = await client.query<{ name: string; kind: string }>(`
    select relname as name, relkind as kind from pg_class
    where relnamespace = 'public'::regnamespace
      and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions, '{}') @> array['security_invoker=true'])`);
  const definers = await client.query<{ name: string }>(
    `select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`,
  );
  const tenant = await client.query<{ body: string }>(
    `select prosrc as body from pg_proc where proname = 'app_tenant'`,
  );
  const body = tenant.rows[0]?.body ?? '';
  return [
    ...views.rows.map((row) =>
      row.kind === 'm'
        ? `${row.name}: a materialized view has no row security`
        : `${row.name}: the view is not security_invoker`,
    ),
    ...definers.rows.map((row) => `${row.name}: the function runs as its owner`),
    ...(body.includes(`nullif(current_setting('app.tenant_id', true), '')::uuid`)
      ? []
      : ['app_tenant: does not read app.tenant_id with nullif']),
  ];
}

/** Tables the platform role may use; everything else, sales above all, it may not. */
const platformTables = new Set([
  'tenants',
  'users',
  'members',
  'invitations',
  'refresh_tokens',
  'api_keys',
  'audit_log',
]);

async function privilegeViolations(client: ClientBase, tables: readonly TableRow[]): Promise<string[]> {
  const rows = (
    await client.query<{ table: string; role: string; privilege: string }>(
      `select c.relname as table, r.rolname as role, p.privilege
       from pg_class c, pg_roles r, unnest(array['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER'])
         p(privilege)
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and r.rolname = any($1)
         and has_table_privilege(r.oid, c.oid, p.privilege)`,
      [[appRole, platformRole]],
    )
  ).rows;
  const withTenant = new Set(tables.filter((table) => table.hasTenant).map((table) => table.name));
  return rows
    .filter(
      ({ table, role, privilege }) =>
        // TRUNCATE asks no policy
        ['TRUNCATE', 'REFERENCES', 'TRIGGER'].includes(privilege) ||
        (role === appRole && !withTenant.has(table)) ||
        (role === platformRole && !platformTables.has(table)),
    )
    .map(({ table, role, privilege }) => `${table}: ${role} may ${privilege}`);
}

async function roleViolations(client: ClientBase): Promise<string[]> {
  const roles = await client.query<{ role: string; strong: boolean; member: boolean; creates: boolean }>(
    `select rolname as role, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as strong,
       exists (select from pg_auth_members m where m.member = r.oid) as member,
       has_schema_privilege(r.oid, 'public', 'CREATE') as creates
     from pg_roles r where rolname = any($1)`,
    [[appRole, platformRole]],
  );
  return roles.rows.flatMap((row) => [
    ...(row.strong
      ? [`${row.role}: is a superuser, bypasses row security or may make roles or databases`]
      : []),
    ...(row.member ? [`${row.role}: is a member of another role`] : []),
    ...(row.creates ? [`${row.role}: may create tables`] : []),
  ]);
}
