import { type Loess, smooth, smoothBeyond } from './loess.ts';

/** Seasonal and trend component of each value; what remains is `values - seasonal - trend`. */
export interface Decomposition {
  readonly seasonal: Float64Array;
  readonly trend: Float64Array;
}

/** Passes of the inner loop without robustness weights. */
const PASSES = 2;

const oddAtLeast = (x: number): number => {
  const whole = Math.ceil(x);
  return whole % 2 === 0 ? whole + 1 : whole;
};

/** A loess of the given window whose jump is a tenth of it, as R's `stl` has it. */
const tenth = (window: number, line: boolean): Loess => ({ window, line, jump: Math.ceil(window / 10) });

/** Moving average of `width` over the first `count` values; returns the number of averages written. */
function average(values: Float64Array, count: number, width: number, out: Float64Array): number {
  const length = count - width + 1;
  let sum = 0;
  for (let i = 0; i < width; i++) sum += values[i];
  out[0] = sum / width;
  for (let i = 1; i < length; i++) {
    sum += values[i + width - 1] - values[i - 1];
    out[i] = sum / width;
  }
  return length;
}

/**
 * Seasonal-trend decomposition by loess (Cleveland, Cleveland, McRae and Terpenning 1990), not robust, with R's defaults:
 * seasonal smoother of degree 0 over `seasonalWindow` seasons, trend window from it, two passes. No value may be NaN; at
 * least two seasons are needed.
 */
export function stl(values: Float64Array, period: number, seasonalWindow: number): Decomposition {
  const n = values.length;
  const season = tenth(oddAtLeast(seasonalWindow), false);
  const trendLoess = tenth(oddAtLeast((1.5 * period) / (1 - 1.5 / seasonalWindow)), true);
  const lowPass = tenth(oddAtLeast(period), true);

  const seasonal = new Float64Array(n);
  const trend = new Float64Array(n);
  const extended = new Float64Array(n + 2 * period);
  const first = new Float64Array(n + 2 * period);
  const second = new Float64Array(n + 2 * period);
  const most = Math.ceil(n / period);
  const places = new Float64Array(most);
  const smoothed = new Float64Array(most);
  const weights = new Float64Array(n);

  for (let pass = 0; pass < PASSES; pass++) {
    for (let place = 0; place < period; place++) {
      let count = 0;
      for (let t = place; t < n; t += period) places[count++] = values[t] - trend[t];
      smooth(places, count, season, smoothed, weights);
      const { before, after } = smoothBeyond(places, count, season, weights);
      extended[place] = before;
      for (let i = 0; i < count; i++) extended[place + (i + 1) * period] = smoothed[i];
      extended[place + (count + 1) * period] = after;
    }
    let length = average(extended, n + 2 * period, period, first);
    length = average(first, length, period, second);
    average(second, length, 3, first);
    smooth(first, n, lowPass, second, weights);
    for (let t = 0; t < n; t++) {
      seasonal[t] = extended[t + period] - second[t];
      first[t] = values[t] - seasonal[t];
    }
    smooth(first, n, trendLoess, trend, weights);
  }
  return { seasonal, trend };
}
