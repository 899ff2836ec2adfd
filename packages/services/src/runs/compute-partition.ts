import { cumulativeDays, cumulativeProbabilities } from '@ordernimbus/contracts';
import type { ForecastInsert } from '@ordernimbus/data';
import type { SeriesForecast, SeriesResult } from '@ordernimbus/engine';
import { createBreather } from './breathe.ts';
import { isoDay } from './calendar-days.ts';
import type { EnginePort } from './engine-port.ts';
import { createContentDigest, type FrozenSeries } from './frozen-partition.ts';
import { mapPanel } from './map-panel.ts';
import { PartitionSummary, type PartitionSums } from './partition-sums.ts';
import type { RunModel } from './run-model.ts';
import { type RunOptions, seasonDays } from './run-options.ts';
import { mapMetrics, type Tally } from './tally.ts';

export interface PartitionOutput {
  readonly rows: ForecastInsert[];
  readonly results: readonly (
    | SeriesResult
    | { ok: false; code: 'delisted' | 'never_sold'; detail: string }
  )[];
  readonly sums: PartitionSums;
  readonly outputDigest: string;
  readonly ok: number;
  readonly failed: number;
  readonly stoodIn: number;
}

const round = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(5)) : null;

/** Back-test as the item page reads it; five significant digits are more than a chart shows. */
function backtestText(series: FrozenSeries, result: SeriesForecast): string {
  const { backtest, probabilities } = result;
  const { windows, horizon } = backtest;
  const part = (values: Float64Array, from: number) =>
    Array.from(values.subarray(from, from + horizon), round);
  const quantile = (p: number, w: number) =>
    part(backtest.quantiles, probabilities.indexOf(p) * windows * horizon + w * horizon);
  return JSON.stringify({
    windows: Array.from({ length: windows }, (_, w) => ({
      originDay: isoDay(series.firstDay + (backtest.origins[w] as number)),
      actual: part(backtest.actual, w * horizon),
      mean: part(backtest.mean, w * horizon),
      low80: quantile(0.1, w),
      high80: quantile(0.9, w),
      low50: quantile(0.25, w),
      high50: quantile(0.75, w),
      low95: quantile(0.025, w),
      high95: quantile(0.975, w),
      naive: part(backtest.naive, w * horizon),
    })),
  });
}

function soldPrior28(values: Float64Array): number | null {
  let sum = 0;
  let known = 0;
  for (let i = Math.max(0, values.length - 28); i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    sum += value;
    known++;
  }
  return known === 0 ? null : sum;
}

function mapForecast(series: FrozenSeries, result: SeriesForecast, tally: Tally): ForecastInsert['outcome'] {
  const row = cumulativeDays.indexOf(28) * cumulativeProbabilities.length;
  let mean28 = 0;
  for (let i = 0; i < Math.min(28, result.mean.length); i++) mean28 += result.mean[i] as number;
  return {
    ok: true,
    model: result.model,
    standIn: result.standIn ?? null,
    weights: result.weights.map(({ model, weight, loss }) => ({
      model,
      weight,
      loss: Number.isFinite(loss) ? loss : null,
    })),
    demandClass: result.demandClass,
    mean: result.mean,
    quantiles: result.quantiles,
    cumulative: result.cumulative,
    backtest: backtestText(series, result),
    metrics: mapMetrics(tally),
    mean28,
    low28: result.cumulative[row + cumulativeProbabilities.indexOf(0.1)] as number,
    high28: result.cumulative[row + cumulativeProbabilities.indexOf(0.9)] as number,
  };
}

async function digestOutput(
  series: readonly FrozenSeries[],
  results: PartitionOutput['results'],
): Promise<string> {
  const digest = createContentDigest();
  const breathe = createBreather();
  for (const [index, result] of results.entries()) {
    await breathe();
    digest.text((series[index] as FrozenSeries).key);
    if (!result.ok) {
      digest.text(`${result.code}: ${result.detail}`);
      continue;
    }
    digest.text(JSON.stringify([result.model, result.standIn ?? null, result.weights, result.demandClass]));
    digest.numbers(result.mean);
    digest.numbers(result.quantiles);
    digest.numbers(result.cumulative);
    digest.numbers(result.backtest.origins);
    digest.numbers(result.backtest.actual);
    digest.numbers(result.backtest.mean);
    digest.numbers(result.backtest.quantiles);
    digest.numbers(result.backtest.naive);
  }
  return digest.hex();
}

const delistedDetail = (series: FrozenSeries, cutoff: number): string =>
  `Not sold here since ${isoDay(series.lastSaleDay)}, ${cutoff - series.lastSaleDay} days before the last day of data ` +
  'and more than three times its longest pause before. It counts as no longer sold and gets no forecast; ' +
  'the next sale brings it back.';

const neverSoldDetail =
  'Nothing of it was sold here in the data, only returned or listed without a quantity. It gets a forecast with its first sale.';

/** Why a series is not forecast although nothing went wrong, or undefined: it is for the engine. */
function reasonToRest(series: FrozenSeries, cutoff: number) {
  if (series.delisted)
    return { ok: false, code: 'delisted', detail: delistedDetail(series, cutoff) } as const;
  if (series.values.length === 0) return { ok: false, code: 'never_sold', detail: neverSoldDetail } as const;
  return undefined;
}

/** Forecasts a partition and makes everything that is kept of it. Pure but for the engine's threads. */
export async function computePartition(
  series: readonly FrozenSeries[],
  partition: number,
  cutoff: number,
  options: RunOptions,
  model: RunModel,
  pool: EnginePort,
  signal?: AbortSignal,
): Promise<PartitionOutput> {
  const resting = series.map((one) => reasonToRest(one, cutoff));
  const active = series.filter((_, index) => !resting[index]);
  const computed =
    active.length > 0
      ? (
          await pool.forecast(mapPanel(active, cutoff, model.dictionary), options.forecast, {
            ...(signal ? { signal } : {}),
            model: model.panelModel,
          })
        ).results
      : [];
  const summary = new PartitionSummary({ cutoff, season: seasonDays });
  const results: PartitionOutput['results'][number][] = [];
  const rows: ForecastInsert[] = [];
  let next = 0;
  let ok = 0;
  let failed = 0;
  let stoodIn = 0;
  const breathe = createBreather();
  for (const [index, one] of series.entries()) {
    await breathe();
    const rest = resting[index];
    const result = rest ?? (computed[next++] as SeriesResult);
    results.push(result);
    let outcome: ForecastInsert['outcome'];
    if (result.ok) {
      ok++;
      if (result.standIn) stoodIn++;
      outcome = mapForecast(one, result, summary.addForecast(one, result));
    } else {
      if (!rest) failed++;
      summary.addHistory(one);
      outcome = { ok: false, code: result.code, detail: result.detail };
    }
    rows.push(mapRow(one, partition, outcome));
  }
  return {
    rows,
    results,
    sums: summary.result(),
    outputDigest: await digestOutput(series, results),
    ok,
    failed,
    stoodIn,
  };
}

function mapRow(one: FrozenSeries, partition: number, outcome: ForecastInsert['outcome']): ForecastInsert {
  const sold = one.values.length > 0;
  return {
    itemId: one.itemId,
    locationId: one.locationId,
    partition,
    firstDay: sold ? isoDay(one.firstDay) : null,
    lastSaleDay: sold ? isoDay(one.lastSaleDay) : null,
    historyDays: one.values.length,
    soldPrior28: soldPrior28(one.values),
    outcome,
  };
}

/** A partition whose computation crashed each time: every series of it is reported, none becomes a row of zeros. */
export async function failPartition(
  series: readonly FrozenSeries[],
  partition: number,
  cutoff: number,
  error: { code: string; message: string },
): Promise<PartitionOutput> {
  const summary = new PartitionSummary({ cutoff, season: seasonDays });
  const detail = `Part ${partition + 1} of the run could not be computed: ${error.message}`;
  const results = series.map(() => ({ ok: false, code: 'internal', detail }) as const);
  for (const one of series) summary.addHistory(one);
  return {
    rows: series.map((one) => mapRow(one, partition, { ok: false, code: 'partition_failed', detail })),
    results,
    sums: summary.result(),
    outputDigest: await digestOutput(series, results),
    ok: 0,
    failed: series.length,
    stoodIn: 0,
  };
}
