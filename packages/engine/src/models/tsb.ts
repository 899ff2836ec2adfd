import { fillRow, type Model } from './model.ts';

const SIZE_ALPHAS: readonly number[] = [0.02, 0.1, 0.2];
const CHANCE_ALPHAS: readonly number[] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3];

/**
 * The pair of rates with the least squared one-step error. All pairs walk the history together, which keeps the processor
 * busy where one recursion would wait for itself at each step. Between sales the sizes stay, so that the errors of a run of
 * zeros are the squared size times the squared chances summed over it.
 */
function chooseRates(
  values: Float64Array,
  startSize: number,
  startChance: number,
): { size: number; chance: number } {
  const sizes = new Float64Array(SIZE_ALPHAS.length).fill(startSize);
  const chances = new Float64Array(CHANCE_ALPHAS.length).fill(startChance);
  const squares = new Float64Array(sizes.length * chances.length);
  const run = new Float64Array(chances.length);
  const endRun = (): void => {
    for (let a = 0, i = 0; a < sizes.length; a++) {
      const square = sizes[a] * sizes[a];
      for (let c = 0; c < chances.length; c++, i++) squares[i] += square * run[c];
    }
    run.fill(0);
  };
  for (let t = 0; t < values.length; t++) {
    const y = values[t];
    if (Number.isNaN(y)) continue;
    if (y === 0) {
      for (let c = 0; c < chances.length; c++) {
        const chance = chances[c];
        run[c] += chance * chance;
        chances[c] = chance - CHANCE_ALPHAS[c] * chance;
      }
      continue;
    }
    endRun();
    for (let a = 0, i = 0; a < sizes.length; a++) {
      const size = sizes[a];
      for (let c = 0; c < chances.length; c++, i++) {
        const e = y - size * chances[c];
        squares[i] += e * e;
      }
      sizes[a] += SIZE_ALPHAS[a] * (y - size);
    }
    for (let c = 0; c < chances.length; c++) chances[c] += CHANCE_ALPHAS[c] * (1 - chances[c]);
  }
  endRun();
  let best = 0;
  for (let i = 1; i < squares.length; i++) if (squares[i] < squares[best]) best = i;
  return {
    size: SIZE_ALPHAS[Math.floor(best / chances.length)],
    chance: CHANCE_ALPHAS[best % chances.length],
  };
}

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
    const best = chooseRates(values, startSize, startChance);
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
