import { expect, it } from 'vitest';
import { forecastSeries } from '../src/forecast-series.ts';
import { mustForecast, normals, options } from './helpers.ts';

const step = 14;
const length = 294;

/** Ranges of the reported windows at 80 %, in the mean over their steps; sales scatter `wild` times as far in one window. */
function widths(wildWindow: number | undefined, wild: number): number[] {
  const normal = normals('ranges of windows');
  const values = Float64Array.from({ length }, (_, t) => {
    const window = 2 - Math.floor((length - 1 - t) / step);
    return 500 + 4 * (window === wildWindow ? wild : 1) * normal();
  });
  const asked = options({
    horizon: step,
    levels: [80],
    models: ['window-average'],
    backtest: { windows: 3, step },
  });
  const { quantiles, windows } = mustForecast(forecastSeries(values, 'ranges', asked)).backtest;
  expect(windows).toBe(3);
  const size = windows * step;
  return Array.from({ length: windows }, (_, window) => {
    let width = 0;
    for (let i = window * step; i < (window + 1) * step; i++) width += quantiles[2 * size + i] - quantiles[i];
    return width / step;
  });
}

it('the range of a window is as wide as the errors of the windows beside it, and knows nothing of its own', () => {
  const calm = widths(undefined, 1);
  for (const window of [0, 1, 2]) {
    const found = widths(window, 20);
    const own = found[window];
    // the scale of all errors grows a little
    expect(own).toBeLessThan(2.5 * calm[window]);
    for (const [other, width] of found.entries())
      if (other !== window) expect(width).toBeGreaterThan(1.2 * own);
  }
  const [first, second, last] = widths(2, 20);
  expect(last).toBeLessThan(1.2 * calm[2]);
  expect(Math.min(first, second)).toBeGreaterThan(3 * last);
});
