import { type ForecastOptions, type SeriesResult, seasonalityOf } from '@ordernimbus/engine';
import { createAccuracyTotal, scoreSeries } from '../accuracy/index.ts';
import type { InputFlags } from '../commands/input-options.ts';
import { forecastParts } from '../forecast/forecast-parts.ts';
import { quantileColumns } from '../forecast/run-forecast-command.ts';
import { seriesPerPart } from '../forecast/series-per-part.ts';
import { createTableWriter, type TableColumn, type TableRow } from '../output/table-writer.ts';
import { panelParts } from '../panel/panel-parts.ts';
import { createProgress } from '../progress.ts';
import { type Session, withSession } from '../session.ts';
import { parseSettings } from '../settings.ts';
import { createCounts } from '../summary/counts.ts';
import { writeSummary } from '../summary/write-summary.ts';
import { cutWindows } from './cut-windows.ts';
import { forecastOfWindow, joinWindows, type WindowForecast, windowRows } from './score-windows.ts';

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
  const { season } = seasonalityOf(calendar.frequency);
  const counts = createCounts();
  const accuracy = createAccuracyTotal(settings.levels);
  const naive = createAccuracyTotal([]);
  const progress = createProgress('series', observations.items.length);
  const writer = await createTableWriter(settings.out, backtestColumns(settings.levels), session.db);
  try {
    const parts = cutWindows(
      panelParts(observations, {
        cutoffStep,
        seriesPerPart: seriesPerPart(observations.items.length, settings.threads),
      }),
      { cutoffStep, horizon: settings.horizon, windows: settings.windows, step: settings.step },
    );
    for await (const { part, results } of forecastParts(pool, parts, options, signal)) {
      const rows: TableRow[] = [];
      for (const { series, windows } of part.series) {
        const forecasts: WindowForecast[] = [];
        for (const window of windows) {
          const result = results[window.index] as SeriesResult;
          counts.add(series, result);
          if (result.ok) forecasts.push(forecastOfWindow(series, window, result, season));
        }
        if (forecasts.length === 0) continue;
        for (const forecast of forecasts) rows.push(...windowRows(series, forecast, calendar));
        const joined = joinWindows(forecasts, season, settings.levels);
        accuracy.add(scoreSeries(joined.ours));
        naive.add(scoreSeries(joined.naive));
      }
      await writer.write(rows);
      progress.add(part.series.length);
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
  await writeSummary(session, {
    command: 'backtest',
    counts: counts.result(),
    accuracy: { ours: accuracy.result(), seasonalNaive: naive.result() },
  });
}

const backtestColumns = (levels: readonly number[]): TableColumn[] => [
  { name: 'item', type: 'text' },
  { name: 'location', type: 'text' },
  { name: 'origin', type: 'text' },
  { name: 'date', type: 'text' },
  { name: 'actual', type: 'number' },
  { name: 'mean', type: 'number' },
  ...quantileColumns(levels),
  { name: 'naive', type: 'number' },
];
