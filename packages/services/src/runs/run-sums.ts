import {
  addInto,
  type LeafSums,
  mergeScored,
  type PartitionSums,
  type ScoredSeries,
  windowOf,
} from './partition-sums.ts';
import { addTally, emptyTally } from './tally.ts';

export const emptyLeaf = (locationId: number, category: string, from: number): LeafSums => ({
  locationId,
  category,
  series: 0,
  from,
  history: [],
  known: [],
  mean: [],
  windows: {},
  tally: emptyTally(),
});

/** Adds the sums of some series to those of others. */
export function addLeaf(into: LeafSums, leaf: LeafSums): void {
  into.series += leaf.series;
  if (leaf.history.length > 0) {
    if (into.history.length === 0) into.from = leaf.from;
    if (leaf.from < into.from) {
      const earlier = new Array<number>(into.from - leaf.from).fill(0);
      into.history = [...earlier, ...into.history];
      into.known = [...earlier, ...into.known];
      into.from = leaf.from;
    }
    const offset = leaf.from - into.from;
    for (let i = 0; i < leaf.history.length; i++) {
      into.history[offset + i] = (into.history[offset + i] ?? 0) + (leaf.history[i] as number);
      into.known[offset + i] = (into.known[offset + i] ?? 0) + (leaf.known[i] as number);
    }
  }
  addInto(into.mean, leaf.mean);
  for (const [age, window] of Object.entries(leaf.windows)) {
    const sum = windowOf(into, age);
    sum.series += window.series;
    addInto(sum.actual, window.actual);
    addInto(sum.mean, window.mean);
    addInto(sum.naive, window.naive);
  }
  addTally(into.tally, leaf.tally);
}

/**
 * The partitions of a run added up one at a time: what is held grows with the categories of the locations, whatever the
 * number of series or partitions. Equal partitions in equal order give equal bytes.
 */
export class RunSums {
  readonly #leaves = new Map<string, LeafSums>();
  readonly #models = new Map<string, number>();
  readonly byHorizon: PartitionSums['byHorizon'] = { absError: [], actual: [], naiveAbsError: [] };
  worst: readonly ScoredSeries[] = [];
  best: readonly ScoredSeries[] = [];

  add(part: PartitionSums): void {
    for (const leaf of part.leaves) {
      const key = `${String(leaf.locationId).padStart(10, '0')}\n${leaf.category}`;
      let sums = this.#leaves.get(key);
      if (!sums) {
        sums = emptyLeaf(leaf.locationId, leaf.category, leaf.from);
        this.#leaves.set(key, sums);
      }
      addLeaf(sums, leaf);
    }
    for (const [model, series] of Object.entries(part.models)) {
      this.#models.set(model, (this.#models.get(model) ?? 0) + series);
    }
    addInto(this.byHorizon.absError, part.byHorizon.absError);
    addInto(this.byHorizon.actual, part.byHorizon.actual);
    addInto(this.byHorizon.naiveAbsError, part.byHorizon.naiveAbsError);
    this.worst = mergeScored(this.worst, part.worst, 'worst');
    this.best = mergeScored(this.best, part.best, 'best');
  }

  /** By location, then by category. */
  leaves(): LeafSums[] {
    return [...this.#leaves].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, leaf]) => leaf);
  }

  /** In how many series each kind of model has a share, the most first. */
  models(): { model: string; series: number }[] {
    return [...this.#models]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([model, series]) => ({ model, series }));
  }
}
