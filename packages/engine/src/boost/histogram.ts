/**
 * Sums of gradients and second derivatives of a leaf's rows by feature and bin: [feature][bin][gradient, hessian], feature
 * `f` from `starts[f]`.
 */
export type Histogram = Float64Array;

/**
 * Fills the part of a histogram that belongs to `features[first .. last)` with rows `rows[from .. to)`. `pairs` holds
 * gradient and hessian of the row at each place of `rows`, so that only the bins are gathered. The sums of a feature are
 * added in the order of the rows, whichever features are filled beside it.
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
  pairs: Float32Array,
): void {
  for (let j = first; j < last; j++) histogram.fill(0, starts[features[j]], starts[features[j] + 1]);
  let j = first;
  // Two features at a time: the row number and its pair are loaded once for both.
  for (; j + 1 < last; j += 2) {
    const a = columns[features[j]];
    const b = columns[features[j + 1]];
    const startA = starts[features[j]];
    const startB = starts[features[j + 1]];
    for (let i = from, p = 2 * from; i < to; i++, p += 2) {
      const row = rows[i];
      const g = pairs[p];
      const h = pairs[p + 1];
      const atA = startA + (a[row] << 1);
      const atB = startB + (b[row] << 1);
      histogram[atA] += g;
      histogram[atA + 1] += h;
      histogram[atB] += g;
      histogram[atB + 1] += h;
    }
  }
  for (; j < last; j++) {
    const a = columns[features[j]];
    const startA = starts[features[j]];
    for (let i = from, p = 2 * from; i < to; i++, p += 2) {
      const at = startA + (a[rows[i]] << 1);
      histogram[at] += pairs[p];
      histogram[at + 1] += pairs[p + 1];
    }
  }
}

/** The larger child's sums from place `from` to `to`: the parent's minus the smaller child's, in place of the parent's. */
export function subtractHistogram(parent: Histogram, child: Histogram, from: number, to: number): void {
  for (let i = from; i < to; i++) parent[i] -= child[i];
}
