import { ServiceError } from '@ordernimbus/contracts';
import { findRun, listRunPartitions } from '@ordernimbus/data';
import { ENGINE_VERSION } from '@ordernimbus/engine';
import { type Context, inTenant, requireScope } from '../context.ts';
import { digestCalendar, readFrozenCalendar } from './calendar/frozen-calendar.ts';
import { dayNumber } from './calendar-days.ts';
import { computePartition } from './compute-partition.ts';
import type { EnginePort } from './engine-port.ts';
import { digestRun } from './finish-run.ts';
import { scratchKey } from './forecast-files.ts';
import { createContentDigest, digestSeries, inputKey, readFrozenPartition } from './frozen-partition.ts';
import { openParquetFiles } from './parquet-table.ts';
import { trainRunModel } from './run-model.ts';
import type { RunOptions } from './run-options.ts';

export interface ReplayResult {
  /** the frozen input still has the digest it had */
  readonly inputSame: boolean;
  /** every number came out bit for bit as before */
  readonly outputSame: boolean;
  readonly outputDigest: string;
  /** partitions whose output differs */
  readonly differing: readonly number[];
  readonly engineVersion: string;
  readonly runEngineVersion: string | null;
  readonly seconds: number;
}

/** Computes a finished run again from its frozen input and compares; writes nothing. */
export async function replayRun(
  ctx: Context,
  input: { runId: string },
  options: { pool: EnginePort; signal?: AbortSignal },
): Promise<ReplayResult> {
  requireScope(ctx, 'plan');
  const started = performance.now();
  const { run, partitions } = await inTenant(ctx, async (tx) => ({
    run: await findRun(tx, input.runId),
    partitions: await listRunPartitions(tx, input.runId),
  }));
  if (!run) throw new ServiceError('not_found', 'There is no such forecast run.');
  if (run.status !== 'done' || !run.cutoff || partitions.length === 0) {
    throw new ServiceError(
      'conflict',
      'Only a finished run whose parts are still recorded can be replayed: the current one and the one before it.',
    );
  }
  const runOptions = run.options as unknown as RunOptions;
  const files = await openParquetFiles(ctx.platform.objects, scratchKey(ctx.tenantId, run.id));
  try {
    const cutoff = dayNumber(run.cutoff);
    const frozen = { tenantId: ctx.tenantId, runId: run.id, partitions, cutoff };
    const model = await trainRunModel(
      ctx.platform.objects,
      files,
      { ...frozen, seriesTotal: run.seriesTotal ?? 0, options: runOptions },
      options.pool,
      options.signal,
    );
    const digests: string[] = [];
    const differing: number[] = [];
    const calendar = await readFrozenCalendar(ctx.platform.objects, { ...frozen, options: runOptions });
    let inputSame = !calendar || digestCalendar(calendar.text) === runOptions.calendarDigest;
    for (const part of partitions) {
      const series = await readFrozenPartition(files, inputKey(ctx.tenantId, run.id, part.partition), {
        withPrices: runOptions.withPrices ?? false,
      });
      const digest = createContentDigest();
      for (const one of series) digestSeries(digest, one);
      if (digest.hex() !== part.inputDigest) inputSame = false;
      const output = await computePartition(
        series,
        part.partition,
        cutoff,
        runOptions,
        model,
        options.pool,
        options.signal,
      );
      digests.push(output.outputDigest);
      if (output.outputDigest !== part.outputDigest) differing.push(part.partition);
    }
    const outputDigest = digestRun(digests);
    return {
      inputSame,
      outputSame: outputDigest === run.outputDigest,
      outputDigest,
      differing,
      engineVersion: ENGINE_VERSION,
      runEngineVersion: run.engineVersion,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await files.close();
  }
}
