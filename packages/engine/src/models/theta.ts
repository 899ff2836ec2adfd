import { NO_SEASON } from './ets-recursion.ts';
import { fitEts } from './fit-ets.ts';
import type { Model } from './model.ts';
import { adjustSeason, restoreSeason, splitSeason } from './season-split.ts';

/**
 * The Theta method as simple exponential smoothing with drift of half the trend's slope (Assimakopoulos and Nikolopoulos
 * 2000; Hyndman and Billah 2003), on a seasonally adjusted history where the season is significant.
 */
export const theta: Model = {
  name: 'theta',
  fits: (values) => values.length >= 4,
  train(values, context) {
    const split = splitSeason(values, context.season);
    const adjusted = adjustSeason(values, split);
    const form = { multiplicativeError: false, trend: 'N' as const, season: NO_SEASON, period: 1 } as const;
    const fit = fitEts(adjusted, form);
    const alpha = fit?.parameters.alpha ?? 0.3;
    const level = fit?.parameters.level ?? adjusted[0];
    return {
      label: 'theta',
      parameters: 3 + split.indices.length,
      predict(all, origins, horizon, out) {
        const y = adjustSeason(all, split);
        let l = level;
        let t = 0;
        // Running sums of the known values for the slope of the least-squares line.
        let count = 0;
        let sumT = 0;
        let sumTT = 0;
        let sumY = 0;
        let sumTY = 0;
        for (let r = 0; r < origins.length; r++) {
          const origin = origins[r];
          for (; t <= origin; t++) {
            if (Number.isNaN(y[t])) continue;
            l += alpha * (y[t] - l);
            count++;
            sumT += t;
            sumTT += t * t;
            sumY += y[t];
            sumTY += t * y[t];
          }
          const spread = count * sumTT - sumT * sumT;
          const slope = spread > 0 ? (count * sumTY - sumT * sumY) / spread : 0;
          const lag = (1 - (1 - alpha) ** (origin + 1)) / alpha;
          for (let k = 0; k < horizon; k++) out[r * horizon + k] = l + 0.5 * slope * (k + lag);
          restoreSeason(split, origin, horizon, out, r * horizon);
        }
      },
    };
  },
};
