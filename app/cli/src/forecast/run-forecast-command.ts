import {
  type ForecastOptions,
  probabilitiesOf,
  type SeriesForecast,
  seasonalityOf,
} from '@ordernimbus/engine';
import type { Calendar } from '@ordernimbus/importers/observations';
import { createAccuracyTotal, scoreSeries } from '../accuracy/index.ts';
import type { InputFlags } from '../commands/input-options.ts';
import { findSeries } from '../explain/find-series.ts';
import { printExplanation } from '../explain/print-explanation.ts';
import { createTableWriter, type TableColumn, type TableRow } from '../output/table-writer.ts';
import { planCovariates } from '../panel/covariate-plan.ts';
import { holidayColumns } from '../panel/holiday-columns.ts';
import { panelParts } from '../panel/panel-parts.ts';
import type { PartSeries } from '../panel/part-series.ts';
import { reportFuture } from '../panel/report-future.ts';
import { trainModel } from '../panel/train-model.ts';
import { createProgress } from '../progress.ts';
import { type Session, withSession } from '../session.ts';
import { parseSettings } from '../settings.ts';
import { createCounts } from '../summary/counts.ts';
import { writeSummary } from '../summary/write-summary.ts';
import { forecastParts, withModel } from './forecast-parts.ts';
import { seriesPerPart } from './series-per-part.ts';

export async function runForecastCommand(input: string, flags: InputFlags): Promise<void> {
  await withSession(parseSettings(input, flags), forecastSession);
}

async function forecastSession(session: Session): Promise<void> {
  const { settings, observations, pool, signal, cutoffStep } = session;
  const { calendar } = observations;
  const options: ForecastOptions = {
    horizon: settings.horizon,
    frequency: calendar.frequency,
    levels: settings.levels,
    models: settings.models,
    seed: settings.seed,
    backtest: { windows: 3, step: settings.horizon },
  };
  const { season } = seasonalityOf(calendar.frequency);
  const holidays = await holidayColumns(observations, settings.holidays, settings.horizon);
  const covariates = await planCovariates(observations, cutoffStep, settings.horizon, false, holidays);
  const { explain } = settings;
  const explained = explain === undefined ? undefined : findSeries(observations, explain);
  if (explained && settings.out === undefined) {
    const model = await trainModel(session, options, cutoffStep, covariates);
    await printExplanation(session, explained, options, covariates, model);
    await reportFuture(session, covariates);
    return;
  }
  const counts = createCounts();
  const accuracy = createAccuracyTotal(settings.levels);
  const naive = createAccuracyTotal([]);
  const progress = createProgress('series', observations.items.length);
  const writer = await createTableWriter(settings.out, forecastColumns(settings.levels));
  try {
    const model = await trainModel(session, options, cutoffStep, covariates);
    const parts = panelParts(observations, {
      cutoffStep,
      covariates,
      seriesPerPart: seriesPerPart(observations.items.length, settings.threads),
    });
    for await (const { part, results } of forecastParts(pool, withModel(parts, model), options, signal)) {
      const rows: TableRow[] = [];
      for (const [index, result] of results.entries()) {
        const series = part.series[index] as PartSeries;
        counts.add(series, result);
        if (!result.ok) continue;
        addForecastRows(rows, series, result, calendar, cutoffStep);
        const scored = backtestAsScored(series, result, season, settings.levels);
        accuracy.add(scoreSeries(scored));
        naive.add(
          scoreSeries({
            ...scored,
            mean: result.backtest.naive,
            quantiles: [],
            probabilities: [],
            levels: [],
          }),
        );
      }
      await writer.write(rows);
      progress.add(results.length);
    }
    progress.end();
    counts.requireOne(settings.input);
    await writer.finish();
    if (explained) await printExplanation(session, explained, options, covariates, model);
  } catch (error) {
    progress.end();
    await writer.abandon();
    throw error;
  }
  counts.report();
  await reportFuture(session, covariates);
  await writeSummary(session, {
    command: 'forecast',
    covariates,
    counts: counts.result(),
    accuracy: { ours: accuracy.result(), seasonalNaive: naive.result() },
  });
}

export const quantileColumns = (levels: readonly number[]): TableColumn[] =>
  probabilitiesOf(levels).map((probability) => ({ name: `q${probability}`, type: 'number' }));

const forecastColumns = (levels: readonly number[]): TableColumn[] => [
  { name: 'item', type: 'text' },
  { name: 'location', type: 'text' },
  { name: 'date', type: 'text' },
  { name: 'mean', type: 'number' },
  ...quantileColumns(levels),
  { name: 'model', type: 'text' },
];

function addForecastRows(
  rows: TableRow[],
  series: PartSeries,
  result: SeriesForecast,
  calendar: Calendar,
  cutoffStep: number,
): void {
  const horizon = result.mean.length;
  for (let step = 0; step < horizon; step++) {
    const at = cutoffStep + 1 + step;
    const closed = series.history.closedSteps.has(at);
    const row: (string | number)[] = [
      series.item,
      series.location,
      calendar.nameOf(at),
      closed ? 0 : (result.mean[step] as number),
    ];
    for (let p = 0; p < result.probabilities.length; p++) {
      row.push(closed ? 0 : (result.quantiles[p * horizon + step] as number));
    }
    row.push(result.model);
    rows.push(row);
  }
}

function backtestAsScored(
  series: PartSeries,
  result: SeriesForecast,
  season: number,
  levels: readonly number[],
): Parameters<typeof scoreSeries>[0] {
  const { backtest } = result;
  const firstOrigin = backtest.origins.length > 0 ? Math.min(...backtest.origins) : -1;
  return {
    history: series.history.values.subarray(0, firstOrigin + 1),
    season,
    actual: backtest.actual,
    mean: backtest.mean,
    quantiles: backtest.quantiles,
    probabilities: result.probabilities,
    levels,
  };
}
