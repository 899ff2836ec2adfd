import type { TenantTransaction, Transaction } from '../database.ts';

export type ImportState =
  | 'uploading'
  | 'inspecting'
  | 'ready'
  | 'queued'
  | 'running'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'undoing'
  | 'undone';

export interface ImportRow {
  id: string;
  sequence: number;
  fileName: string;
  bytes: number | null;
  sha256: string | null;
  status: ImportState;
  inspection: unknown;
  mapping: unknown;
  preview: unknown;
  progress: unknown;
  checkpoint: unknown;
  result: unknown;
  error: unknown;
  cancelRequested: boolean;
  createdBy: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  undoneAt: Date | null;
}

const columns = (withInspection: boolean): string =>
  `id, sequence, file_name as "fileName", bytes, sha256, status, ${withInspection ? 'inspection' : 'null as inspection'},
  mapping, preview, progress, checkpoint, result, error, cancel_requested as "cancelRequested", created_by as "createdBy",
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", undone_at as "undoneAt"`;

export async function insertImport(
  tx: TenantTransaction,
  row: { id: string; fileName: string; createdBy: string; createdAt: Date; lease: UploadLease },
): Promise<void> {
  await tx.query(
    `insert into imports (tenant_id, id, file_name, status, created_by, created_at, lease_token, lease_until)
     values ($1, $2, $3, 'uploading', $4, $5, $6, now() + make_interval(secs => $7))`,
    [
      tx.tenantId,
      row.id,
      row.fileName,
      row.createdBy,
      row.createdAt,
      row.lease.token,
      row.lease.leaseSeconds,
    ],
  );
}

/** Who takes a file in and looks at it; without a sign of life for so long it counts as dead. */
export interface UploadLease {
  readonly token: string;
  readonly leaseSeconds: number;
}

/** Renews the lease of an upload and locks its row; false when it was given up meanwhile. */
export async function holdUpload(
  tx: TenantTransaction,
  importId: string,
  lease: UploadLease,
): Promise<boolean> {
  const rows = await tx.query(
    `update imports set lease_until = now() + make_interval(secs => $4)
     where tenant_id = $1 and id = $2 and lease_token = $3 and status in ('uploading', 'inspecting') returning id`,
    [tx.tenantId, importId, lease.token, lease.leaseSeconds],
  );
  return rows.length > 0;
}

const deadUpload = `status in ('uploading', 'inspecting') and (lease_until is null or lease_until < now())`;

/** Uploads of all shops whose process died in the middle. */
export function listDeadUploads(tx: Transaction): Promise<{ tenantId: string; id: string }[]> {
  return tx.query(`select tenant_id as "tenantId", id from imports where ${deadUpload}`);
}

/** Ends an upload that nobody works on any more; undefined when somebody does. */
export async function failDeadUpload(
  tx: TenantTransaction,
  failure: { importId: string; error: { code: string; message: string }; now: Date },
): Promise<{ sha256: string | null } | undefined> {
  return (
    await tx.query<{ sha256: string | null }>(
      `update imports set status = 'failed', error = $3::jsonb, finished_at = $4, lease_until = null, lease_token = null
       where tenant_id = $1 and id = $2 and ${deadUpload} returning sha256`,
      [tx.tenantId, failure.importId, JSON.stringify(failure.error), failure.now],
    )
  )[0];
}

/** Whoever puts stored bytes in their place or takes them away holds this until the end of the transaction. */
export async function lockSource(tx: TenantTransaction, sha256: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('source ' || $1::text || $2, 0))`, [
    tx.tenantId,
    sha256,
  ]);
}

export async function findImport(
  tx: TenantTransaction,
  importId: string,
  options: { lock?: boolean } = {},
): Promise<ImportRow | undefined> {
  return (
    await tx.query<ImportRow>(
      `select ${columns(true)} from imports where tenant_id = $1 and id = $2 ${options.lock ? 'for update' : ''}`,
      [tx.tenantId, importId],
    )
  )[0];
}

/** Newest first, without inspections; `before` is the sequence of the last one seen. */
export function listImportRows(
  tx: TenantTransaction,
  page: { limit: number; before?: number },
): Promise<ImportRow[]> {
  return tx.query<ImportRow>(
    `select ${columns(false)} from imports where tenant_id = $1 and ($2::bigint is null or sequence < $2)
     order by sequence desc limit $3`,
    [tx.tenantId, page.before ?? null, page.limit],
  );
}

/** Imports whose rows count. */
export function listCountedImports(tx: TenantTransaction): Promise<ImportRow[]> {
  return tx.query<ImportRow>(
    `select ${columns(false)} from imports where tenant_id = $1 and status = 'done' order by sequence`,
    [tx.tenantId],
  );
}

/** Another import of the same bytes, and of the same sheet where they are a workbook, that counts. */
export async function findSameFile(
  tx: TenantTransaction,
  file: { importId: string; sha256: string; sheet: string | null },
): Promise<string | undefined> {
  return (
    await tx.query<{ id: string }>(
      `select id from imports where tenant_id = $1 and sha256 = $2 and id <> $3 and status = 'done'
         and inspection->'workbook'->>'sheet' is not distinct from $4
       order by sequence desc limit 1`,
      [tx.tenantId, file.sha256, file.importId, file.sheet],
    )
  )[0]?.id;
}

/** How many imports refer to stored bytes, counting those at work. */
export async function countUsesOfSource(tx: TenantTransaction, sha256: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    'select count(*)::int as n from imports where tenant_id = $1 and sha256 = $2',
    [tx.tenantId, sha256],
  );
  return row?.n ?? 0;
}

const jsonColumns = [
  'inspection',
  'mapping',
  'preview',
  'progress',
  'checkpoint',
  'result',
  'error',
] as const;
const plainColumns = {
  status: 'status',
  bytes: 'bytes',
  sha256: 'sha256',
  cancelRequested: 'cancel_requested',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
  undoneAt: 'undone_at',
} as const;

export type ImportPatch = Partial<
  Pick<ImportRow, (typeof jsonColumns)[number] | Exclude<keyof typeof plainColumns, never>>
>;

/** Sets the given columns; absent ones stay. */
export async function updateImport(
  tx: TenantTransaction,
  importId: string,
  patch: ImportPatch,
): Promise<void> {
  const values: unknown[] = [tx.tenantId, importId];
  const sets: string[] = [];
  for (const name of jsonColumns) {
    if (patch[name] === undefined) continue;
    values.push(patch[name] === null ? null : JSON.stringify(patch[name]));
    sets.push(`${name} = $${values.length}::jsonb`);
  }
  for (const [name, column] of Object.entries(plainColumns) as [keyof typeof plainColumns, string][]) {
    if (patch[name] === undefined) continue;
    values.push(patch[name]);
    sets.push(`${column} = $${values.length}`);
  }
  if (sets.length === 0) return;
  await tx.query(`update imports set ${sets.join(', ')} where tenant_id = $1 and id = $2`, values);
}

export async function deleteImport(tx: TenantTransaction, importId: string): Promise<void> {
  await tx.query('delete from imports where tenant_id = $1 and id = $2', [tx.tenantId, importId]);
}

export type ClaimOutcome = 'claimed' | 'over' | 'held' | { readonly busyWith: string };

/**
 * Gives an import that is due to one worker. A shop's imports are applied one after another: while another one has begun,
 * even when its worker died, this one waits, because the rows of both may decide the same day.
 */
export async function claimImport(
  tx: TenantTransaction,
  claim: { importId: string; token: string; leaseSeconds: number; now: Date },
): Promise<ClaimOutcome> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('import ' || $1::text, 0))`, [tx.tenantId]);
  const begun = `(status = 'running' or (status = 'undoing' and coalesce(checkpoint->>'stage', '') = 'rollback'))`;
  const [row] = await tx.query<{ status: ImportState; held: boolean; begun: boolean }>(
    `select status, coalesce(lease_until > now(), false) as held, ${begun} as begun
     from imports where tenant_id = $1 and id = $2 for update`,
    [tx.tenantId, claim.importId],
  );
  if (!row || !['queued', 'running', 'undoing'].includes(row.status)) return 'over';
  if (row.held) return 'held';
  if (!row.begun) {
    const [other] = await tx.query<{ id: string }>(
      `select id from imports where tenant_id = $1 and id <> $2 and ${begun} order by sequence limit 1`,
      [tx.tenantId, claim.importId],
    );
    if (other) return { busyWith: other.id };
  }
  await tx.query(
    `update imports set status = case when status = 'undoing' then status else 'running' end,
       checkpoint = case when status = 'undoing' and not $6 then checkpoint || '{"stage":"rollback","chunk":0}' else checkpoint end,
       lease_token = $3, lease_until = now() + make_interval(secs => $4), started_at = coalesce(started_at, $5)
     where tenant_id = $1 and id = $2`,
    [tx.tenantId, claim.importId, claim.token, claim.leaseSeconds, claim.now, row.begun],
  );
  return 'claimed';
}

/** Renews the lease and locks the row; undefined when somebody else holds it or the work is over. */
export async function holdImport(
  tx: TenantTransaction,
  claim: { importId: string; token: string; leaseSeconds: number },
): Promise<{ cancelRequested: boolean } | undefined> {
  return (
    await tx.query<{ cancelRequested: boolean }>(
      `update imports set lease_until = now() + make_interval(secs => $4)
       where tenant_id = $1 and id = $2 and lease_token = $3 and status in ('running', 'undoing')
       returning cancel_requested as "cancelRequested"`,
      [tx.tenantId, claim.importId, claim.token, claim.leaseSeconds],
    )
  )[0];
}

export async function releaseImport(
  tx: TenantTransaction,
  claim: { importId: string; token: string },
): Promise<void> {
  await tx.query(
    `update imports set lease_until = null, lease_token = null where tenant_id = $1 and id = $2 and lease_token = $3`,
    [tx.tenantId, claim.importId, claim.token],
  );
}

/** The next import of the shop that waits for its turn. */
export async function findWaitingImport(
  tx: TenantTransaction,
): Promise<{ id: string; status: ImportState } | undefined> {
  return (
    await tx.query<{ id: string; status: ImportState }>(
      `select id, status from imports where tenant_id = $1 and status in ('queued', 'undoing')
       order by status desc, sequence limit 1`,
      [tx.tenantId],
    )
  )[0];
}

export async function findMapping(tx: TenantTransaction, fingerprint: string): Promise<unknown> {
  const [row] = await tx.query<{ mapping: unknown }>(
    'select mapping from import_mappings where tenant_id = $1 and fingerprint = $2',
    [tx.tenantId, fingerprint],
  );
  return row?.mapping;
}

export async function saveMapping(
  tx: TenantTransaction,
  fingerprint: string,
  mapping: unknown,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into import_mappings (tenant_id, fingerprint, mapping, updated_at) values ($1, $2, $3, $4)
     on conflict (tenant_id, fingerprint) do update set mapping = excluded.mapping, updated_at = excluded.updated_at`,
    [tx.tenantId, fingerprint, JSON.stringify(mapping), now],
  );
}
