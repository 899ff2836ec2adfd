import type { BinnedMatrix } from './bin-columns.ts';

/**
 * Sums of gradients and second derivatives of a leaf's rows by feature and bin: [feature][bin][gradient, hessian], feature
 * `f` from `starts[f]`.
 */
export type Histogram = Float64Array;

/** Place of each feature's first bin in a histogram, and the whole length behind the last. */
export function histogramStarts(matrix: BinnedMatrix): Int32Array {
  const starts = new Int32Array(matrix.bins.length + 1);
  for (let f = 0; f < matrix.bins.length; f++) starts[f + 1] = starts[f] + 2 * matrix.bins[f].count;
  return starts;
}

/**
 * Fills a histogram with rows `rows[from .. to)`. `pairs` holds gradient and hessian of the same rows in their order, so that
 * only the bins are gathered. Features left out keep zeros.
 */
export function fillHistogram(
  histogram: Histogram,
  starts: Int32Array,
  matrix: BinnedMatrix,
  features: Int32Array,
  rows: Int32Array,
  from: number,
  to: number,
  pairs: Float32Array,
): void {
  histogram.fill(0);
  let j = 0;
  // Two features at a time: the row number and its pair are loaded once for both.
  for (; j + 1 < features.length; j += 2) {
    const a = matrix.columns[features[j]];
    const b = matrix.columns[features[j + 1]];
    const startA = starts[features[j]];
    const startB = starts[features[j + 1]];
    for (let i = from, p = 0; i < to; i++, p += 2) {
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
  for (; j < features.length; j++) {
    const a = matrix.columns[features[j]];
    const startA = starts[features[j]];
    for (let i = from, p = 0; i < to; i++, p += 2) {
      const at = startA + (a[rows[i]] << 1);
      histogram[at] += pairs[p];
      histogram[at + 1] += pairs[p + 1];
    }
  }
}

/** The larger child's histogram: the parent's minus the smaller child's, in place of the parent's. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i] -= child[i];
}
