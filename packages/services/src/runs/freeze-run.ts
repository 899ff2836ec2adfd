import { writeFile } from 'node:fs/promises';
import {
  allowLongStatements,
  countSeries,
  listLocationRows,
  readLocationDays,
  recordFrozenInput,
  type SeriesInputRow,
  streamSeriesInput,
  withTenant,
} from '@ordernimbus/data';
import { cleanDemand, ENGINE_VERSION, listPrices } from '@ordernimbus/engine';
import type { Platform } from '../context.ts';
import { createBreather } from './breathe.ts';
import { closedByCalendar, freezeCalendar } from './calendar/freeze-calendar.ts';
import { calendarKey, digestCalendar, type FrozenCalendar, hasPrices } from './calendar/frozen-calendar.ts';
import { isoDay } from './calendar-days.ts';
import {
  createContentDigest,
  digestSeries,
  type FrozenSeries,
  inputKey,
  writeFrozenPartition,
} from './frozen-partition.ts';
import { computeClosedDays } from './open-days.ts';
import type { ParquetFiles } from './parquet-table.ts';
import type { RunLease } from './run-lease.ts';
import { choosePartitionSize, createForecastOptions, type RunOptions } from './run-options.ts';

/** The price asked on each day, from days without returns; the catalogue's where nothing was paid. */
function readPrices(row: SeriesInputRow, firstDay: number, length: number): Float64Array {
  const paid = new Float64Array(length).fill(Number.NaN);
  for (const [from, inQuarter, sold, returned, revenue] of row.quarters) {
    for (let i = 0; i < inQuarter.length; i++) {
      const t = from + (inQuarter[i] as number) - firstDay;
      const units = sold[i] as number;
      const money = revenue?.[i] ?? 0;
      if (t < 0 || t >= length || !(units > 0) || !(money > 0) || (returned[i] as number) > 0) continue;
      paid[t] = money / units;
    }
  }
  const prices = listPrices(paid);
  return Number.isNaN(prices[0]) && row.priceMinor !== null ? prices.fill(row.priceMinor) : prices;
}

function cleanSeries(
  row: SeriesInputRow,
  cutoff: number,
  closed: readonly number[],
  withPrices: boolean,
): FrozenSeries {
  const days: number[] = [];
  const sold: number[] = [];
  const returned: number[] = [];
  for (const [from, inQuarter, soldThen, returnedThen] of row.quarters) {
    for (let i = 0; i < inQuarter.length; i++) {
      days.push(from + (inQuarter[i] as number));
      sold.push(soldThen[i] as number);
      returned.push(returnedThen[i] as number);
    }
  }
  const unknown = [
    ...(row.unavailable ?? []).map(([from, to]) => ({ from, to })),
    ...closed.map((day) => ({ from: day, to: day })),
  ];
  const clean = cleanDemand({ days, sold, returned, unknown, lastDay: cutoff });
  return {
    key: row.key,
    itemId: row.itemId,
    locationId: row.locationId,
    sku: row.sku,
    locationCode: row.locationCode,
    category: row.category,
    firstDay: clean.firstDay,
    lastSaleDay: clean.lastSaleDay,
    delisted: clean.delisted,
    values: clean.values,
    ...(withPrices ? { prices: readPrices(row, clean.firstDay, clean.values.length) } : {}),
  };
}

const codeById = (rows: readonly { locationId: number; code: string }[]): [number, string][] =>
  rows.map(({ locationId, code }) => [locationId, code]);

/** Writes the calendar beside the series. @returns its digest */
async function keepCalendar(platform: Platform, lease: RunLease, calendar: FrozenCalendar): Promise<string> {
  const text = JSON.stringify(calendar);
  const key = calendarKey(lease.tenantId, lease.runId);
  const temporary = `${key}.partial`;
  await writeFile(await platform.objects.localPath(temporary), text);
  await platform.objects.commit(temporary, key);
  return digestCalendar(text);
}

/**
 * Freezes the input of a run: every series, cleaned, in the order of its key, as Parquet partitions with a digest of each
 * and of the whole. The cut-off is the last day on which anything was sold or returned anywhere in the shop: a location
 * or an item without sales on the days before it did not sell, rather than being out of date.
 *
 * Killed at any point it begins again; files of an earlier try are overwritten, and the rows that make the freeze count
 * are one transaction at its end. @returns false when there is nothing to forecast from
 */
export async function freezeRun(platform: Platform, lease: RunLease, files: ParquetFiles): Promise<boolean> {
  const { tenantId, runId, run } = lease;
  const whole = createContentDigest();
  const partitions: { partition: number; series: number; inputDigest: string }[] = [];
  const frozen = await withTenant(platform.database, tenantId, async (tx) => {
    await allowLongStatements(tx);
    const series = await countSeries(tx);
    const partitionSize = choosePartitionSize(series);
    const traded = await readLocationDays(tx);
    const cutoff = Math.max(...traded.map((location) => location.days.at(-1) ?? Number.NEGATIVE_INFINITY));
    if (!Number.isFinite(cutoff)) return undefined;
    const first = Math.min(...traded.map((location) => location.days[0] ?? cutoff));
    const calendar = await freezeCalendar(tx, first, cutoff + run.horizonDays);
    const calendarDigest = calendar && (await keepCalendar(platform, lease, calendar));
    if (calendarDigest) whole.text(calendarDigest);
    const withPrices = hasPrices(calendar);
    const codes = calendar ? new Map(await listLocationRows(tx).then(codeById)) : undefined;
    const closedDays: Record<string, number[]> = {};
    for (const location of traded) {
      const told = closedByCalendar(calendar, codes?.get(location.locationId) ?? '', first, cutoff);
      const seen = computeClosedDays(location.days, location.sellers, cutoff);
      const closed = told.length === 0 ? seen : [...new Set([...told, ...seen])].sort((a, b) => a - b);
      if (closed.length > 0) closedDays[location.locationId] = closed;
    }
    const breathe = createBreather();
    let waiting: FrozenSeries[] = [];
    const writePart = async (part: readonly FrozenSeries[]): Promise<void> => {
      lease.signal.throwIfAborted();
      const digest = createContentDigest();
      for (const one of part) {
        await breathe();
        digestSeries(digest, one);
        digestSeries(whole, one);
      }
      const partition = partitions.length;
      await writeFrozenPartition(files, inputKey(tenantId, runId, partition), part);
      partitions.push({ partition, series: part.length, inputDigest: digest.hex() });
    };
    for await (const rows of streamSeriesInput(tx, Math.min(500, partitionSize), {
      withRevenue: withPrices,
    })) {
      for (const row of rows) {
        await breathe();
        waiting.push(cleanSeries(row, cutoff, closedDays[row.locationId] ?? [], withPrices));
        if (waiting.length < partitionSize) continue;
        await writePart(waiting);
        waiting = [];
      }
    }
    if (waiting.length > 0) await writePart(waiting);
    whole.numbers([cutoff]);
    return { cutoff, partitionSize, closedDays, calendarDigest, withPrices };
  });
  if (!frozen) return false;
  const options: RunOptions = {
    forecast: createForecastOptions(run.horizonDays, run.seed),
    partitionSize: frozen.partitionSize,
    closedDays: frozen.closedDays,
    ...(frozen.calendarDigest ? { calendarDigest: frozen.calendarDigest } : {}),
    ...(frozen.withPrices ? { withPrices: true } : {}),
  };
  await lease.write((tx) =>
    recordFrozenInput(tx, {
      runId,
      cutoff: isoDay(frozen.cutoff),
      inputDigest: whole.hex(),
      engineVersion: ENGINE_VERSION,
      options: { ...options },
      seriesTotal: partitions.reduce((sum, part) => sum + part.series, 0),
      partitions,
    }),
  );
  return true;
}
