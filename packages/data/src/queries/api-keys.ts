import type { Scope } from '@ordernimbus/contracts';
import type { TenantTransaction, Transaction } from '../database.ts';

export interface ApiKeyRow {
  tenantId: string;
  id: string;
  name: string;
  prefix: string;
  scopes: Scope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

const columns = `tenant_id as "tenantId", id, name, prefix, scopes, created_at as "createdAt",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

export async function insertApiKey(
  tx: Transaction,
  row: {
    tenantId: string;
    id: string;
    name: string;
    prefix: string;
    keyHash: Buffer;
    scopes: readonly Scope[];
    createdBy: string;
    createdAt: Date;
  },
): Promise<ApiKeyRow> {
  const rows = await tx.query<ApiKeyRow>(
    `insert into api_keys (tenant_id, id, name, prefix, key_hash, scopes, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
    [row.tenantId, row.id, row.name, row.prefix, row.keyHash, row.scopes, row.createdBy, row.createdAt],
  );
  return rows[0] as ApiKeyRow;
}

/** No condition on the tenant: row security has it. */
export async function listApiKeyRows(tx: TenantTransaction): Promise<ApiKeyRow[]> {
  return tx.query<ApiKeyRow>(`select ${columns} from api_keys order by created_at desc, id`);
}

export async function revokeApiKeyRow(
  tx: Transaction,
  tenantId: string,
  id: string,
  now: Date,
): Promise<ApiKeyRow | undefined> {
  return (
    await tx.query<ApiKeyRow>(
      `update api_keys set revoked_at = $3 where tenant_id = $1 and id = $2 and revoked_at is null
       returning ${columns}`,
      [tenantId, id, now],
    )
  )[0];
}

/** Platform role: the tenant is not known before the key is. */
export async function findApiKeyByPrefix(
  tx: Transaction,
  prefix: string,
): Promise<(ApiKeyRow & { keyHash: Buffer }) | undefined> {
  return (
    await tx.query<ApiKeyRow & { keyHash: Buffer }>(
      `select ${columns}, key_hash as "keyHash" from api_keys where prefix = $1`,
      [prefix],
    )
  )[0];
}

export async function touchApiKey(tx: Transaction, tenantId: string, id: string, now: Date): Promise<void> {
  await tx.query('update api_keys set last_used_at = $3 where tenant_id = $1 and id = $2', [
    tenantId,
    id,
    now,
  ]);
}
