import pg from 'pg';

/** Role of requests and jobs of one tenant; row security applies to it. */
export const appRole = 'ordernimbus_app';
/** Role of signing in, provisioning and finding due work; sees no sales data. */
export const platformRole = 'ordernimbus_platform';

export interface RolePasswords {
  readonly appPassword: string;
  readonly platformPassword: string;
}

const lockKey = 7_203_114;

/**
 * Makes the two login roles, or resets their passwords and attributes. Neither is a superuser, owns a table
 * or bypasses row security. Roles belong to the whole server, so two starts at once take turns.
 */
export async function ensureRoles(ownerUrl: string, passwords: RolePasswords): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    for (const [role, password] of [
      [appRole, passwords.appPassword],
      [platformRole, passwords.platformPassword],
    ] as const) {
      const existing = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      const verb = existing.rowCount ? 'alter' : 'create';
      // utility statements take no parameters; the role's name is ours and the password is escaped
      await client.query(
        `${verb} role ${role} with login inherit nocreatedb nocreaterole password ${client.escapeLiteral(password)}`,
      );
    }
    await refuseStrongRoles(client);
  } finally {
    await client.end();
  }
}

/** A role that an administrator made stronger than it may be would switch row security off: refuse to start. */
async function refuseStrongRoles(client: pg.Client): Promise<void> {
  const strong = await client.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls)',
    [[appRole, platformRole]],
  );
  const [first] = strong.rows;
  if (first) {
    throw new Error(
      `The database role ${first.rolname} is a superuser or bypasses row security. ` +
        `Run "alter role ${first.rolname} nosuperuser nobypassrls" as an administrator and start again.`,
    );
  }
}

/** The URL of the same database as another role. */
export function urlAs(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  return url.toString();
}
