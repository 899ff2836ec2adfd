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
  const forecaster = model ? new PanelForecaster(panel, model, stepsAhead(options)) : undefined;
  const facts = factsOf(panel, s, options, forecaster);
  return forecastSeriesInPieces(historyOf(panel, s), panel.keys[s] ?? '', options, facts);
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

function checkPanel({ values, offsets, keys }: Panel): void {
  if (offsets.length !== keys.length + 1 || offsets[keys.length]! > values.length) {
    throw new RangeError(
      `The panel has ${keys.length} keys, ${offsets.length} offsets and ${values.length} values; offsets must be one more than keys and end inside the values.`,
    );
  }
}
