import { type Forest, goesLeft, NODE_WORDS } from './forest.ts';

/** Rows that are scored at once: each is a bit of a mask. */
export const BATCH = 32;

/**
 * Scores rows that have most features in common, such as the steps ahead of one origin, with the very sums of `scoreRow`.
 * All rows go down a tree together, as a mask: a node whose feature is the same in all of them is asked once, and only
 * where they differ do they part, after Lucchese et al. (2015), who keep the leaves of a row as bits where this keeps the
 * rows of a leaf.
 */
export class BatchScorer {
  private readonly width: number;
  /** The rows, one behind the other; write here, then `begin`. */
  readonly rows: Float32Array;
  private count = 0;
  private all = 0;
  /** By feature: 1 = not the same in all rows. */
  private readonly differs: Uint8Array;
  /** By feature that differs: its different numbers ascending, and the rows with that number or a smaller one. */
  private readonly sizes: Int32Array;
  private readonly values: Float32Array;
  private readonly upTo: Int32Array;
  /** By feature that differs: rows without a value. */
  private readonly missing: Int32Array;
  private readonly waitingNodes = new Int32Array(BATCH);
  private readonly waitingRows = new Int32Array(BATCH);

  constructor(width: number) {
    this.width = width;
    this.rows = new Float32Array(BATCH * width);
    this.differs = new Uint8Array(width);
    this.sizes = new Int32Array(width);
    this.values = new Float32Array(BATCH * width);
    this.upTo = new Int32Array(BATCH * width);
    this.missing = new Int32Array(width);
  }

  /** Takes the first `count` rows, 1 .. `BATCH`, as they are now. */
  begin(count: number): void {
    const { rows, width } = this;
    this.count = count;
    this.all = count === BATCH ? -1 : (1 << count) - 1;
    for (let f = 0; f < width; f++) {
      const first = rows[f];
      let r = 1;
      // A missing value is unlike itself: rows that all lack one differ, and the mask of the missing serves them.
      while (r < count && rows[r * width + f] === first) r++;
      this.differs[f] = r < count || Number.isNaN(first) ? 1 : 0;
      if (this.differs[f] === 1) this.sortFeature(f);
    }
  }

  /** Insertion sort: there are at most 32 numbers, and steps ahead bring many of them in order. */
  private sortFeature(f: number): void {
    const { rows, width, values, upTo, count } = this;
    const from = f * BATCH;
    let size = 0;
    let missing = 0;
    for (let r = 0; r < count; r++) {
      const value = rows[r * width + f];
      if (Number.isNaN(value)) {
        missing |= 1 << r;
        continue;
      }
      let place = from + size;
      while (place > from && values[place - 1] > value) place--;
      if (place > from && values[place - 1] === value) {
        upTo[place - 1] |= 1 << r;
        continue;
      }
      for (let i = from + size; i > place; i--) {
        values[i] = values[i - 1];
        upTo[i] = upTo[i - 1];
      }
      values[place] = value;
      upTo[place] = 1 << r;
      size++;
    }
    for (let i = from + 1; i < from + size; i++) upTo[i] |= upTo[i - 1];
    this.sizes[f] = size;
    this.missing[f] = missing;
  }

  /**
   * Raw scores of the rows that `begin` took, into `scores[0 .. count)`. The leaves of a forest add up exactly in any order, so
   * that the first leaf of a tree is added once for all rows, and the others as their difference from it to their rows alone.
   */
  score(forest: Forest, scores: Float64Array): void {
    const { roots, nodes, thresholds, leafValue, sets } = forest;
    const { differs, rows, waitingNodes, waitingRows, all, count } = this;
    scores.fill(0, 0, count);
    let common = forest.base;
    for (let t = 0; t < roots.length; t++) {
      let node = roots[t];
      let mask = all;
      let waiting = 0;
      let first = Number.NaN;
      for (;;) {
        while (node >= 0) {
          const at = NODE_WORDS * node;
          const f = nodes[at] >> 2;
          if (differs[f] === 0) {
            node = nodes[at + (goesLeft(rows[f], thresholds[at + 1], nodes[at] & 3, sets) ? 2 : 3)];
            continue;
          }
          const lefts = mask & this.leftsOf(f, nodes[at] & 3, thresholds[at + 1], sets);
          if (lefts === mask) node = nodes[at + 2];
          else if (lefts === 0) node = nodes[at + 3];
          else {
            waitingNodes[waiting] = nodes[at + 3];
            waitingRows[waiting++] = mask & ~lefts;
            node = nodes[at + 2];
            mask = lefts;
          }
        }
        const value = leafValue[~node];
        if (Number.isNaN(first)) {
          first = value;
          common += value;
        } else addTo(scores, mask, value - first);
        if (waiting === 0) break;
        node = waitingNodes[--waiting];
        mask = waitingRows[waiting];
      }
    }
    for (let r = 0; r < count; r++) scores[r] += common;
  }

  /** Rows that go left at a node whose feature differs among them. */
  private leftsOf(f: number, kind: number, threshold: number, sets: Uint32Array): number {
    const { values, upTo } = this;
    const from = f * BATCH;
    const to = from + this.sizes[f];
    let lefts = (kind & 2) !== 0 ? this.missing[f] : 0;
    if ((kind & 1) === 0) {
      let low = from;
      let high = to;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (values[middle] <= threshold) low = middle + 1;
        else high = middle;
      }
      return low === from ? lefts : lefts | upTo[low - 1];
    }
    for (let i = from; i < to; i++) {
      if (goesLeft(values[i], threshold, kind, sets)) lefts |= upTo[i] & ~(i > from ? upTo[i - 1] : 0);
    }
    return lefts;
  }
}

/** Adds a number to the rows of a mask. */
function addTo(scores: Float64Array, mask: number, value: number): void {
  for (let rest = mask; rest !== 0; ) {
    const r = 31 - Math.clz32(rest);
    scores[r] += value;
    rest ^= 1 << r;
  }
}
