import type { ModelName } from '../contract.ts';
import { fillRow, type Model } from './model.ts';

const ALPHAS = [0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.5];
const LARGEST_BLOCK = 60;

/** Means per step of whole blocks of `size` known values that end at `origin`, oldest first. Returns their number. */
function blockMeans(values: Float64Array, origin: number, size: number, out: Float64Array): number {
  let total = 0;
  for (let t = 0; t <= origin; t++) if (!Number.isNaN(values[t])) total++;
  const blocks = Math.floor(total / size);
  let skip = total - blocks * size;
  let sum = 0;
  let filled = 0;
  let block = 0;
  for (let t = 0; t <= origin; t++) {
    const y = values[t];
    if (Number.isNaN(y)) continue;
    if (skip > 0) {
      skip--;
      continue;
    }
    sum += y;
    if (++filled === size) {
      out[block++] = sum / size;
      sum = 0;
      filled = 0;
    }
  }
  return blocks;
}

/** Last level of simple smoothing over the blocks, started at the mean of the first three; the squared errors too. */
function smooth(means: Float64Array, blocks: number, alpha: number): { level: number; squares: number } {
  const first = Math.min(3, blocks);
  let level = 0;
  for (let i = 0; i < first; i++) level += means[i] / first;
  let squares = 0;
  for (let i = 0; i < blocks; i++) {
    const e = means[i] - level;
    squares += e * e;
    level += alpha * e;
  }
  return { level, squares };
}

/** Mean number of known steps from demand to demand, rounded, at least 1. */
function meanInterval(values: Float64Array): number {
  let known = 0;
  let demands = 0;
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    known++;
    if (values[t] !== 0) demands++;
  }
  return demands > 0 ? Math.max(1, Math.min(LARGEST_BLOCK, Math.round(known / demands))) : 1;
}

/** Aggregation levels spread over 1..largest: all of few, eight of many. */
function levelsUpTo(largest: number): number[] {
  if (largest <= 8) return Array.from({ length: largest }, (_, i) => i + 1);
  const levels = Array.from({ length: 8 }, (_, i) => Math.round(1 + (i * (largest - 1)) / 7));
  return [...new Set(levels)];
}

function createAggregate(name: ModelName, levelsOf: (interval: number) => number[]): Model {
  return {
    name,
    fits: (values) => values.length >= 6,
    train(values) {
      const buffer = new Float64Array(values.length);
      const levels = levelsOf(meanInterval(values)).filter((size) => values.length >= 3 * size);
      if (levels.length === 0) levels.push(1);
      const alphas = levels.map((size) => {
        const blocks = blockMeans(values, values.length - 1, size, buffer);
        let best = { alpha: 0.1, squares: Number.POSITIVE_INFINITY };
        for (const alpha of ALPHAS) {
          const { squares } = smooth(buffer, blocks, alpha);
          if (squares < best.squares) best = { alpha, squares };
        }
        return best.alpha;
      });
      return {
        label: name,
        parameters: 2,
        predict(all, origins, horizon, out) {
          const means = new Float64Array(all.length);
          for (let r = 0; r < origins.length; r++) {
            let sum = 0;
            for (let i = 0; i < levels.length; i++) {
              const blocks = blockMeans(all, origins[r], levels[i], means);
              sum += blocks > 0 ? smooth(means, blocks, alphas[i]).level : 0;
            }
            fillRow(out, r, horizon, sum / levels.length);
          }
        },
      };
    },
  };
}

/** ADIDA (Nikolopoulos et al. 2011): smooth the demand summed over the mean interval, spread it evenly. */
export const adida = createAggregate('adida', (interval) => [interval]);
/** IMAPA (Petropoulos and Kourentzes 2015): the mean over several aggregation levels. */
export const imapa = createAggregate('imapa', levelsUpTo);
