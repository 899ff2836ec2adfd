import { closedAhead } from './closed-ahead.ts';
import type { ForecastOptions, Panel, SeriesResult } from './contract.ts';
import { forecastSeries, forecastSeriesInPieces, type SeriesFacts } from './forecast-series.ts';
import { wantsRegressors } from './models/candidates.ts';
import { regressorsOf } from './models/regression/regressors.ts';
import { PanelForecaster } from './panel-model/panel-forecaster.ts';
import type { PanelModel } from './panel-model/panel-model.ts';

/**
 * Forecasts every series of a panel, in its order; zero where it is known to be closed. Each result depends on its own
 * series, key, covariates, the options and the panel model (`trainPanelModel`) only, so partitions may be cut anywhere and
 * run on any thread.
 * @throws RangeError when the options are impossible or the panel's arrays do not fit each other
 */
export function forecastPanel(panel: Panel, options: ForecastOptions, model?: PanelModel): SeriesResult[] {
  checkPanel(panel);
  const { keys } = panel;
  const forecaster = model ? new PanelForecaster(panel, model, stepsAhead(options)) : undefined;
  return keys.map((key, s) =>
    forecastSeries(historyOf(panel, s), key, options, factsOf(panel, s, options, forecaster)),
  );
}

/** The forecast of series `s` as `forecastPanel` makes it, in pieces of some milliseconds. */
export function forecastInPieces(
  panel: Panel,
  s: number,
  options: ForecastOptions,
  model?: PanelModel,
): Generator<void, SeriesResult> {
  checkPanel(panel);
  if (!(s >= 0 && s < panel.keys.length)) {
    throw new RangeError(`There is no series ${s} in a panel of ${panel.keys.length}.`);
  }
  const forecaster = model ? new PanelForecaster(panel, model, stepsAhead(options)) : undefined;
  const facts = factsOf(panel, s, options, forecaster);
  return forecastSeriesInPieces(historyOf(panel, s), panel.keys[s], options, facts);
}

const factsOf = (
  panel: Panel,
  s: number,
  options: ForecastOptions,
  forecaster: PanelForecaster | undefined,
): SeriesFacts => ({
  panel: forecaster?.candidate(s),
  closed: closedAhead(panel, s),
  ...(wantsRegressors(options) ? { regressors: (start) => regressorsOf(panel, s, start) } : {}),
});

const historyOf = ({ values, offsets }: Panel, s: number): Float64Array =>
  values.subarray(offsets[s], offsets[s + 1]);

const stepsAhead = ({ horizon, backtest, cumulative }: ForecastOptions): number =>
  Math.max(horizon, backtest.horizon ?? 0, ...(cumulative?.horizons ?? []));

function checkPanel({ values, offsets, keys, covariates }: Panel): void {
  const series = keys.length;
  if (!isAscending(offsets, series) || offsets[series] > values.length) {
    throw new RangeError(
      `The panel has ${series} keys, ${offsets.length} offsets and ${values.length} values; offsets must be one more than keys, ascend and end inside the values.`,
    );
  }
  if (!covariates) return;
  const { starts, known, attributes } = covariates;
  if (!isAscending(starts, series)) {
    throw new RangeError(
      `The covariates have ${starts.length} starts for ${series} series; they must be one more and ascend.`,
    );
  }
  for (const { name, values: column } of known) {
    if (starts[series] <= column.length) continue;
    throw new RangeError(`Column ${name} has ${column.length} values; ${starts[series]} are announced.`);
  }
  for (const { name, codes } of attributes) {
    if (codes.length >= series) continue;
    throw new RangeError(`Attribute ${name} has ${codes.length} codes for ${series} series.`);
  }
}

/** Whether there is one place more than series, none before the one before. */
function isAscending(places: Uint32Array, series: number): boolean {
  if (places.length !== series + 1) return false;
  for (let s = 0; s < series; s++) if (places[s + 1] < places[s]) return false;
  return true;
}
