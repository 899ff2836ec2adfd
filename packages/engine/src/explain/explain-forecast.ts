import { checkOptions } from '../check-options.ts';
import { closedAhead } from '../closed-ahead.ts';
import type { ForecastOptions, Panel, SeriesFailure } from '../contract.ts';
import type { ExtraordinarySale } from '../demand/extraordinary.ts';
import { finish } from '../finish.ts';
import { wantsRegressors } from '../models/candidates.ts';
import { regressorsOf } from '../models/regression/regressors.ts';
import { PanelForecaster } from '../panel-model/panel-forecaster.ts';
import { PANEL_MODEL, type PanelModel } from '../panel-model/panel-model.ts';
import { prepareSeries } from '../prepare-history.ts';
import { type BoostedExplanation, explainBoosted } from './explain-boosted.ts';
import { explainMix, type MixExplanation } from './explain-mix.ts';

/** Why a series' forecast is what it is. */
export interface ForecastExplanation {
  readonly ok: true;
  readonly mix: MixExplanation;
  /** Sales far beyond all others, which were learned from as if they were smaller. */
  readonly extraordinary: readonly ExtraordinarySale[];
  /** Undefined where the boosted model has no part in the forecast. */
  readonly boosted?: BoostedExplanation;
}

/**
 * Explains the forecast that `forecastPanel` makes of series `s` with the same panel, options and model, in pieces of some
 * milliseconds: it yields after each training of a model and each step. Deterministic; changes nothing.
 * @param closed steps ahead (0 = the first) on which nothing can be sold, besides those of an `open` column: drivers leave
 * them out
 * @returns the explanation, or what is wrong with the series
 * @throws RangeError when the options are impossible or there is no series `s`
 */
export function* explainInPieces(
  panel: Panel,
  s: number,
  options: ForecastOptions,
  model?: PanelModel,
  closed?: ReadonlySet<number>,
): Generator<void, ForecastExplanation | SeriesFailure> {
  checkOptions(options);
  if (!(s >= 0 && s < panel.keys.length)) {
    throw new RangeError(`There is no series ${s} in a panel of ${panel.keys.length}.`);
  }
  const history = prepareSeries(panel.values.subarray(panel.offsets[s], panel.offsets[s + 1]), options);
  if (!history.ok) return history;
  const steps = Math.max(
    options.horizon,
    options.backtest.horizon ?? 0,
    ...(options.cumulative?.horizons ?? []),
  );
  const candidate = model ? new PanelForecaster(panel, model, steps).candidate(s) : undefined;
  yield;
  const mix = yield* explainMix(
    history,
    options,
    candidate,
    wantsRegressors(options) ? regressorsOf(panel, s, history.start) : undefined,
  );
  yield;
  const hasPart = mix.models.some((part) => part.model === PANEL_MODEL && part.weight > 0);
  const shut = new Set([...(closed ?? []), ...closedAhead(panel, s)]);
  const boosted =
    model && hasPart ? yield* explainBoosted(panel, s, model, options.horizon, shut) : undefined;
  const { extraordinary } = history;
  return { ok: true, mix, extraordinary, ...(boosted ? { boosted } : {}) };
}

/** `explainInPieces` in one. */
export function explainForecast(
  panel: Panel,
  s: number,
  options: ForecastOptions,
  model?: PanelModel,
  closed?: ReadonlySet<number>,
): ForecastExplanation | SeriesFailure {
  return finish(explainInPieces(panel, s, options, model, closed));
}
