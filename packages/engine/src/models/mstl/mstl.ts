import { ets } from '../ets.ts';
import { leastForecast, type Model, type ModelContext, type TrainedModel } from '../model.ts';
import { decompose, fillUnknown } from './decompose.ts';

/** Longer seasons beside the ordinary one: the year in daily data, the week in hourly. */
const LONGER: Readonly<Record<number, readonly number[]>> = { 7: [365], 24: [168] };

const NO_SEASON: ModelContext = { season: 1, cycles: [] };

interface TrainedMstl extends TrainedModel {
  readonly adjusted: TrainedModel;
}

/** Seasons of which the history holds two. */
function periodsOf(season: number, length: number): number[] {
  return [season, ...(LONGER[season] ?? [])].filter((period) => period > 1 && 2 * period <= length);
}

/** Sum over the seasons of their components at step `t`; beyond the decomposed history the last season repeats. */
function seasonAt(
  t: number,
  length: number,
  periods: readonly number[],
  parts: readonly Float64Array[],
): number {
  let sum = 0;
  for (let j = 0; j < periods.length; j++) {
    const beyond = Math.max(0, Math.ceil((t - length + 1) / periods[j]));
    sum += parts[j][t - beyond * periods[j]];
  }
  return sum;
}

/**
 * Several seasons by loess, one after the other, each repeated from its last cycle; what remains without them is forecast
 * by exponential smoothing (Bandara, Hyndman and Bergmeir 2021). Unknown values are filled for the decomposition alone.
 */
export const mstl: Model = {
  name: 'mstl',
  fits: (values, { season }) => values.length >= 6 && periodsOf(season, values.length).length > 0,
  train(values, { season }, from): TrainedMstl {
    const n = values.length;
    const { periods, seasonal } = decompose(fillUnknown(values, season), periodsOf(season, n));
    const adjust = (all: Float64Array): Float64Array =>
      all.map((y, t) => y - seasonAt(t, n, periods, seasonal));
    const adjusted = ets.train(adjust(values), NO_SEASON, (from as TrainedMstl | undefined)?.adjusted);
    const least = leastForecast(values);
    return {
      label: `mstl(${periods.join(',')})`,
      parameters: adjusted.parameters + periods.reduce((sum, period) => sum + period - 1, 0),
      adjusted,
      predict(all, origins, horizon, out) {
        adjusted.predict(adjust(all), origins, horizon, out);
        for (let r = 0; r < origins.length; r++) {
          for (let k = 0; k < horizon; k++) {
            const i = r * horizon + k;
            out[i] = Math.max(least, out[i] + seasonAt(origins[r] + 1 + k, n, periods, seasonal));
          }
        }
      },
    };
  },
};
