import { readFile, writeFile } from 'node:fs/promises';
import { probabilities } from '@ordernimbus/contracts';
import type { ObjectStore } from '../context.ts';
import type { PartitionOutput } from './compute-partition.ts';
import type { FrozenSeries } from './frozen-partition.ts';
import type { ParquetColumn, ParquetFiles } from './parquet-table.ts';
import type { PartitionSums } from './partition-sums.ts';
import { completeTally } from './tally.ts';

export const outputKey = (tenantId: string, runId: string, partition: number): string =>
  `tenants/${tenantId}/runs/${runId}/forecasts/part-${partition}.parquet`;
/** What a worker needs while it works and nobody afterwards. */
export const scratchKey = (tenantId: string, runId: string): string =>
  `tenants/${tenantId}/runs/${runId}/scratch`;
export const sumsKey = (tenantId: string, runId: string, partition: number): string =>
  `tenants/${tenantId}/runs/${runId}/sums/part-${partition}.json`;

/** One row a series; every list has one value a day ahead, `cumulative` is [days][probability] on the run's grids. */
const columns: readonly ParquetColumn[] = [
  { name: 'item', type: 'varchar' },
  { name: 'location', type: 'varchar' },
  { name: 'item_id', type: 'integer' },
  { name: 'location_id', type: 'integer' },
  { name: 'ok', type: 'boolean' },
  { name: 'code', type: 'varchar' },
  { name: 'detail', type: 'varchar' },
  { name: 'model', type: 'varchar' },
  { name: 'mean', type: 'double[]' },
  ...probabilities.map((p): ParquetColumn => ({ name: `q${p}`, type: 'double[]' })),
  { name: 'cumulative', type: 'double[]' },
];

export async function writeForecastFile(
  files: ParquetFiles,
  key: string,
  series: readonly FrozenSeries[],
  output: PartitionOutput,
): Promise<void> {
  await files.write(
    key,
    columns,
    series.map((one, index) => {
      const result = output.results[index] as PartitionOutput['results'][number];
      const head = [one.sku, one.locationCode, one.itemId, one.locationId, result.ok];
      if (!result.ok) {
        return [...head, result.code, result.detail, null, null, ...probabilities.map(() => null), null];
      }
      const days = result.mean.length;
      return [
        ...head,
        null,
        null,
        result.model,
        result.mean,
        ...probabilities.map((_, q) => result.quantiles.subarray(q * days, (q + 1) * days)),
        result.cumulative,
      ];
    }),
  );
}

export async function writeSums(objects: ObjectStore, key: string, sums: PartitionSums): Promise<void> {
  const temporary = `${key}.partial`;
  await writeFile(await objects.localPath(temporary), JSON.stringify(sums));
  await objects.commit(temporary, key);
}

/** A run that an earlier version began is finished by this one: its tallies are completed. */
export async function readSums(objects: ObjectStore, key: string): Promise<PartitionSums> {
  const sums = JSON.parse(await readFile(await objects.localPath(key), 'utf8')) as PartitionSums;
  for (const one of [...sums.leaves, ...sums.worst, ...sums.best]) one.tally = completeTally(one.tally);
  return sums;
}
