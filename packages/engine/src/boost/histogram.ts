/** Sums of a leaf's packed rows (`quantise.ts`) by feature and bin, feature `f` from `starts[f]`: whole numbers, so exact. */
export type Histogram = Float64Array;

/** Features that are summed together, where there are so many left. */
export const FEATURES_AT_ONCE = 8;

/**
 * Fills the part of a histogram that belongs to `features[first .. last)` with rows `rows[from .. to)`. `pairs` holds the
 * packed gradient and second derivative of the row at each place of `rows`, so that only the bins are gathered.
 *
 * Several features at a time: a row's number and pair are loaded once for all, and while the sum of one is on its way to
 * memory, because the next row may fall into the same bin, those of the others go on.
 */
export function fillHistogram(
  histogram: Histogram,
  starts: Int32Array,
  columns: readonly Uint8Array[],
  features: Int32Array,
  first: number,
  last: number,
  rows: Int32Array,
  from: number,
  to: number,
  pairs: Float64Array,
): void {
  for (let j = first; j < last; j++) histogram.fill(0, starts[features[j]], starts[features[j] + 1]);
  let j = first;
  for (; j + FEATURES_AT_ONCE <= last; j += FEATURES_AT_ONCE) {
    const [fa, fb, fc, fd] = [features[j], features[j + 1], features[j + 2], features[j + 3]];
    const [fe, ff, fg, fh] = [features[j + 4], features[j + 5], features[j + 6], features[j + 7]];
    const [a, b, c, d] = [columns[fa], columns[fb], columns[fc], columns[fd]];
    const [e, f, g, h] = [columns[fe], columns[ff], columns[fg], columns[fh]];
    const [startA, startB, startC, startD] = [starts[fa], starts[fb], starts[fc], starts[fd]];
    const [startE, startF, startG, startH] = [starts[fe], starts[ff], starts[fg], starts[fh]];
    for (let i = from; i < to; i++) {
      const row = rows[i];
      const pair = pairs[i];
      histogram[startA + a[row]] += pair;
      histogram[startB + b[row]] += pair;
      histogram[startC + c[row]] += pair;
      histogram[startD + d[row]] += pair;
      histogram[startE + e[row]] += pair;
      histogram[startF + f[row]] += pair;
      histogram[startG + g[row]] += pair;
      histogram[startH + h[row]] += pair;
    }
  }
  for (; j + 4 <= last; j += 4) {
    const [fa, fb, fc, fd] = [features[j], features[j + 1], features[j + 2], features[j + 3]];
    const [a, b, c, d] = [columns[fa], columns[fb], columns[fc], columns[fd]];
    const [startA, startB, startC, startD] = [starts[fa], starts[fb], starts[fc], starts[fd]];
    for (let i = from; i < to; i++) {
      const row = rows[i];
      const pair = pairs[i];
      histogram[startA + a[row]] += pair;
      histogram[startB + b[row]] += pair;
      histogram[startC + c[row]] += pair;
      histogram[startD + d[row]] += pair;
    }
  }
  for (; j < last; j++) {
    const column = columns[features[j]];
    const start = starts[features[j]];
    for (let i = from; i < to; i++) histogram[start + column[rows[i]]] += pairs[i];
  }
}

/** The larger child's sums from place `from` to `to`: the parent's minus the smaller child's, in place of the parent's. */
export function subtractHistogram(parent: Histogram, child: Histogram, from: number, to: number): void {
  for (let i = from; i < to; i++) parent[i] -= child[i];
}
