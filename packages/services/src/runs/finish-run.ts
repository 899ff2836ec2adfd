import { createHash } from 'node:crypto';
import {
  beginFinishing,
  clearNodes,
  endRun,
  insertNodes,
  listPrunableRuns,
  listRunPartitions,
  pruneRun,
  recordRunResult,
  switchCurrentRun,
  withTenant,
} from '@ordernimbus/data';
import { forgetVersion } from '../cache/index.ts';
import type { Platform } from '../context.ts';
import { buildNodes } from './build-nodes.ts';
import type { RunOutcome } from './execute-run.ts';
import { readSums, sumsKey } from './forecast-files.ts';
import type { RunLease } from './run-lease.ts';
import { type RunOptions, seasonDays, testedDays } from './run-options.ts';
import { RunSums } from './run-sums.ts';

/** Digest of a run's whole output: of its partitions' digests, in order. */
export function digestRun(partitionDigests: readonly (string | null)[]): string {
  return createHash('sha256').update(partitionDigests.join('\n')).digest('hex');
}

/** Adds up the partitions, writes sums and report, and makes the run current, the last three in one transaction. */
export async function finishRun(
  platform: Platform,
  lease: RunLease,
  options: RunOptions,
): Promise<RunOutcome> {
  const { tenantId, runId } = lease;
  const partitions = await lease.write(async (tx) => {
    await beginFinishing(tx, runId);
    return listRunPartitions(tx, runId);
  });
  const outputDigest = digestRun(partitions.map((part) => part.outputDigest));
  if (partitions.every((part) => part.status === 'failed')) {
    const reason = partitions[0]?.error?.message ?? 'no reason is known';
    await lease.write(async (tx) => {
      await recordRunResult(tx, { runId, outputDigest, metrics: null });
      await endRun(tx, {
        runId,
        status: 'failed',
        error: { code: 'internal', message: `No part of the forecast could be computed: ${reason}` },
        now: platform.now(),
      });
    });
    return 'failed';
  }
  const sums = new RunSums();
  for (const part of partitions) {
    lease.signal.throwIfAborted();
    sums.add(await readSums(platform.objects, sumsKey(tenantId, runId, part.partition)));
  }
  const { nodes, report } = buildNodes(sums, {
    season: seasonDays,
    horizonDays: options.forecast.horizon,
    testedDays,
    windows: options.forecast.backtest.windows,
    closedDays: options.closedDays,
  });
  await lease.write(async (tx) => {
    await clearNodes(tx, runId);
    await insertNodes(tx, runId, nodes);
    await recordRunResult(tx, { runId, outputDigest, metrics: report });
    await switchCurrentRun(tx, runId);
    await endRun(tx, { runId, status: 'done', now: platform.now() });
  });
  forgetVersion(platform.database, tenantId);
  await pruneRuns(platform, tenantId);
  return 'done';
}

/** Rows of runs older than the one before the current leave PostgreSQL, a piece at a time; their files stay. */
async function pruneRuns(platform: Platform, tenantId: string): Promise<void> {
  const old = await withTenant(platform.database, tenantId, listPrunableRuns);
  for (const runId of old) {
    while (await withTenant(platform.database, tenantId, (tx) => pruneRun(tx, runId, 10_000)));
  }
}
