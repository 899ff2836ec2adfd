import type { SeriesForecast } from '@ordernimbus/engine';
import type { Calendar } from '@ordernimbus/importers/observations';
import { type ScoredSeries, seasonalNaive } from '../accuracy/index.ts';
import type { TableBlock } from '../output/table-block.ts';
import type { PartSeries } from '../panel/part-series.ts';
import type { CutWindow } from './cut-windows.ts';

/** A window's forecast and the seasonal naive's, next to what happened; closed days are zero in both. */
export interface WindowForecast {
  readonly window: CutWindow;
  readonly mean: Float64Array;
  /** [probability][step] */
  readonly quantiles: Float64Array;
  readonly probabilities: readonly number[];
  readonly naive: Float64Array;
}

export function forecastOfWindow(
  series: PartSeries,
  window: CutWindow,
  result: SeriesForecast,
  season: number,
): WindowForecast {
  const horizon = result.mean.length;
  const mean = result.mean.slice();
  const quantiles = result.quantiles.slice();
  const naive = seasonalNaive(window.history, season, horizon);
  for (let step = 0; step < horizon; step++) {
    if (!series.history.closedSteps.has(window.originStep + 1 + step)) continue;
    mean[step] = 0;
    naive[step] = 0;
    for (let p = 0; p < result.probabilities.length; p++) quantiles[p * horizon + step] = 0;
  }
  return { window, mean, quantiles, probabilities: result.probabilities, naive };
}

/** Adds the rows of one window, a step each. */
export function addWindow(
  block: TableBlock,
  { item, location }: PartSeries,
  { window, mean, quantiles, probabilities, naive }: WindowForecast,
  calendar: Calendar,
): void {
  const horizon = mean.length;
  const dates = Array.from(mean, (_, step) => calendar.nameOf(window.originStep + 1 + step));
  const ranges = probabilities.map((_, p) => quantiles.subarray(p * horizon, (p + 1) * horizon));
  const origin = calendar.nameOf(window.originStep);
  block.add([item, location, origin, dates, window.actual, mean, ...ranges, naive], horizon);
}

/** The windows of one series, oldest first, as one; the scales come from what was known before all of them. */
export function joinWindows(
  windows: readonly WindowForecast[],
  season: number,
  levels: readonly number[],
): { readonly ours: ScoredSeries; readonly naive: ScoredSeries } {
  const first = windows[0] as WindowForecast;
  const horizon = first.mean.length;
  const points = horizon * windows.length;
  const actual = new Float64Array(points);
  const mean = new Float64Array(points);
  const naive = new Float64Array(points);
  const quantiles = new Float64Array(points * first.probabilities.length);
  for (const [index, forecast] of windows.entries()) {
    actual.set(forecast.window.actual, index * horizon);
    mean.set(forecast.mean, index * horizon);
    naive.set(forecast.naive, index * horizon);
    for (let p = 0; p < first.probabilities.length; p++) {
      quantiles.set(
        forecast.quantiles.subarray(p * horizon, (p + 1) * horizon),
        p * points + index * horizon,
      );
    }
  }
  const common = { history: first.window.history, season, actual };
  return {
    ours: { ...common, mean, quantiles, probabilities: first.probabilities, levels },
    naive: { ...common, mean: naive, quantiles: [], probabilities: [], levels: [] },
  };
}
