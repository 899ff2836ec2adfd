import {
  clearCurrentRun,
  countPartitionAttempt,
  endRun,
  findQueuedRun,
  findRun,
  insertForecasts,
  listRunPartitions,
  type RunPartitionRow,
  settlePartition,
  withTenant,
} from '@ordernimbus/data';
import { forgetVersion } from '../cache/index.ts';
import type { Platform } from '../context.ts';
import { dayNumber } from './calendar-days.ts';
import { computePartition, failPartition, type PartitionOutput } from './compute-partition.ts';
import type { EnginePort } from './engine-port.ts';
import { finishRun } from './finish-run.ts';
import { outputKey, scratchKey, sumsKey, writeForecastFile, writeSums } from './forecast-files.ts';
import { freezeRun } from './freeze-run.ts';
import { inputKey, readFrozenPartition } from './frozen-partition.ts';
import { openParquetFiles, type ParquetFiles } from './parquet-table.ts';
import { claimLease, type RunLease, RunLostError } from './run-lease.ts';
import { openRunModel, type RunModel } from './run-model.ts';
import type { RunOptions } from './run-options.ts';

/**
 * A forecast run, from `queued` to `done`. Its state is in the database and the object store alone:
 *
 *   queued -> freezing   claimed by a worker
 *   freezing -> running  the frozen input's files are written, then its rows in one transaction
 *   running              the model of the whole panel: a file, trained again where it is missing
 *   running              each partition: files first, then its forecasts and its status in one transaction
 *   running -> finishing every partition is done or failed
 *   finishing -> done    sums, report, and the switch of the tenant's current run in one transaction
 *
 * A process killed between any two steps leaves a state from which the same steps go on; whatever was written outside a
 * transaction (files) is written again with the same content, because a partition's result depends on its frozen input,
 * the options and the seed only. Two workers at once: see `run-lease.ts`.
 */
export interface ExecuteRunOptions {
  readonly pool: EnginePort;
  /** Stops the work at the next step; the run stays and another worker goes on. */
  readonly signal?: AbortSignal;
  readonly leaseSeconds?: number;
}

export type RunOutcome =
  /** finished now, or was finished before */
  | 'done'
  | 'failed'
  /** cancelled, or taken over */
  | 'lost'
  /** another worker has it, or another run of this tenant is at work */
  | 'busy'
  | 'stopped';

const maxAttempts = 3;
const noSales = 'no_sales';

export async function executeRun(
  platform: Platform,
  input: { tenantId: string; runId: string },
  options: ExecuteRunOptions,
): Promise<RunOutcome> {
  const { tenantId, runId } = input;
  const log = platform.log.child({ tenantId, runId });
  const lease = await claimLease(platform, tenantId, runId, {
    leaseSeconds: options.leaseSeconds ?? 60,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  if (!lease) return afterwards(platform, tenantId, runId);
  // a killed worker's scratch files are its successor's to clear
  await platform.objects.remove(scratchKey(tenantId, runId));
  const files = await openParquetFiles(platform.objects, scratchKey(tenantId, runId));
  let outcome: RunOutcome;
  try {
    outcome = await workOn(platform, lease, files, options.pool);
    log.info({ outcome }, 'forecast run ended');
  } catch (error) {
    if (error instanceof RunLostError) outcome = 'lost';
    else if (lease.signal.aborted) outcome = options.signal?.aborted ? 'stopped' : 'lost';
    else throw error;
  } finally {
    await files.close();
    await lease.release();
  }
  if (outcome === 'stopped') return outcome;
  const told = await afterwards(platform, tenantId, runId);
  return outcome === 'lost' ? 'lost' : told;
}

async function workOn(
  platform: Platform,
  lease: RunLease,
  files: ParquetFiles,
  pool: EnginePort,
): Promise<RunOutcome> {
  const { tenantId, runId } = lease;
  if (lease.run.inputDigest === null && !(await freezeRun(platform, lease, files))) {
    await endWithoutSales(platform, lease);
    return 'failed';
  }
  const { run, partitions } = await withTenant(platform.database, tenantId, async (tx) => ({
    run: await findRun(tx, runId),
    partitions: await listRunPartitions(tx, runId),
  }));
  if (!run?.cutoff) throw new RunLostError();
  const runOptions = run.options as unknown as RunOptions;
  const cutoff = dayNumber(run.cutoff);
  const model = await openRunModel(
    platform.objects,
    files,
    { tenantId, runId, partitions, cutoff, seriesTotal: run.seriesTotal ?? 0, options: runOptions },
    pool,
    lease.signal,
  );
  const pending = partitions.filter((part) => part.status === 'pending');
  // one more in flight than threads: files and rows of one partition are written while the others compute
  const lanes = Array.from({ length: Math.min(pending.length, pool.threads + 1) }, async () => {
    for (let part = pending.shift(); part; part = pending.shift()) {
      lease.signal.throwIfAborted();
      await workOnPartition(platform, lease, files, pool, part, cutoff, runOptions, model);
    }
  });
  const settled = await Promise.allSettled(lanes);
  const broken = settled.find((lane) => lane.status === 'rejected');
  if (broken) throw broken.reason;
  return finishRun(platform, lease, runOptions);
}

/**
 * Sales that were all taken back leave nothing to plan: orders for them must not be placed any more. Runs, stock and
 * parameters stay, so that all is back with the next sales.
 */
async function endWithoutSales(platform: Platform, { tenantId, runId, write }: RunLease): Promise<void> {
  await write(async (tx) => {
    await clearCurrentRun(tx, runId);
    await endRun(tx, {
      runId,
      status: 'failed',
      error: { code: noSales, message: 'There are no sales to forecast from. Import sales first.' },
      now: platform.now(),
    });
  });
  forgetVersion(platform.database, tenantId);
}

async function workOnPartition(
  platform: Platform,
  lease: RunLease,
  files: ParquetFiles,
  pool: EnginePort,
  part: RunPartitionRow,
  cutoff: number,
  options: RunOptions,
  model: RunModel,
): Promise<void> {
  const { tenantId, runId } = lease;
  const series = await readFrozenPartition(files, inputKey(tenantId, runId, part.partition), {
    withPrices: options.withPrices ?? false,
  });
  let output: PartitionOutput | undefined;
  let error: { code: string; message: string } | undefined;
  while (!output) {
    try {
      output = await computePartition(series, part.partition, cutoff, options, model, pool, lease.signal);
    } catch (cause) {
      lease.signal.throwIfAborted();
      const code = (cause as { code?: unknown }).code;
      // the pool was closed under us: nothing is known about this partition, another worker will compute it
      if (code === 'closed' || code === 'cancelled') throw cause;
      const message = cause instanceof Error ? cause.message : String(cause);
      const attempts = await lease.write((tx) => countPartitionAttempt(tx, runId, part.partition));
      platform.log.warn(
        { tenantId, runId, partition: part.partition, attempts, error: message },
        'partition failed',
      );
      if (attempts < maxAttempts) continue;
      error = { code: typeof code === 'string' ? code : 'internal', message };
      output = await failPartition(series, part.partition, cutoff, error);
    }
  }
  const { rows, sums, outputDigest, ok, failed, stoodIn } = output;
  await writeForecastFile(files, outputKey(tenantId, runId, part.partition), series, output);
  await writeSums(platform.objects, sumsKey(tenantId, runId, part.partition), sums);
  await lease.write(async (tx) => {
    const mine = await settlePartition(tx, {
      runId,
      partition: part.partition,
      status: error ? 'failed' : 'done',
      outputDigest,
      ...(error ? { error } : {}),
      ok,
      failed,
      stoodIn,
      now: platform.now(),
    });
    if (mine) await insertForecasts(tx, runId, rows);
  });
}

/**
 * What must follow the end of a run and may be repeated: said again whenever somebody looks at a finished run, because a
 * process may die right after the switch. Also answers for a run that could not be claimed.
 */
async function afterwards(platform: Platform, tenantId: string, runId: string): Promise<RunOutcome> {
  const { run, next } = await withTenant(platform.database, tenantId, async (tx) => ({
    run: await findRun(tx, runId),
    next: await findQueuedRun(tx),
  }));
  if (!run) return 'lost';
  if (run.isCurrent || run.error?.code === noSales) {
    await platform.queue.send('reorder-recompute', { tenantId }, { singletonKey: tenantId });
  }
  if (run.status === 'done' || run.status === 'failed' || run.status === 'cancelled') {
    if (next) {
      await platform.queue.send('forecast-run', { tenantId, runId: next.id }, { singletonKey: next.id });
    }
    return run.status === 'cancelled' ? 'lost' : run.status;
  }
  return 'busy';
}
