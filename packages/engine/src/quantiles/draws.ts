import { createRandom, type Random } from '../random/random.ts';
import { normalQuantile } from './normal.ts';

/** Pairs of paths, the second of which mirrors the first. */
export const PAIRS = 500;
/** A column stands twice in a row, so that PAIRS numbers from any of its first PAIRS on are a turn of it. */
const COLUMN = 2 * PAIRS;

/** Latin hypercube samples (McKay, Beckman and Conover 1979) of as many dimensions as there are columns. */
interface Columns {
  readonly seed: number;
  readonly count: number;
  /** Normal scores: with their negatives the middles of 2 PAIRS strata of equal probability. */
  readonly scores: Float64Array;
  /** Chances: the middles of PAIRS equal parts of 0 to 1. */
  readonly chances: Float64Array;
}

/** Numbers of every pair for some steps of one series. */
export interface Draws {
  /** Its scores lie in `scores` from here on, and its chances in `chances`; of step -1, those common to all steps. */
  placeOf(step: number): { readonly score: number; readonly chance: number };
  readonly scores: Float64Array;
  readonly chances: Float64Array;
}

let kept: Columns | undefined;

/** A column depends on the seed and on its place alone, so that every thread and every horizon has the same ones. */
function columnsOf(seed: number, count: number): Columns {
  if (kept && kept.seed === seed && kept.count >= count) return kept;
  const scores = new Float64Array(count * COLUMN);
  const chances = new Float64Array(count * COLUMN);
  const upper = Float64Array.from({ length: PAIRS }, (_, i) =>
    normalQuantile((PAIRS + i + 0.5) / (2 * PAIRS)),
  );
  for (let column = 0; column < count; column++) {
    const random = createRandom(seed, `draws|${column}`);
    const start = column * COLUMN;
    const middle = start + PAIRS;
    shuffled(random).forEach((stratum, i) => {
      scores[start + i] = random() < 0.5 ? -upper[stratum] : upper[stratum];
    });
    shuffled(random).forEach((part, i) => {
      chances[start + i] = (part + 0.5) / PAIRS;
    });
    scores.copyWithin(middle, start, middle);
    chances.copyWithin(middle, start, middle);
  }
  kept = { seed, count, scores, chances };
  return kept;
}

/** 0 to PAIRS - 1 in a random order (Fisher and Yates). */
function shuffled(random: Random): Int32Array {
  const order = Int32Array.from({ length: PAIRS }, (_, i) => i);
  for (let i = PAIRS - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}

/**
 * The draws of a series for `steps` steps. All series share the columns, each turned by a distance of the series' own: as
 * good as columns of its own, at a hundredth of the cost, and what chance does to one series it does not do to the others.
 */
export function drawsOf(seed: number, key: string, steps: number): Draws {
  const { scores, chances } = columnsOf(seed, steps + 1);
  const random = createRandom(seed, `${key}|paths`);
  const turns = Int32Array.from({ length: 2 * (steps + 1) }, () => Math.floor(random() * PAIRS));
  return {
    scores,
    chances,
    placeOf: (step) => ({
      score: (step + 1) * COLUMN + turns[2 * (step + 1)],
      chance: (step + 1) * COLUMN + turns[2 * (step + 1) + 1],
    }),
  };
}
