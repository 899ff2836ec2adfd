import type { Role } from '@ordernimbus/contracts';
import type { Transaction } from '../database.ts';

export interface MemberRow {
  userId: string;
  email: string;
  name: string;
  role: Role;
  createdAt: Date;
}

const columns = 'user_id as "userId", email, name, role, created_at as "createdAt"';

/** False when the person belongs to the tenant already. */
export async function insertMember(
  tx: Transaction,
  row: { tenantId: string; userId: string; role: Role; email: string; name: string },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into members (tenant_id, user_id, role, email, name) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning 1`,
    [row.tenantId, row.userId, row.role, row.email, row.name],
  );
  return rows.length === 1;
}

export async function listMemberRows(tx: Transaction, tenantId: string): Promise<MemberRow[]> {
  return tx.query<MemberRow>(
    `select ${columns} from members where tenant_id = $1 order by created_at, user_id`,
    [tenantId],
  );
}

export async function findMember(
  tx: Transaction,
  tenantId: string,
  userId: string,
): Promise<MemberRow | undefined> {
  return (
    await tx.query<MemberRow>(`select ${columns} from members where tenant_id = $1 and user_id = $2`, [
      tenantId,
      userId,
    ])
  )[0];
}

/** Locks the tenant's owners until the transaction ends, so that two removals at once cannot remove the last two. */
export async function lockOwners(tx: Transaction, tenantId: string): Promise<string[]> {
  const rows = await tx.query<{ userId: string }>(
    `select user_id as "userId" from members where tenant_id = $1 and role = 'owner' order by user_id for update`,
    [tenantId],
  );
  return rows.map((row) => row.userId);
}

export async function updateMemberRole(
  tx: Transaction,
  tenantId: string,
  userId: string,
  role: Role,
): Promise<MemberRow | undefined> {
  return (
    await tx.query<MemberRow>(
      `update members set role = $3 where tenant_id = $1 and user_id = $2 returning ${columns}`,
      [tenantId, userId, role],
    )
  )[0];
}

export async function deleteMember(tx: Transaction, tenantId: string, userId: string): Promise<boolean> {
  const rows = await tx.query('delete from members where tenant_id = $1 and user_id = $2 returning 1', [
    tenantId,
    userId,
  ]);
  return rows.length === 1;
}

export interface MembershipRow {
  tenantId: string;
  name: string;
  role: Role;
}

/** Every shop of a person, the oldest membership first. Platform role. */
export async function listMemberships(tx: Transaction, userId: string): Promise<MembershipRow[]> {
  return tx.query<MembershipRow>(
    `select m.tenant_id as "tenantId", t.name, m.role from members m join tenants t using (tenant_id)
     where m.user_id = $1 order by m.created_at, m.tenant_id`,
    [userId],
  );
}
