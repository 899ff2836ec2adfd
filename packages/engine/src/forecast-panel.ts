import { closedAhead } from './closed-ahead.ts';
import type { ForecastOptions, Panel, SeriesResult } from './contract.ts';
import { forecastSeries } from './forecast-series.ts';
import { PanelForecaster } from './panel-model/panel-forecaster.ts';
import type { PanelModel } from './panel-model/panel-model.ts';

/**
 * Forecasts every series of a panel, in its order; zero where it is known to be closed. Each result depends on its own series, key, covariates, the options and
 * the panel model (`trainPanelModel`) only, so partitions may be cut anywhere and run on any thread.
 * @throws RangeError when the options are impossible or the panel's arrays do not fit each other
 */
export function forecastPanel(panel: Panel, options: ForecastOptions, model?: PanelModel): SeriesResult[] {
  const { values, offsets, keys } = panel;
  if (offsets.length !== keys.length + 1 || offsets[keys.length]! > values.length) {
    throw new RangeError(
      `The panel has ${keys.length} keys, ${offsets.length} offsets and ${values.length} values; offsets must be one more than keys and end inside the values.`,
    );
  }
  const steps = Math.max(
    options.horizon,
    options.backtest.horizon ?? 0,
    ...(options.cumulative?.horizons ?? []),
  );
  const forecaster = model ? new PanelForecaster(panel, model, steps) : undefined;
  return keys.map((key, s) => {
    const history = values.subarray(offsets[s], offsets[s + 1]);
    return forecastSeries(history, key, options, forecaster?.candidate(s), closedAhead(panel, s));
  });
}
