import { expect, it } from 'vitest';
import { forecastSeries } from '../src/forecast-series.ts';
import { ets } from '../src/models/ets.ts';
import { mustForecast, normals, options } from './helpers.ts';

const season = [1.3, 0.8, 0.7, 0.9, 1, 1.4, 1.2, 0.6, 0.9, 1.1, 1.5, 0.6];

/** Months that repeat a season, with a deviation of a fiftieth. */
function months(length: number): Float64Array {
  const draw = normals(`${length} months`);
  return Float64Array.from({ length }, (_, t) => 1000 * (season[t % 12] as number) * (1 + 0.02 * draw()));
}

function errorOf(mean: Float64Array, length: number): number {
  let error = 0;
  for (const [k, f] of mean.entries()) error += Math.abs(f / 1000 - (season[(length + k) % 12] as number));
  return error / mean.length;
}

it.each([24, 26, 30, 35])('%d months are forecast with their season', (length) => {
  const asked = options({ frequency: 'M', horizon: 6, backtest: { windows: 3, step: 6 } });
  expect(errorOf(mustForecast(forecastSeries(months(length), 'months', asked)).mean, length)).toBeLessThan(
    0.06,
  );
});

it('the back-test of less than two seasons is as long as it was', () => {
  const asked = options({ frequency: 'M', horizon: 3, backtest: { windows: 3, step: 3 } });
  expect(mustForecast(forecastSeries(months(18), 'months', asked)).backtest.windows).toBe(3);
});

it('exponential smoothing searches again when a season becomes possible, by the values that are known', () => {
  const context = { season: 12, cycles: [12], fits: new Map() };
  const values = months(33);
  values[5] = Number.NaN;
  const before = ets.train(values.subarray(0, 28), context);
  expect(before.label).toMatch(/,N\)$/);
  expect(ets.train(values, context, before).label).toMatch(/,[AM]\)$/);
});
