import type { Role } from '@ordernimbus/contracts';
import type { TenantTransaction, Transaction } from '../database.ts';

export interface InvitationRow {
  tenantId: string;
  id: string;
  email: string;
  role: Role;
  createdAt: Date;
  expiresAt: Date;
}

const columns =
  'tenant_id as "tenantId", id, email, role, created_at as "createdAt", expires_at as "expiresAt"';
const open = 'accepted_at is null and revoked_at is null';

export async function insertInvitation(
  tx: Transaction,
  row: InvitationRow & { tokenHash: Buffer; invitedBy: string },
): Promise<void> {
  await tx.query(
    `insert into invitations (tenant_id, id, email, role, token_hash, invited_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.tenantId, row.id, row.email, row.role, row.tokenHash, row.invitedBy, row.createdAt, row.expiresAt],
  );
}

/** Open invitations, newest first. No condition on the tenant: row security has it. */
export async function listInvitationRows(tx: TenantTransaction, now: Date): Promise<InvitationRow[]> {
  return tx.query<InvitationRow>(
    `select ${columns} from invitations where ${open} and expires_at > $1 order by created_at desc, id`,
    [now],
  );
}

export async function revokeInvitationRow(
  tx: Transaction,
  tenantId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `update invitations set revoked_at = $3 where tenant_id = $1 and id = $2 and ${open} returning 1`,
    [tenantId, id, now],
  );
  return rows.length === 1;
}

/** An earlier open invitation to the same address gives way to a new one. */
export async function revokeInvitationsTo(
  tx: Transaction,
  tenantId: string,
  email: string,
  now: Date,
): Promise<void> {
  await tx.query(`update invitations set revoked_at = $3 where tenant_id = $1 and email = $2 and ${open}`, [
    tenantId,
    email,
    now,
  ]);
}

/** Platform role. Finds an open invitation and locks it, so that a link works once. */
export async function lockInvitationByToken(
  tx: Transaction,
  tokenHash: Buffer,
  now: Date,
): Promise<InvitationRow | undefined> {
  return (
    await tx.query<InvitationRow>(
      `select ${columns} from invitations where token_hash = $1 and ${open} and expires_at > $2 for update`,
      [tokenHash, now],
    )
  )[0];
}

export async function markInvitationAccepted(
  tx: Transaction,
  tenantId: string,
  id: string,
  now: Date,
): Promise<void> {
  await tx.query('update invitations set accepted_at = $3 where tenant_id = $1 and id = $2', [
    tenantId,
    id,
    now,
  ]);
}
