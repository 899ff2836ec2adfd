import type { TenantTransaction } from '../database.ts';
import type { RunState } from './runs.ts';

/**
 * The lease of a run. `claimRun` gives it to one worker for a while, under the tenant's run lock; `holdRun` renews it
 * and is the first statement of every transaction that writes for the run. It locks the run's row and matches the
 * token, so a worker that lost the lease (paused, partitioned, presumed dead) writes nothing once another holds it.
 */
export interface ClaimedRun {
  status: RunState;
  cutoff: string | null;
  horizonDays: number;
  seed: number;
  options: Record<string, unknown>;
  inputDigest: string | null;
}

export async function claimRun(
  tx: TenantTransaction,
  claim: { runId: string; token: string; leaseSeconds: number; now: Date },
): Promise<ClaimedRun | undefined> {
  return (
    await tx.query<ClaimedRun>(
      `update forecast_runs r set lease_token = $3, lease_until = now() + make_interval(secs => $4),
         started_at = coalesce(started_at, $5), status = case when status = 'queued' then 'freezing' else status end
       where r.tenant_id = $1 and r.id = $2 and r.status in ('queued', 'freezing', 'running', 'finishing')
         and (r.lease_until is null or r.lease_until < now())
         and not exists (select 1 from forecast_runs o where o.tenant_id = $1 and o.id <> $2
           and o.status in ('freezing', 'running', 'finishing') and o.lease_until >= now())
       returning status, cutoff, horizon_days as "horizonDays", seed, options, input_digest as "inputDigest"`,
      [tx.tenantId, claim.runId, claim.token, claim.leaseSeconds, claim.now],
    )
  )[0];
}

/** Renews the lease; undefined when it is no longer ours or the run was cancelled. Locks the run's row. */
export async function holdRun(
  tx: TenantTransaction,
  claim: { runId: string; token: string; leaseSeconds: number },
): Promise<boolean> {
  const rows = await tx.query(
    `update forecast_runs set lease_until = now() + make_interval(secs => $4)
     where tenant_id = $1 and id = $2 and lease_token = $3 and status in ('freezing', 'running', 'finishing')
     returning id`,
    [tx.tenantId, claim.runId, claim.token, claim.leaseSeconds],
  );
  return rows.length > 0;
}

/** Lets another worker go on at once. */
export async function releaseRun(
  tx: TenantTransaction,
  claim: { runId: string; token: string },
): Promise<void> {
  await tx.query(
    `update forecast_runs set lease_until = null, lease_token = null
     where tenant_id = $1 and id = $2 and lease_token = $3`,
    [tx.tenantId, claim.runId, claim.token],
  );
}

/** Ends a run that is not over; the lease's token goes, so that its holder notices. False when it was over. */
export async function endRun(
  tx: TenantTransaction,
  end: {
    runId: string;
    status: 'done' | 'failed' | 'cancelled';
    error?: { code: string; message: string };
    now: Date;
  },
): Promise<boolean> {
  const rows = await tx.query(
    `update forecast_runs set status = $3, error = $4, finished_at = $5, lease_until = null, lease_token = null
     where tenant_id = $1 and id = $2 and status in ('queued', 'freezing', 'running', 'finishing') returning id`,
    [tx.tenantId, end.runId, end.status, end.error ? JSON.stringify(end.error) : null, end.now],
  );
  return rows.length > 0;
}

export interface FrozenPartition {
  partition: number;
  series: number;
  inputDigest: string;
}

/** The input is on disk: from here on a restart reads the files, never the live tables. */
export async function recordFrozenInput(
  tx: TenantTransaction,
  frozen: {
    runId: string;
    cutoff: string | null;
    inputDigest: string;
    engineVersion: string;
    options: Record<string, unknown>;
    seriesTotal: number;
    partitions: readonly FrozenPartition[];
  },
): Promise<void> {
  await tx.query(
    `update forecast_runs set status = 'running', cutoff = $3, input_digest = $4, engine_version = $5, options = $6,
       partitions = $7, series_total = $8, partitions_done = 0, series_ok = 0, series_failed = 0, series_stood_in = 0
     where tenant_id = $1 and id = $2`,
    [
      tx.tenantId,
      frozen.runId,
      frozen.cutoff,
      frozen.inputDigest,
      frozen.engineVersion,
      JSON.stringify(frozen.options),
      frozen.partitions.length,
      frozen.seriesTotal,
    ],
  );
  await tx.query(
    `insert into run_partitions (tenant_id, run_id, partition, series, input_digest)
     select $1, $2, * from unnest($3::int[], $4::int[], $5::text[])`,
    [
      tx.tenantId,
      frozen.runId,
      frozen.partitions.map((part) => part.partition),
      frozen.partitions.map((part) => part.series),
      frozen.partitions.map((part) => part.inputDigest),
    ],
  );
}

export interface RunPartitionRow extends FrozenPartition {
  status: 'pending' | 'done' | 'failed';
  attempts: number;
  outputDigest: string | null;
  error: { code: string; message: string } | null;
}

export async function listRunPartitions(tx: TenantTransaction, runId: string): Promise<RunPartitionRow[]> {
  return tx.query<RunPartitionRow>(
    `select partition, series, input_digest as "inputDigest", status, attempts, output_digest as "outputDigest", error
     from run_partitions where tenant_id = $1 and run_id = $2 order by partition`,
    [tx.tenantId, runId],
  );
}

/** One more try begins; the number of tries so far, this one included. */
export async function countPartitionAttempt(
  tx: TenantTransaction,
  runId: string,
  partition: number,
): Promise<number> {
  const rows = await tx.query<{ attempts: number }>(
    `update run_partitions set attempts = attempts + 1 where tenant_id = $1 and run_id = $2 and partition = $3
     returning attempts`,
    [tx.tenantId, runId, partition],
  );
  return rows[0]?.attempts ?? 0;
}

/** Marks a pending partition; false when it was not pending, in which case its rows are there already. */
export async function settlePartition(
  tx: TenantTransaction,
  settled: {
    runId: string;
    partition: number;
    status: 'done' | 'failed';
    outputDigest: string;
    error?: { code: string; message: string };
    ok: number;
    failed: number;
    stoodIn: number;
    now: Date;
  },
): Promise<boolean> {
  const rows = await tx.query(
    `update run_partitions set status = $4, output_digest = $5, error = $6, finished_at = $7
     where tenant_id = $1 and run_id = $2 and partition = $3 and status = 'pending' returning partition`,
    [
      tx.tenantId,
      settled.runId,
      settled.partition,
      settled.status,
      settled.outputDigest,
      settled.error ? JSON.stringify(settled.error) : null,
      settled.now,
    ],
  );
  if (rows.length === 0) return false;
  await tx.query(
    `update forecast_runs set partitions_done = partitions_done + 1, series_ok = series_ok + $3,
       series_failed = series_failed + $4, series_stood_in = series_stood_in + $5
     where tenant_id = $1 and id = $2`,
    [tx.tenantId, settled.runId, settled.ok, settled.failed, settled.stoodIn],
  );
  return true;
}

export async function beginFinishing(tx: TenantTransaction, runId: string): Promise<void> {
  await tx.query(`update forecast_runs set status = 'finishing' where tenant_id = $1 and id = $2`, [
    tx.tenantId,
    runId,
  ]);
}

export async function recordRunResult(
  tx: TenantTransaction,
  result: { runId: string; outputDigest: string; metrics: object | null },
): Promise<void> {
  await tx.query(
    'update forecast_runs set output_digest = $3, metrics = $4 where tenant_id = $1 and id = $2',
    [tx.tenantId, result.runId, result.outputDigest, result.metrics ? JSON.stringify(result.metrics) : null],
  );
}
