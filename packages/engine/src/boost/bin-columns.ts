/** Bins of one column; bin 0 is "missing", the others ascend (numbers) or stand for one code each (categories). */
export interface ColumnBins {
  readonly categorical: boolean;
  /** Number of bins, the missing one included; at most 256. */
  readonly count: number;
  /** Numbers: value <= upper[b - 1] belongs to bin b or below; the last bin has no bound. */
  readonly upper: Float32Array;
}

/** Columns as bins, column by column: what histograms are made of. */
export interface BinnedMatrix {
  readonly rows: number;
  readonly bins: readonly ColumnBins[];
  /** One array a column, one byte a row. */
  readonly columns: readonly Uint8Array[];
}

/** Features of many rows, column by column; NaN = missing. Categorical columns hold codes 0, 1, 2 ... */
export interface FeatureMatrix {
  readonly rows: number;
  readonly columns: readonly Float32Array[];
  readonly categorical: readonly boolean[];
}

/** Categories beyond this many share the missing bin. */
export const MAX_CATEGORIES = 255;
/** Values that are looked at to place the bounds. */
const SAMPLE = 20_000;

function numberBins(values: Float32Array, most: number): ColumnBins {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample = new Float32Array(Math.ceil(values.length / step));
  let known = 0;
  for (let i = 0; i < values.length; i += step) if (!Number.isNaN(values[i])) sample[known++] = values[i];
  const sorted = sample.subarray(0, known).sort();
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (distinct.length > 0 && distinct[distinct.length - 1] === value) counts[counts.length - 1]++;
    else {
      distinct.push(value);
      counts.push(1);
    }
  }
  const upper: number[] = [];
  if (distinct.length <= most) {
    for (let i = 0; i + 1 < distinct.length; i++) upper.push(between(distinct[i], distinct[i + 1]));
  } else {
    // Equal numbers of values in each bin; a value that fills a bin by itself gets its own.
    let left = known;
    let bins = most;
    let inside = 0;
    for (let i = 0; i + 1 < distinct.length && bins > 1; i++) {
      inside += counts[i];
      if (inside >= left / bins) {
        upper.push(between(distinct[i], distinct[i + 1]));
        left -= inside;
        bins--;
        inside = 0;
      }
    }
  }
  return { categorical: false, count: upper.length + 2, upper: Float32Array.from(upper) };
}

/** A bound that leaves `low` on its left and `high` on its right. */
function between(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2);
  return middle < high ? middle : low;
}

/** Bin of one value. */
export function binOf(value: number, bins: ColumnBins): number {
  if (Number.isNaN(value)) return 0;
  if (bins.categorical) return value >= 0 && value < bins.count - 1 ? value + 1 : 0;
  const { upper } = bins;
  let low = 0;
  let high = upper.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= upper[middle]) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}

/** Places the bounds (`most` bins a column, missing not counted, at most 255) and bins every value. */
export function binMatrix(matrix: FeatureMatrix, most: number): BinnedMatrix {
  const bins = matrix.columns.map((values, c) => {
    if (!matrix.categorical[c]) return numberBins(values, most);
    let largest = -1;
    for (const value of values) if (value > largest) largest = value;
    return {
      categorical: true,
      count: Math.min(MAX_CATEGORIES, largest + 1) + 1,
      upper: new Float32Array(0),
    };
  });
  return { rows: matrix.rows, bins, columns: matrix.columns.map((values, c) => binColumn(values, bins[c])) };
}

function binColumn(values: Float32Array, bins: ColumnBins): Uint8Array {
  const out = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = binOf(values[i], bins);
  return out;
}
