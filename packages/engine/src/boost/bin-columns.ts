import { orderedBits, sortFloats } from './sort-floats.ts';

/** Bins of one column; bin 0 is "missing", the others ascend (numbers) or stand for one code each (categories). */
export interface ColumnBins {
  readonly categorical: boolean;
  /** Number of bins, the missing one included; at most 256. */
  readonly count: number;
  /** Numbers: value <= upper[b - 1] belongs to bin b or below; the last bin has no bound. */
  readonly upper: Float32Array;
}

/** Features of many rows, column by column; NaN = missing. Categorical columns hold codes 0, 1, 2 ... */
export interface FeatureMatrix {
  readonly rows: number;
  readonly columns: readonly Float32Array[];
  readonly categorical: readonly boolean[];
  /** By column: 1 = what is predicted must not fall with it, -1 = must not rise, 0 = free; absent = all free. */
  readonly directions?: readonly number[];
}

/** Categories beyond this many share the missing bin. */
export const MAX_CATEGORIES = 255;
/** Values that are looked at to place the bounds. */
const SAMPLE = 20_000;
/** Sign, exponent and the first five digits of a float are the prefix by which it is looked up. */
const PREFIX_SHIFT = 18;

/** Bins of a column: `most` of them for numbers (missing not counted, at most 255), one for each code of a category. */
export function placeBins(values: Float32Array, categorical: boolean, most: number): ColumnBins {
  if (!categorical) {
    const upper = placeBounds(values, most);
    return { categorical, count: upper.length + 2, upper };
  }
  // One more than there are, for codes that are met later.
  const codes = Math.min(MAX_CATEGORIES, largestCode(values) + 2);
  return { categorical, count: codes + 1, upper: new Float32Array(0) };
}

function largestCode(values: Float32Array): number {
  let largest = -1;
  for (const value of values) if (value > largest) largest = value;
  return largest;
}

function placeBounds(values: Float32Array, most: number): Float32Array {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample = new Float32Array(Math.ceil(values.length / step));
  let known = 0;
  for (let i = 0; i < values.length; i += step) if (!Number.isNaN(values[i])) sample[known++] = values[i];
  const sorted = sortFloats(sample.subarray(0, known));
  let distinct = known > 0 ? 1 : 0;
  for (let i = 1; i < known && distinct <= most; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  const upper: number[] = [];
  // Few values have a bin each. Many: equal numbers in each bin; a value that fills a bin by itself gets its own.
  const isEach = distinct <= most;
  let from = 0;
  let bins = most;
  for (let i = 1; i < known && bins > 1; i++) {
    if (sorted[i] === sorted[i - 1] || (!isEach && i - from < (known - from) / bins)) continue;
    upper.push(between(sorted[i - 1], sorted[i]));
    from = i;
    bins--;
  }
  return Float32Array.from(upper);
}

/** A bound that leaves `low` on its left and `high` on its right. */
function between(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2);
  return middle < high ? middle : low;
}

/** Bin of one value. */
export function binOf(value: number, bins: ColumnBins): number {
  if (Number.isNaN(value)) return 0;
  if (bins.categorical) return value >= 0 && value < MAX_CATEGORIES ? Math.min(value + 2, bins.count) - 1 : 0;
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

/** Writes the bin of every value. */
export function binColumn(values: Float32Array, bins: ColumnBins, out: Uint8Array): void {
  if (bins.categorical) for (let i = 0; i < values.length; i++) out[i] = binOf(values[i], bins);
  else binNumbers(values, bins.upper, out);
}

/**
 * The same bins as `binOf` finds by halving, which guesses wrong at every other bound: the first bits of a number, in the
 * order of numbers, say where to begin, and few bounds are left to look at.
 */
function binNumbers(values: Float32Array, upper: Float32Array, out: Uint8Array): void {
  const firstBins = tabulate(upper);
  const bounds = new Float32Array(upper.length + 1).fill(Number.POSITIVE_INFINITY);
  bounds.set(upper);
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) {
      out[i] = 0;
      continue;
    }
    let bin = firstBins[orderedBits(bits[i]) >>> PREFIX_SHIFT];
    while (value > bounds[bin]) bin++;
    out[i] = bin + 1;
  }
}

/** Of every prefix: how many bounds have a smaller one. */
function tabulate(upper: Float32Array): Uint8Array {
  // 0 in place of -0, which is as large and has other bits
  const bits = new Int32Array(upper.map((bound) => bound + 0).buffer);
  const firstBins = new Uint8Array(1 << (32 - PREFIX_SHIFT));
  for (let b = 0; b < bits.length; b++) {
    const next = b + 1 < bits.length ? (orderedBits(bits[b + 1]) >>> PREFIX_SHIFT) + 1 : firstBins.length;
    firstBins.fill(b + 1, (orderedBits(bits[b]) >>> PREFIX_SHIFT) + 1, next);
  }
  return firstBins;
}
