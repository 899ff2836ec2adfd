import { createHash } from 'node:crypto';
import type { ParquetColumn, ParquetFiles } from './parquet-table.ts';

/** One series of a frozen input: clean daily demand from the first sale to the cut-off. */
export interface FrozenSeries {
  /** `sku|location code`: what the order, the seed and the digests go by */
  readonly key: string;
  readonly itemId: number;
  readonly locationId: number;
  readonly sku: string;
  readonly locationCode: string;
  readonly category: string | null;
  /** days since 1970-01-01 */
  readonly firstDay: number;
  readonly lastSaleDay: number;
  /** stopped selling: the days after the last sale are unknown, and there is nothing to forecast */
  readonly delisted: boolean;
  readonly values: Float64Array;
  /** Price asked for a unit on each day of `values`, in hundredths; NaN = not known. Only where prices are known ahead. */
  readonly prices?: Float64Array;
}

export const inputKey = (tenantId: string, runId: string, partition: number): string =>
  `tenants/${tenantId}/runs/${runId}/input/part-${partition}.parquet`;

const columns: readonly ParquetColumn[] = [
  { name: 'key', type: 'varchar' },
  { name: 'item_id', type: 'integer' },
  { name: 'location_id', type: 'integer' },
  { name: 'sku', type: 'varchar' },
  { name: 'location', type: 'varchar' },
  { name: 'category', type: 'varchar' },
  { name: 'first_day', type: 'date' },
  { name: 'last_sale_day', type: 'date' },
  { name: 'delisted', type: 'boolean' },
  { name: 'demand', type: 'double[]' },
];
const priceColumn: ParquetColumn = { name: 'price', type: 'double[]' };

/** Prices are there for all series of a run or for none. */
const columnsOf = (withPrices: boolean): readonly ParquetColumn[] =>
  withPrices ? [...columns, priceColumn] : columns;

export async function writeFrozenPartition(
  files: ParquetFiles,
  key: string,
  series: readonly FrozenSeries[],
): Promise<void> {
  const withPrices = series.some(({ prices }) => prices !== undefined);
  await files.write(
    key,
    columnsOf(withPrices),
    series.map((one) => [
      one.key,
      one.itemId,
      one.locationId,
      one.sku,
      one.locationCode,
      one.category,
      one.firstDay,
      one.lastSaleDay,
      one.delisted,
      one.values,
      ...(withPrices ? [one.prices ?? null] : []),
    ]),
  );
}

/** The series of a partition, or only the one with the key `series`; with their prices where the run has them. */
export async function readFrozenPartition(
  files: ParquetFiles,
  key: string,
  options: { readonly withPrices: boolean; readonly series?: string },
): Promise<FrozenSeries[]> {
  const { withPrices, series } = options;
  const rows = await files.read(
    key,
    columnsOf(withPrices),
    series === undefined ? undefined : { column: 'key', is: series },
  );
  return rows.map((row) => ({
    key: row[0] as string,
    itemId: row[1] as number,
    locationId: row[2] as number,
    sku: row[3] as string,
    locationCode: row[4] as string,
    category: row[5] as string | null,
    firstDay: Number(row[6]),
    lastSaleDay: Number(row[7]),
    delisted: row[8] as boolean,
    values: Float64Array.from((row[9] as number[] | null) ?? []),
    ...(withPrices ? { prices: Float64Array.from((row[10] as number[] | null) ?? []) } : {}),
  }));
}

/** Running SHA-256 over what series contain: not over file bytes, which carry versions and times of the writer. */
export interface ContentDigest {
  text(value: string): void;
  numbers(values: ArrayLike<number>): void;
  hex(): string;
}

export function createContentDigest(): ContentDigest {
  const hash = createHash('sha256');
  return {
    text(value) {
      hash.update(`${Buffer.byteLength(value)}:${value};`);
    },
    numbers(values) {
      // a copy, so that every NaN has the same bits
      const copy = new Float64Array(values.length);
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as number;
        copy[i] = !Number.isNaN(value) ? value : Number.NaN;
      }
      hash.update(`${copy.length}:`);
      hash.update(new Uint8Array(copy.buffer));
    },
    hex: () => hash.digest('hex'),
  };
}

/** The same sales give the same digest in every shop and database: numbers of rows take no part. */
export function digestSeries(digest: ContentDigest, series: FrozenSeries): void {
  digest.text(series.key);
  digest.text(series.category ?? '');
  digest.numbers([series.firstDay, series.lastSaleDay, series.delisted ? 1 : 0]);
  digest.numbers(series.values);
  if (series.prices) digest.numbers(series.prices);
}
