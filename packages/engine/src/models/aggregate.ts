import type { ModelName } from '../contract.ts';
import { fillRow, type Model } from './model.ts';

const ALPHAS = [0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.5];
const LARGEST_BLOCK = 60;

/** Sums of the known values before each: the sum of a block is then one difference. */
interface KnownSums {
  /** `before[i]` = sum of the first i known values. */
  readonly before: Float64Array;
  /** Known values among the first t. */
  readonly counts: Int32Array;
}

function sumKnown(values: Float64Array): KnownSums {
  const before = new Float64Array(values.length + 1);
  const counts = new Int32Array(values.length + 1);
  let known = 0;
  for (let t = 0; t < values.length; t++) {
    if (!Number.isNaN(values[t])) {
      before[known + 1] = before[known] + values[t];
      known++;
    }
    counts[t + 1] = known;
  }
  return { before, counts };
}

/** Means per step of whole blocks of `size` known values that end with the last of `known`, oldest first. Returns their number. */
function blockMeans({ before }: KnownSums, known: number, size: number, out: Float64Array): number {
  const blocks = Math.floor(known / size);
  let at = known - blocks * size;
  for (let block = 0; block < blocks; block++, at += size) {
    out[block] = (before[at + size] - before[at]) / size;
  }
  return blocks;
}

/** Simple smoothing starts at the mean of the first three blocks. */
function startOf(means: Float64Array, blocks: number): number {
  const first = Math.min(3, blocks);
  let level = 0;
  for (let i = 0; i < first; i++) level += means[i] / first;
  return level;
}

/** Last level of simple smoothing over the blocks. */
function smooth(means: Float64Array, blocks: number, alpha: number): number {
  let level = startOf(means, blocks);
  for (let i = 0; i < blocks; i++) level += alpha * (means[i] - level);
  return level;
}

/** Squared errors of simple smoothing over the blocks, one step ahead. */
function smoothingLoss(means: Float64Array, blocks: number, alpha: number): number {
  let level = startOf(means, blocks);
  let squares = 0;
  for (let i = 0; i < blocks; i++) {
    const e = means[i] - level;
    squares += e * e;
    level += alpha * e;
  }
  return squares;
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
      const trained = sumKnown(values);
      const alphas = levels.map((size) => {
        const blocks = blockMeans(trained, trained.counts[values.length], size, buffer);
        let best = 0.1;
        let least = Number.POSITIVE_INFINITY;
        for (const alpha of ALPHAS) {
          const squares = smoothingLoss(buffer, blocks, alpha);
          if (!(squares < least)) continue;
          best = alpha;
          least = squares;
        }
        return best;
      });
      return {
        label: name,
        parameters: 2,
        predict(all, origins, horizon, out) {
          const means = new Float64Array(all.length);
          const sums = sumKnown(all);
          for (let r = 0; r < origins.length; r++) {
            let sum = 0;
            for (let i = 0; i < levels.length; i++) {
              const blocks = blockMeans(sums, sums.counts[origins[r] + 1], levels[i], means);
              sum += blocks > 0 ? smooth(means, blocks, alphas[i]) : 0;
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
