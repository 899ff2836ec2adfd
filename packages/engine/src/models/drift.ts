import { leastForecast, type Model } from './model.ts';

/**
 * The line through the first and the last known value (random walk with drift; Hyndman & Athanasopoulos, Forecasting:
 * Principles and Practice, 3rd ed., section 5.2); never below zero where no value is.
 */
export const drift: Model = {
  name: 'drift',
  fits: () => true,
  train: () => ({
    label: 'drift',
    parameters: 1,
    predict(values, origins, horizon, out) {
      const least = leastForecast(values);
      let first = -1;
      let last = -1;
      let t = 0;
      for (let r = 0; r < origins.length; r++) {
        for (; t <= origins[r]; t++) {
          if (Number.isNaN(values[t])) continue;
          if (first < 0) first = t;
          last = t;
        }
        const level = last < 0 ? 0 : values[last];
        const slope = last > first ? (values[last] - values[first]) / (last - first) : 0;
        // steps count from the origin, which may lie after the last known value
        const since = Math.max(0, origins[r] - last);
        for (let k = 0; k < horizon; k++) {
          out[r * horizon + k] = Math.max(least, level + slope * (since + k + 1));
        }
      }
    },
  }),
};
