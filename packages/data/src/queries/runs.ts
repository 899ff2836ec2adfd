import type { TenantTransaction, Transaction } from '../database.ts';

export type RunTrigger = 'import' | 'nightly' | 'manual' | 'sample';
export type RunState = 'queued' | 'freezing' | 'running' | 'finishing' | 'done' | 'failed' | 'cancelled';

export interface RunRow {
  id: string;
  trigger: RunTrigger;
  status: RunState;
  cutoff: string | null;
  horizonDays: number;
  seed: number;
  engineVersion: string | null;
  options: Record<string, unknown>;
  inputDigest: string | null;
  outputDigest: string | null;
  partitions: number | null;
  partitionsDone: number;
  seriesTotal: number | null;
  seriesOk: number | null;
  seriesFailed: number | null;
  seriesStoodIn: number | null;
  error: { code: string; message: string } | null;
  createdBy: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  isCurrent: boolean;
}

const columns = `r.id, r.trigger, r.status, r.cutoff, r.horizon_days as "horizonDays", r.seed,
  r.engine_version as "engineVersion", r.options, r.input_digest as "inputDigest", r.output_digest as "outputDigest",
  r.partitions, r.partitions_done as "partitionsDone", r.series_total as "seriesTotal", r.series_ok as "seriesOk",
  r.series_failed as "seriesFailed", r.series_stood_in as "seriesStoodIn", r.error, r.created_by as "createdBy",
  r.created_at as "createdAt", r.started_at as "startedAt", r.finished_at as "finishedAt",
  r.id is not distinct from t.current_run_id as "isCurrent"`;
const source = 'forecast_runs r join tenants t using (tenant_id)';

/** Whoever decides about the tenant's runs takes turns until the end of the transaction. */
export async function lockRuns(tx: TenantTransaction): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('forecast-runs:' || $1, 0))`, [tx.tenantId]);
}

export async function insertRun(
  tx: TenantTransaction,
  run: {
    id: string;
    trigger: RunTrigger;
    horizonDays: number;
    seed: number;
    createdBy: string;
    createdAt: Date;
  },
): Promise<void> {
  await tx.query(
    `insert into forecast_runs (tenant_id, id, trigger, status, horizon_days, seed, created_by, created_at)
     values ($1, $2, $3, 'queued', $4, $5, $6, $7)`,
    [tx.tenantId, run.id, run.trigger, run.horizonDays, run.seed, run.createdBy, run.createdAt],
  );
}

export async function findRun(tx: TenantTransaction, runId: string): Promise<RunRow | undefined> {
  return (
    await tx.query<RunRow>(`select ${columns} from ${source} where r.tenant_id = $1 and r.id = $2`, [
      tx.tenantId,
      runId,
    ])
  )[0];
}

/** The oldest run that nobody has begun. */
export async function findQueuedRun(tx: TenantTransaction): Promise<RunRow | undefined> {
  return (
    await tx.query<RunRow>(
      `select ${columns} from ${source} where r.tenant_id = $1 and r.status = 'queued'
       order by r.created_at, r.id limit 1`,
      [tx.tenantId],
    )
  )[0];
}

/** Newest first, after the run that the cursor names. */
export async function listRuns(
  tx: TenantTransaction,
  page: { limit: number; before?: { createdAt: string; id: string } },
): Promise<RunRow[]> {
  return tx.query<RunRow>(
    `select ${columns} from ${source} where r.tenant_id = $1
       and ($2::timestamptz is null or (r.created_at, r.id) < ($2::timestamptz, $3::uuid))
     order by r.created_at desc, r.id desc limit $4`,
    [tx.tenantId, page.before?.createdAt ?? null, page.before?.id ?? null, page.limit],
  );
}

export interface DueRow {
  tenantId: string;
  id: string;
  status: string;
}

/** Platform role: runs that nobody works on. */
export async function listDueRuns(tx: Transaction): Promise<DueRow[]> {
  return tx.query<DueRow>(
    `select tenant_id as "tenantId", id, status from forecast_runs
     where status in ('queued', 'freezing', 'running', 'finishing') and (lease_until is null or lease_until < now())`,
  );
}

/** Platform role: imports that nobody works on though they were started. */
export async function listDueImports(tx: Transaction): Promise<DueRow[]> {
  return tx.query<DueRow>(
    `select tenant_id as "tenantId", id, status from imports
     where status in ('queued', 'running', 'undoing') and (lease_until is null or lease_until < now())`,
  );
}

/** Makes the run current unless a newer one already is; readers see the old run or the new one, nothing between. */
export async function switchCurrentRun(tx: TenantTransaction, runId: string): Promise<boolean> {
  const rows = await tx.query(
    `update tenants t set current_run_id = $2, data_version = data_version + 1
     where t.tenant_id = $1 and not exists (
       select 1 from forecast_runs c join forecast_runs n on n.tenant_id = c.tenant_id and n.id = $2
       where c.tenant_id = $1 and c.id = t.current_run_id and (c.created_at, c.id) > (n.created_at, n.id))
     returning t.tenant_id`,
    [tx.tenantId, runId],
  );
  return rows.length > 0;
}

/**
 * Leaves the shop without a current run, unless a newer one is: this one found no sales any more, so that figures of an
 * earlier one are of sales that were taken back.
 */
export async function clearCurrentRun(tx: TenantTransaction, runId: string): Promise<void> {
  await tx.query(
    `update tenants t set current_run_id = null, data_version = data_version + 1
     where t.tenant_id = $1 and exists (
       select 1 from forecast_runs c join forecast_runs n on n.tenant_id = c.tenant_id and n.id = $2
       where c.tenant_id = $1 and c.id = t.current_run_id and (c.created_at, c.id) < (n.created_at, n.id))`,
    [tx.tenantId, runId],
  );
}

/** Caches follow this number; see docs/adr/0010. */
export async function raiseDataVersion(tx: TenantTransaction): Promise<void> {
  await tx.query('update tenants set data_version = data_version + 1 where tenant_id = $1', [tx.tenantId]);
}

export async function readCurrentRun(
  tx: TenantTransaction,
): Promise<{ runId: string | null; dataVersion: number } | undefined> {
  return (
    await tx.query<{ runId: string | null; dataVersion: number }>(
      'select current_run_id as "runId", data_version as "dataVersion" from tenants where tenant_id = $1',
      [tx.tenantId],
    )
  )[0];
}

/** Runs whose rows may leave PostgreSQL: all that ended, but the current one and the finished one before it. */
export async function listPrunableRuns(tx: TenantTransaction): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select r.id from forecast_runs r join tenants t using (tenant_id)
     where r.tenant_id = $1 and r.status in ('done', 'failed', 'cancelled')
       and r.id is distinct from t.current_run_id
       and exists (select 1 from run_partitions p where p.tenant_id = r.tenant_id and p.run_id = r.id)
       and r.id is distinct from (
         select o.id from forecast_runs o, forecast_runs c
         where c.tenant_id = $1 and c.id = t.current_run_id and o.tenant_id = $1 and o.status = 'done'
           and (o.created_at, o.id) < (c.created_at, c.id)
         order by o.created_at desc, o.id desc limit 1)`,
    [tx.tenantId],
  );
  return rows.map((row) => row.id);
}

/** Removes a piece of a run's rows; false when nothing is left. The run's own row and its files stay. */
export async function pruneRun(tx: TenantTransaction, runId: string, rows: number): Promise<boolean> {
  const removed = await tx.query(
    `delete from forecasts where tenant_id = $1 and run_id = $2 and (item_id, location_id) in (
       select item_id, location_id from forecasts where tenant_id = $1 and run_id = $2 limit $3) returning 1`,
    [tx.tenantId, runId, rows],
  );
  if (removed.length > 0) return true;
  await tx.query('delete from forecast_nodes where tenant_id = $1 and run_id = $2', [tx.tenantId, runId]);
  await tx.query('delete from run_partitions where tenant_id = $1 and run_id = $2', [tx.tenantId, runId]);
  return false;
}
