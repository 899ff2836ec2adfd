import { readFile, writeFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import {
  ENGINE_VERSION,
  type ForecastOptions,
  hashText,
  type PanelModel,
  wantsPanelModel,
} from '@ordernimbus/engine';
import type { ObjectStore } from '../context.ts';
import { readFrozenCalendar } from './calendar/frozen-calendar.ts';
import type { EnginePort } from './engine-port.ts';
import { type FrozenSeries, inputKey, readFrozenPartition } from './frozen-partition.ts';
import { type Dictionary, mapPanel } from './map-panel.ts';
import type { ParquetFiles } from './parquet-table.ts';
import type { RunOptions } from './run-options.ts';

/** What all partitions of a run share: the model of the whole panel, and the codes it was trained with. */
export interface RunModel {
  /** Version of the engine that trained it, which alone can forecast by it. */
  readonly engine: string;
  readonly dictionary: Dictionary;
  readonly panelModel: PanelModel | undefined;
}

export const modelKey = (tenantId: string, runId: string): string =>
  `tenants/${tenantId}/runs/${runId}/model.bin`;

/** Days ahead that a forecast reads its known columns for. */
const daysAhead = ({ horizon, cumulative }: ForecastOptions): number =>
  Math.max(horizon, ...(cumulative?.horizons ?? []));

/** Series that the model learns from; of a larger shop, the ones whose keys' hashes come first. */
const mostSeries = 3000;

interface FrozenRun {
  readonly tenantId: string;
  readonly runId: string;
  readonly partitions: readonly { readonly partition: number }[];
  readonly cutoff: number;
  readonly seriesTotal: number;
  readonly options: RunOptions;
}

/**
 * Trains the model of a run from its frozen input. Deterministic: whoever trains it again gets the same bytes, so a run
 * that was stopped, and a replay, need no more than the input.
 */
export async function trainRunModel(
  objects: ObjectStore,
  files: ParquetFiles,
  run: FrozenRun,
  pool: EnginePort,
  signal?: AbortSignal,
): Promise<RunModel> {
  const locations = new Set<string>();
  const categories = new Set<string>();
  const sample: FrozenSeries[] = [];
  const limit = (mostSeries / Math.max(1, run.seriesTotal)) * 2 ** 32;
  const wanted = wantsPanelModel(run.options.forecast.models);
  for (const { partition } of wanted ? run.partitions : []) {
    signal?.throwIfAborted();
    const key = inputKey(run.tenantId, run.runId, partition);
    const withPrices = run.options.withPrices ?? false;
    for (const one of await readFrozenPartition(files, key, { withPrices })) {
      locations.add(one.locationCode);
      if (one.category !== null) categories.add(one.category);
      if (one.delisted || one.values.length === 0 || hashText(one.key, 0) >= limit) continue;
      sample.push(one);
    }
  }
  const frozen = await readFrozenCalendar(objects, run);
  const dictionary: Dictionary = {
    locations: [...locations].sort(),
    categories: [...categories].sort(),
    items: soldAtSeveral(sample),
    ...(frozen ? { calendar: frozen.calendar, ahead: daysAhead(run.options.forecast) } : {}),
  };
  if (sample.length === 0) return { engine: ENGINE_VERSION, dictionary, panelModel: undefined };
  const panel = mapPanel(sample, run.cutoff, dictionary);
  const panelModel = await pool.train(panel, run.options.forecast, signal ? { signal } : {});
  return { engine: ENGINE_VERSION, dictionary, panelModel };
}

/** Items of which the sample has several series: what sells at one location only has nothing to share. */
function soldAtSeveral(sample: readonly FrozenSeries[]): string[] {
  const once = new Set<string>();
  const several = new Set<string>();
  for (const { sku } of sample) (once.has(sku) ? several : once).add(sku);
  return [...several].sort();
}

/** Model of a run where it is kept; undefined where its file is not there, or is another engine's. */
export async function readRunModel(
  objects: ObjectStore,
  run: { readonly tenantId: string; readonly runId: string },
): Promise<RunModel | undefined> {
  const key = modelKey(run.tenantId, run.runId);
  if (!(await objects.exists(key))) return undefined;
  const kept = deserialize(await readFile(await objects.localPath(key))) as RunModel;
  return kept.engine === ENGINE_VERSION ? kept : undefined;
}

/** Model of a run: read where it is kept already, else trained and kept. */
export async function openRunModel(
  objects: ObjectStore,
  files: ParquetFiles,
  run: FrozenRun,
  pool: EnginePort,
  signal: AbortSignal,
): Promise<RunModel> {
  const kept = await readRunModel(objects, run);
  if (kept) return kept;
  const key = modelKey(run.tenantId, run.runId);
  const model = await trainRunModel(objects, files, run, pool, signal);
  const temporary = `${key}.partial`;
  await writeFile(await objects.localPath(temporary), serialize(model));
  await objects.commit(temporary, key);
  return model;
}
