import { fillRow, type Model } from './model.ts';

const SIZE_ALPHAS = [0.02, 0.1, 0.2];
const CHANCE_ALPHAS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3];

/**
 * Teunter, Syntetos and Babai (2011): the chance of a demand is smoothed at every known step, its size at every demand,
 * so that the forecast of an item that stops selling falls to zero. Both rates by least squares over a grid.
 */
export const tsb: Model = {
  name: 'tsb',
  fits: (values) => values.length >= 4,
  train(values) {
    let known = 0;
    let demands = 0;
    let sum = 0;
    for (let t = 0; t < values.length; t++) {
      if (Number.isNaN(values[t])) continue;
      known++;
      if (values[t] !== 0) {
        demands++;
        sum += values[t];
      }
    }
    const startSize = demands > 0 ? sum / demands : 0;
    const startChance = known > 0 ? demands / known : 0;
    let best = { size: 0.1, chance: 0.1, squares: Number.POSITIVE_INFINITY };
    for (const a of SIZE_ALPHAS) {
      for (const c of CHANCE_ALPHAS) {
        let size = startSize;
        let chance = startChance;
        let squares = 0;
        for (let t = 0; t < values.length; t++) {
          const y = values[t];
          if (Number.isNaN(y)) continue;
          const e = y - size * chance;
          squares += e * e;
          if (y !== 0) size += a * (y - size);
          chance += c * ((y !== 0 ? 1 : 0) - chance);
        }
        if (squares < best.squares) best = { size: a, chance: c, squares };
      }
    }
    return {
      label: 'tsb',
      parameters: 4,
      predict(all, origins, horizon, out) {
        let size = startSize;
        let chance = startChance;
        let t = 0;
        for (let r = 0; r < origins.length; r++) {
          for (; t <= origins[r]; t++) {
            const y = all[t];
            if (Number.isNaN(y)) continue;
            if (y !== 0) size += best.size * (y - size);
            chance += best.chance * ((y !== 0 ? 1 : 0) - chance);
          }
          fillRow(out, r, horizon, size * chance);
        }
      },
    };
  },
};
