import type { ExplanationBasis } from '@ordernimbus/data';
import { LRUCache } from 'lru-cache';
import type { Context } from '../context.ts';
import { scratchKey } from '../runs/forecast-files.ts';
import { type FrozenSeries, inputKey, readFrozenPartition } from '../runs/frozen-partition.ts';
import { openParquetFiles } from '../runs/parquet-table.ts';
import { type RunModel, readRunModel } from '../runs/run-model.ts';
import type { RunOptions } from '../runs/run-options.ts';

/** Models of the runs that were explained last; each is some 10 MB. */
const models = new LRUCache<string, RunModel>({ max: 4 });

async function loadModel(ctx: Context, runId: string): Promise<RunModel | undefined> {
  const run = { tenantId: ctx.tenantId, runId };
  const key = `${run.tenantId}/${runId}`;
  const known = models.get(key);
  if (known) return known;
  const model = await readRunModel(ctx.platform.objects, run);
  if (model) models.set(key, model);
  return model;
}

/** The series as the run froze it, and the run's model; undefined where either is no longer kept. */
export async function loadExplainedSeries(
  ctx: Context,
  row: ExplanationBasis,
): Promise<{ series: FrozenSeries; model: RunModel } | undefined> {
  const { objects } = ctx.platform;
  const key = inputKey(ctx.tenantId, row.runId, row.partition ?? 0);
  if (!(await objects.exists(key))) return undefined;
  const model = await loadModel(ctx, row.runId);
  if (!model) return undefined;
  const files = await openParquetFiles(objects, scratchKey(ctx.tenantId, row.runId));
  try {
    const [series] = await readFrozenPartition(files, key, {
      withPrices: (row.options as RunOptions).withPrices ?? false,
      series: `${row.sku}|${row.locationCode}`,
    });
    return series && { series, model };
  } finally {
    await files.close();
  }
}
