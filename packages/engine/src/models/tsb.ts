import { type Runs, runsOf } from './demand-runs.ts';
import { fillRow, type Model } from './model.ts';

const SIZE_ALPHAS: readonly number[] = [0.02, 0.1, 0.2];
const CHANCE_ALPHAS: readonly number[] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3];

/** Zeros up to which what a run of them does is looked up. */
const LONGEST_LOOKUP = 64;

/** [rate][zeros] = what is left of a chance after so many zeros. */
const LEFT = Float64Array.from({ length: CHANCE_ALPHAS.length * (LONGEST_LOOKUP + 1) }, (_, i) =>
  leftAfter(CHANCE_ALPHAS[Math.floor(i / (LONGEST_LOOKUP + 1))], i % (LONGEST_LOOKUP + 1)),
);

function leftAfter(alpha: number, zeros: number): number {
  return (1 - alpha) ** zeros;
}

/**
 * The pair of rates with the least squared one-step error. Between demands the sizes stay and the chances fall
 * geometrically, so that the errors of a run of zeros are a closed form.
 */
function chooseRates(
  { demands, zeros, after }: Runs,
  startSize: number,
  startChance: number,
): { size: number; chance: number } {
  const rates = CHANCE_ALPHAS.length;
  const sizes = new Float64Array(SIZE_ALPHAS.length).fill(startSize);
  const chances = new Float64Array(rates).fill(startChance);
  const squares = new Float64Array(sizes.length * rates);
  /** Of the last run of zeros: the sum of the squared chances. */
  const run = new Float64Array(rates);
  const walkZeros = (length: number): void => {
    for (let c = 0; c < rates; c++) {
      const alpha = CHANCE_ALPHAS[c];
      const left =
        length > LONGEST_LOOKUP ? leftAfter(alpha, length) : LEFT[c * (LONGEST_LOOKUP + 1) + length];
      const first = chances[c];
      const last = first * left;
      run[c] = (first * first - last * last) / (alpha * (2 - alpha));
      chances[c] = last;
    }
  };
  for (let d = 0; d < demands.length; d++) {
    walkZeros(zeros[d]);
    const y = demands[d];
    for (let a = 0, i = 0; a < sizes.length; a++) {
      const size = sizes[a];
      const square = size * size;
      for (let c = 0; c < rates; c++, i++) {
        const e = y - size * chances[c];
        squares[i] += square * run[c] + e * e;
      }
      sizes[a] = size + SIZE_ALPHAS[a] * (y - size);
    }
    for (let c = 0; c < rates; c++) chances[c] += CHANCE_ALPHAS[c] * (1 - chances[c]);
  }
  walkZeros(after);
  for (let i = 0; i < squares.length; i++) {
    const size = sizes[Math.floor(i / rates)];
    squares[i] += size * size * run[i % rates];
  }
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
    const runs = runsOf(values);
    const { demands, zeros, after } = runs;
    const count = demands.length;
    const known = count + after + zeros.reduce((sum, run) => sum + run, 0);
    const startSize = count > 0 ? demands.reduce((sum, demand) => sum + demand, 0) / count : 0;
    const startChance = known > 0 ? count / known : 0;
    const best = chooseRates(runs, startSize, startChance);
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
