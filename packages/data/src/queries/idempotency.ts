import type { TenantTransaction } from '../database.ts';

export interface IdempotencyRow {
  requestHash: Buffer;
  route: string;
  /** null while the first request with this key is being worked on */
  status: number | null;
  response: { contentType: string; body: string } | null;
  createdAt: Date;
}

/** True when the key is new and now ours. A claim left behind by a crash can be taken over after `staleBefore`. */
export async function claimIdempotencyKey(
  tx: TenantTransaction,
  row: { actor: string; key: string; route: string; requestHash: Buffer; now: Date; staleBefore: Date },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into idempotency_keys as k (tenant_id, actor, key, route, request_hash, created_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, actor, key) do update set created_at = excluded.created_at
       where k.status is null and k.created_at < $7 and k.request_hash = excluded.request_hash
     returning 1`,
    [tx.tenantId, row.actor, row.key, row.route, row.requestHash, row.now, row.staleBefore],
  );
  return rows.length === 1;
}

export async function findIdempotencyKey(
  tx: TenantTransaction,
  actor: string,
  key: string,
): Promise<IdempotencyRow | undefined> {
  return (
    await tx.query<IdempotencyRow>(
      `select request_hash as "requestHash", route, status, response, created_at as "createdAt"
       from idempotency_keys where tenant_id = $1 and actor = $2 and key = $3`,
      [tx.tenantId, actor, key],
    )
  )[0];
}

export async function storeIdempotentAnswer(
  tx: TenantTransaction,
  row: { actor: string; key: string; status: number; response: { contentType: string; body: string } },
): Promise<void> {
  await tx.query(
    'update idempotency_keys set status = $4, response = $5 where tenant_id = $1 and actor = $2 and key = $3',
    [tx.tenantId, row.actor, row.key, row.status, JSON.stringify(row.response)],
  );
}

/** An answer that may turn out differently next time (5xx, 429, 409) is not kept. */
export async function releaseIdempotencyKey(
  tx: TenantTransaction,
  actor: string,
  key: string,
): Promise<void> {
  await tx.query('delete from idempotency_keys where tenant_id = $1 and actor = $2 and key = $3', [
    tx.tenantId,
    actor,
    key,
  ]);
}

export async function deleteOldIdempotencyKeys(tx: TenantTransaction, before: Date): Promise<void> {
  await tx.query('delete from idempotency_keys where tenant_id = $1 and created_at < $2', [
    tx.tenantId,
    before,
  ]);
}
