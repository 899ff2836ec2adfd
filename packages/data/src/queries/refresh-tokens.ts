import type { Transaction } from '../database.ts';

export interface RefreshTokenRow {
  tenantId: string;
  id: string;
  userId: string;
  familyId: string;
  expiresAt: Date;
  usedAt: Date | null;
  revokedAt: Date | null;
}

const columns = `tenant_id as "tenantId", id, user_id as "userId", family_id as "familyId",
  expires_at as "expiresAt", used_at as "usedAt", revoked_at as "revokedAt"`;

/** All functions here need the platform role: refresh tokens are looked up before the tenant is known. */
export async function insertRefreshToken(
  tx: Transaction,
  row: {
    tenantId: string;
    id: string;
    userId: string;
    familyId: string;
    tokenHash: Buffer;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await tx.query(
    `insert into refresh_tokens (tenant_id, id, user_id, family_id, token_hash, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [row.tenantId, row.id, row.userId, row.familyId, row.tokenHash, row.createdAt, row.expiresAt],
  );
}

/** Locks the row: two refreshes with one token take turns, and the second sees that it was used. */
export async function lockRefreshToken(
  tx: Transaction,
  tokenHash: Buffer,
): Promise<RefreshTokenRow | undefined> {
  return (
    await tx.query<RefreshTokenRow>(
      `select ${columns} from refresh_tokens where token_hash = $1 for update`,
      [tokenHash],
    )
  )[0];
}

export async function markRefreshTokenUsed(
  tx: Transaction,
  tenantId: string,
  id: string,
  now: Date,
): Promise<void> {
  await tx.query('update refresh_tokens set used_at = $3 where tenant_id = $1 and id = $2', [
    tenantId,
    id,
    now,
  ]);
}

export async function revokeFamily(tx: Transaction, familyId: string, now: Date): Promise<number> {
  const rows = await tx.query(
    'update refresh_tokens set revoked_at = $2 where family_id = $1 and revoked_at is null returning 1',
    [familyId, now],
  );
  return rows.length;
}

/** A removed member keeps no session of the tenant. */
export async function revokeSessionsOf(
  tx: Transaction,
  tenantId: string,
  userId: string,
  now: Date,
): Promise<void> {
  await tx.query(
    `update refresh_tokens set revoked_at = $3
     where revoked_at is null and family_id in (
       select family_id from refresh_tokens where tenant_id = $1 and user_id = $2)`,
    [tenantId, userId, now],
  );
}

/** Rows that can no longer be of use; called now and then by the process that issues tokens. */
export async function deleteExpiredRefreshTokens(tx: Transaction, before: Date): Promise<void> {
  await tx.query('delete from refresh_tokens where expires_at < $1', [before]);
}
