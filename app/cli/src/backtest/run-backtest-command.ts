import { type ForecastOptions, type SeriesResult, seasonalityOf } from '@ordernimbus/engine';
import { createAccuracyTotal, scalesOf, scoreSeries } from '../accuracy/index.ts';
import { CliError } from '../cli-error.ts';
import type { InputFlags } from '../commands/input-options.ts';
import { forecastParts } from '../forecast/forecast-parts.ts';
import { quantileColumns } from '../forecast/run-forecast-command.ts';
import { seriesPerPart } from '../forecast/series-per-part.ts';
import { TableBlock, type TableColumn } from '../output/table-block.ts';
import { createTableWriter } from '../output/table-writer.ts';
import { planCovariates } from '../panel/covariate-plan.ts';
import { holidayColumns } from '../panel/holiday-columns.ts';
import { panelParts } from '../panel/panel-parts.ts';
import type { PartSeries } from '../panel/part-series.ts';
import { createProgress } from '../progress.ts';
import { type Session, withSession } from '../session.ts';
import { parseSettings } from '../settings.ts';
import { createCounts } from '../summary/counts.ts';
import { writeSummary } from '../summary/write-summary.ts';
import { cutWindows } from './cut-windows.ts';
import { planOrigins, reportWindows } from './plan-origins.ts';
import { addWindow, forecastOfWindow, joinWindows, type WindowForecast } from './score-windows.ts';

/**
 * `nimbus backtest`: every window is forecast anew from what was known at its origin, choice of the model and
 * calibration included, so nothing of a window can have helped its own forecast.
 */
export async function runBacktestCommand(input: string, flags: InputFlags): Promise<void> {
  await withSession(parseSettings(input, flags), backtestSession);
}

async function backtestSession(session: Session): Promise<void> {
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
  if (cutoffStep - settings.horizon < observations.firstStep) {
    const [first, last] = [observations.firstStep, cutoffStep].map(calendar.nameOf);
    throw new CliError(
      `${settings.input} from ${first} to ${last} leaves nothing to learn from before a window of ${settings.horizon} steps; choose a smaller --horizon.`,
    );
  }
  const { season } = seasonalityOf(calendar.frequency);
  const holidays = await holidayColumns(observations, settings.holidays, settings.horizon);
  const covariates = await planCovariates(observations, cutoffStep, settings.horizon, true, holidays);
  const counts = createCounts();
  const accuracy = createAccuracyTotal(settings.levels);
  const naive = createAccuracyTotal([]);
  // Origins at which at least one series had history enough to be forecast.
  const made = new Set<number>();
  const progress = createProgress('series', observations.items.length);
  const columns = backtestColumns(settings.levels);
  const writer = await createTableWriter(settings.out, columns);
  try {
    const origins = await planOrigins(session, options, covariates);
    const parts = cutWindows(
      panelParts(observations, {
        cutoffStep,
        covariates,
        seriesPerPart: seriesPerPart(observations.items.length, settings.threads),
      }),
      { origins, horizon: settings.horizon, covariates },
    );
    let collected = new Map<PartSeries, WindowForecast[]>();
    for await (const { part, results } of forecastParts(pool, parts, options, signal)) {
      for (const [index, window] of part.windows.entries()) {
        const result = results[index] as SeriesResult;
        counts.add(window.series, result);
        if (!result.ok) continue;
        made.add(window.originStep);
        const forecasts = collected.get(window.series) ?? [];
        collected.set(window.series, forecasts);
        forecasts.push(forecastOfWindow(window.series, window, result, season));
      }
      if (!part.isLast) continue;
      const block = new TableBlock(columns, part.windows.length * origins.length * settings.horizon);
      // A series that has started stays: the last window has them all, in the order of the input.
      for (const { series } of part.windows) {
        const forecasts = collected.get(series);
        if (!forecasts) continue;
        for (const forecast of forecasts) addWindow(block, series, forecast, calendar);
        const joined = joinWindows(forecasts, season, settings.levels);
        const scales = scalesOf(joined.ours);
        accuracy.add(scoreSeries(joined.ours, scales));
        naive.add(scoreSeries(joined.naive, scales));
      }
      await writer.write(block);
      progress.add(part.windows.length);
      collected = new Map();
    }
    progress.end();
    counts.requireOne(settings.input);
    await writer.finish();
  } catch (error) {
    progress.end();
    await writer.abandon();
    throw error;
  }
  counts.report();
  reportWindows(made.size, settings.windows);
  await writeSummary(session, {
    command: 'backtest',
    windows: made.size,
    covariates,
    counts: counts.result(),
    accuracy: { ours: accuracy.result(), seasonalNaive: naive.result() },
  });
}

const backtestColumns = (levels: readonly number[]): TableColumn[] => [
  { name: 'item', type: 'text' },
  { name: 'location', type: 'text' },
  { name: 'origin', type: 'text' },
  { name: 'date', type: 'text' },
  { name: 'actual', type: 'number', nullable: true },
  { name: 'mean', type: 'number' },
  ...quantileColumns(levels),
  { name: 'naive', type: 'number', nullable: true },
];
