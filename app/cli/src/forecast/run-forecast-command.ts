import {
  type ForecastOptions,
  probabilitiesOf,
  type SeriesForecast,
  seasonalityOf,
} from '@ordernimbus/engine';
import { createAccuracyTotal, scalesOf, scoreSeries } from '../accuracy/index.ts';
import type { InputFlags } from '../commands/input-options.ts';
import { findSeries } from '../explain/find-series.ts';
import { printExplanation } from '../explain/print-explanation.ts';
import { TableBlock, type TableColumn } from '../output/table-block.ts';
import { createTableWriter } from '../output/table-writer.ts';
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
  const columns = forecastColumns(settings.levels);
  const dates = Array.from({ length: settings.horizon }, (_, k) => calendar.nameOf(cutoffStep + 1 + k));
  const writer = await createTableWriter(settings.out, columns);
  try {
    const model = await trainModel(session, options, cutoffStep, covariates);
    const parts = panelParts(observations, {
      cutoffStep,
      covariates,
      seriesPerPart: seriesPerPart(observations.items.length, settings.threads),
    });
    for await (const { part, results } of forecastParts(pool, withModel(parts, model), options, signal)) {
      const block = new TableBlock(columns, results.length * settings.horizon);
      for (const [index, result] of results.entries()) {
        const series = part.series[index] as PartSeries;
        counts.add(series, result);
        if (!result.ok) continue;
        addForecast(block, series, result, dates, cutoffStep);
        const scored = backtestAsScored(series, result, season, settings.levels);
        const scales = scalesOf(scored);
        accuracy.add(scoreSeries(scored, scales));
        const byNaive = {
          ...scored,
          mean: result.backtest.naive,
          quantiles: [],
          probabilities: [],
          levels: [],
        };
        naive.add(scoreSeries(byNaive, scales));
      }
      await writer.write(block);
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

/** Adds the rows of one series, a step each; nothing is sold on a closed one. */
function addForecast(
  block: TableBlock,
  { item, location, history }: PartSeries,
  { mean, quantiles, probabilities, model }: SeriesForecast,
  dates: readonly string[],
  cutoffStep: number,
): void {
  const horizon = dates.length;
  const numbers = [mean, ...probabilities.map((_, p) => quantiles.subarray(p * horizon, (p + 1) * horizon))];
  const closed = [...dates.keys()].filter((step) => history.closedSteps.has(cutoffStep + 1 + step));
  const open = closed.length > 0 ? numbers.map((column) => withZeros(column, closed)) : numbers;
  block.add([item, location, dates, ...open, model], horizon);
}

function withZeros(values: Float64Array, places: readonly number[]): Float64Array {
  const others = values.slice();
  for (const place of places) others[place] = 0;
  return others;
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
