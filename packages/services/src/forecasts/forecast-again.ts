import { ServiceError } from '@ordernimbus/contracts';
import { forecastInPieces, type SeriesForecast } from '@ordernimbus/engine';
import type { FrozenSeries } from '../runs/frozen-partition.ts';
import { mapPanel } from '../runs/map-panel.ts';
import type { RunModel } from '../runs/run-model.ts';
import type { RunOptions } from '../runs/run-options.ts';
import { inPieces } from './in-turn.ts';

/** The models that look at more than the item's own sales. */
export const knowsAhead = (model: string): boolean =>
  model === 'boosted' || /^(ets|arima)-regression/.test(model);

/** Forecasts one series of a run from its frozen input, with a turn of the event loop between the pieces. */
export async function forecastAgain(
  series: FrozenSeries,
  cutoff: number,
  model: RunModel,
  options: RunOptions,
): Promise<SeriesForecast> {
  const panel = mapPanel([series], cutoff, model.dictionary);
  const result = await inPieces(forecastInPieces(panel, 0, options.forecast, model.panelModel));
  if (!result.ok) throw new ServiceError('not_found', result.detail);
  return result;
}
