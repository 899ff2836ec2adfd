import { leastForecast, type Model, type TrainedModel } from '../model.ts';
import { fillUnknown } from '../mstl/decompose.ts';
import { chooseDifferences } from './choose-differences.ts';
import { type ArimaEstimate, countEstimated, estimateConditional, estimateToForecast } from './fit-arima.ts';
import { forecastArima } from './forecast-arima.ts';
import { fourierTerms } from './fourier.ts';
import { labelOf } from './order.ts';
import type { Regressors } from './regression.ts';
import { searchOrder } from './search-order.ts';

interface TrainedArima extends TrainedModel {
  readonly fit: ArimaEstimate;
  /** Number of values it was fitted on. */
  readonly length: number;
  readonly harmonics: number;
}

/** A history this much longer than the earlier one chooses its order anew. */
const OUTGROWN = 1.35;
/** Longest season with a seasonal part; longer ones are repeated by Fourier terms. */
const LONGEST_SEASON = 52;
const MOST_HARMONICS = 6;

function regressorsOf(period: number, harmonics: number, length: number): Regressors | undefined {
  return harmonics > 0 ? fourierTerms(period, harmonics, length) : undefined;
}

/** Number of harmonics of a long season by the corrected Akaike criterion, up to the first that does not pay. */
function chooseHarmonics(values: Float64Array, period: number): number {
  const filled = fillUnknown(values, period);
  const { d } = chooseDifferences(filled, 1);
  const order = { p: 2, d, q: 0, constant: d < 2, P: 0, D: 0, Q: 0, period: 1 };
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k <= MOST_HARMONICS; k++) {
    const regressors = regressorsOf(period, k, values.length);
    const fit = estimateConditional(values, filled, order, regressors);
    if (!fit || !(fit.criterion < best)) return Math.max(0, k - 1);
    best = fit.criterion;
  }
  return MOST_HARMONICS;
}

function trained(
  fit: ArimaEstimate,
  length: number,
  season: number,
  harmonics: number,
  least: number,
): TrainedArima {
  const label = labelOf(fit.order);
  return {
    label: harmonics > 0 ? `${label}+fourier(${season},${harmonics})` : label,
    parameters: countEstimated(fit),
    fit,
    length,
    harmonics,
    predict(all, origins, horizon, out) {
      const regressors = regressorsOf(season, harmonics, all.length + horizon);
      forecastArima(fit, all, origins, horizon, out, regressors);
      for (let i = 0; i < origins.length * horizon; i++) out[i] = Math.max(least, out[i]);
    },
  };
}

/**
 * ARIMA with automatic choice of the order (Hyndman and Khandakar 2008): differences by tests, a stepwise search by the
 * corrected Akaike criterion, exact likelihood at the end. Seasons beyond 52 steps by Fourier terms.
 */
export const autoArima: Model = {
  name: 'auto-arima',
  fits: (values) => values.length >= 4,
  train(values, { season }, from): TrainedArima {
    const n = values.length;
    const least = leastForecast(values);
    const earlier = from as TrainedArima | undefined;
    if (earlier && n < OUTGROWN * earlier.length) {
      const { harmonics, fit } = earlier;
      const filled = fillUnknown(values, fit.order.period);
      const again = estimateToForecast(values, filled, fit.order, regressorsOf(season, harmonics, n), fit);
      if (again) return trained(again, n, season, harmonics, least);
    }
    const long = season > LONGEST_SEASON && n >= 2 * season;
    const harmonics = long ? chooseHarmonics(values, season) : 0;
    const period = season <= LONGEST_SEASON && n >= 2 * season + 4 ? season : 1;
    const fit = searchOrder(values, period, regressorsOf(season, harmonics, n));
    return trained(fit, n, season, harmonics, least);
  },
};
