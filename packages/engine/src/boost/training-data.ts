import { type ColumnBins, type FeatureMatrix, MAX_CATEGORIES } from './bin-columns.ts';
import { FOUND_FIELDS, type FoundSplits } from './find-split.ts';
import type { GrowLimits } from './grow-tree.ts';
import type { Histogram } from './histogram.ts';
import type { Objective } from './objective.ts';
import { SET_WORDS } from './tree.ts';

/** Rows with what is to be predicted. */
export interface LabelledRows {
  readonly features: FeatureMatrix;
  readonly target: Float32Array;
  readonly weight: Float32Array;
}

/** The rows of a training or of its validation, and the score of each so far. */
export interface ScoredRows {
  readonly rows: number;
  readonly features: FeatureMatrix;
  /** Bins, one array a column. */
  readonly columns: readonly Uint8Array[];
  readonly target: Float32Array;
  readonly weight: Float32Array;
  readonly score: Float64Array;
}

/** The newest tree by bins: what scores are raised by. */
export interface BinnedTree {
  /** Nodes; then as in `Tree`, with bins in place of thresholds: `bin <= upperBin` goes left. */
  readonly feature: Int32Array;
  readonly upperBin: Int32Array;
  readonly categorical: Uint8Array;
  readonly missingLeft: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** `SET_WORDS` words a node. */
  readonly sets: Uint32Array;
  /** Leaves: value, and where its rows of the bag lie. */
  readonly leafValue: Float64Array;
  readonly leafFrom: Int32Array;
  readonly leafTo: Int32Array;
}

/** Two children of a leaf, or a root alone (the first): what is known before their features are searched. */
export interface Children {
  /** Sums of gradients and of second derivatives, and `leastHessian`: Infinity = not to be searched. */
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly least: Float64Array;
  /** Bounds of the values below it, by monotone features above it; infinite = none. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly found: readonly [FoundSplits, FoundSplits];
}

/**
 * Everything that a training reads and writes: typed arrays and plain values, so that on shared memory several threads
 * can work on it. Which phase is due, and its numbers, are in `control` and `task`.
 */
export interface TrainingData {
  readonly control: Int32Array;
  /** Numbers of the phase that is due, by `TASK`. */
  readonly task: Int32Array;
  readonly objective: Objective;
  readonly limits: GrowLimits;
  /** Bins of a number, missing not counted. */
  readonly bins: number;
  readonly learned: ScoredRows;
  readonly unseen: ScoredRows;
  readonly categorical: Uint8Array;
  /** By column: 1 = the trees must not fall with it, -1 = must not rise, 0 = free. */
  readonly directions: Int8Array;
  /** Bins by column: how many, the missing one included, and the bounds of numbers. */
  readonly counts: Int32Array;
  readonly bounds: readonly Float32Array[];
  /** Place of each feature's first bin in a histogram, and the whole length behind the last. */
  readonly starts: Int32Array;
  readonly histograms: readonly Histogram[];
  /** Gradient and second derivative of the row at each place of the bag, when the tree begins. */
  readonly gradient: Float32Array;
  readonly hessian: Float32Array;
  /**
   * Sums by unit of the phase that was run last: two numbers of `gradients` (sizes of the gradients, second derivatives), one of
   * `pack` (packed rows) and of `raise` (losses of the validation).
   */
  readonly unitSums: Float64Array;
  /** What one step of a packed gradient and second derivative is worth: `Steps`. */
  readonly steps: Float64Array;
  /** Packed gradient and second derivative (`quantise.ts`) by row, and of the row at each place of the bag. */
  readonly packed: Float64Array;
  readonly pairs: Float64Array;
  /** This tree's rows and the next one's: rows in the bag first, the others behind them. */
  readonly bags: readonly [Int32Array, Int32Array];
  /** Rows of a leaf on their way to its children. */
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  /** Of each chunk of a leaf's rows: how many go left, and where its lefts and rights begin among all. */
  readonly chunkLefts: Int32Array;
  readonly leftAt: Int32Array;
  readonly rightAt: Int32Array;
  /** By bin of the feature that parts a leaf: 1 = left. */
  readonly goesLeft: Uint8Array;
  /** Features that this tree may ask: the first `TASK.features`. */
  readonly features: Int32Array;
  readonly children: Children;
  readonly tree: BinnedTree;
}

/** Places in `TrainingData.task`. */
export const TASK = {
  phase: 0,
  units: 1,
  /** Items (columns, features, rows) of a unit. */
  unitSize: 2,
  bag: 3,
  bagSize: 4,
  features: 5,
  /** Rows of the leaf that is parted or summed. */
  from: 6,
  to: 7,
  splitFeature: 8,
  /** Histograms of the child that is summed and of the one that gets the rest; -1 = there is none. */
  summed: 9,
  rest: 10,
  /** Rows whose pairs are wanted while a leaf's rows are placed. */
  pairsFrom: 11,
  pairsTo: 12,
  nodes: 13,
  leaves: 14,
} as const;

/** Most units of a phase: they are counted in 8 bits. */
export const MOST_UNITS = 255;

/** Words that threads wait for lie in cache lines of their own. */
export const CONTROL_WORDS = 16 * 8;

/** Lays the arrays of a training out, on shared memory or not, and copies the rows there that others must see. */
export function layOutTraining(
  learned: LabelledRows,
  unseen: LabelledRows | undefined,
  objective: Objective,
  limits: GrowLimits,
  bins: number,
  base: number,
  isShared: boolean,
): TrainingData {
  const memory = isShared ? sharedMemory : ownMemory;
  const rows = learned.target.length;
  const width = learned.features.columns.length;
  const { leaves } = limits;
  const mostBins = learned.features.categorical.map((one) => (one ? MAX_CATEGORIES : bins) + 1);
  const histogramLength = mostBins.reduce((sum, count) => sum + count, 0);
  const found = (): FoundSplits => ({
    numbers: memory.float64(width * FOUND_FIELDS),
    sets: memory.uint32(width * SET_WORDS),
  });
  const validation = unseen ?? {
    features: {
      ...learned.features,
      rows: 0,
      columns: learned.features.columns.map(() => new Float32Array(0)),
    },
    target: new Float32Array(0),
    weight: new Float32Array(0),
  };
  return {
    control: memory.int32(CONTROL_WORDS),
    task: memory.int32(Object.keys(TASK).length),
    objective,
    limits,
    bins,
    learned: scoredRows(learned, base, memory),
    unseen: scoredRows(validation, base, memory),
    categorical: Uint8Array.from(learned.features.categorical, Number),
    directions: Int8Array.from(learned.features.directions ?? learned.features.categorical.map(() => 0)),
    counts: memory.int32(width),
    bounds: learned.features.categorical.map((one) => memory.float32(one ? 0 : bins)),
    starts: memory.int32(width + 1),
    histograms: Array.from({ length: leaves + 1 }, () => memory.float64(histogramLength)),
    gradient: memory.float32(rows),
    hessian: memory.float32(rows),
    unitSums: memory.float64(2 * MOST_UNITS),
    steps: memory.float64(2),
    packed: memory.float64(rows),
    pairs: memory.float64(rows),
    bags: [memory.int32(rows), memory.int32(rows)],
    lefts: memory.int32(rows),
    rights: memory.int32(rows),
    chunkLefts: memory.int32(MOST_UNITS),
    leftAt: memory.int32(MOST_UNITS),
    rightAt: memory.int32(MOST_UNITS),
    goesLeft: memory.uint8(MAX_CATEGORIES + 1),
    features: memory.int32(width),
    children: {
      gradient: memory.float64(2),
      hessian: memory.float64(2),
      least: memory.float64(2),
      lower: memory.float64(2),
      upper: memory.float64(2),
      found: [found(), found()],
    },
    tree: {
      feature: memory.int32(leaves),
      upperBin: memory.int32(leaves),
      categorical: memory.uint8(leaves),
      missingLeft: memory.uint8(leaves),
      left: memory.int32(leaves),
      right: memory.int32(leaves),
      sets: memory.uint32(leaves * SET_WORDS),
      leafValue: memory.float64(leaves),
      leafFrom: memory.int32(leaves),
      leafTo: memory.int32(leaves),
    },
  };
}

/** Bins of a column as `placeBins` gave them. */
export const binsOf = ({ categorical, counts, bounds }: TrainingData, column: number): ColumnBins => ({
  categorical: categorical[column] === 1,
  count: counts[column],
  upper: bounds[column].subarray(0, counts[column] - 2),
});

type Memory = typeof ownMemory;

function scoredRows({ features, target, weight }: LabelledRows, base: number, memory: Memory): ScoredRows {
  const rows = target.length;
  return {
    rows,
    features: { ...features, columns: features.columns.map(memory.visible) },
    columns: features.columns.map(() => memory.uint8(rows)),
    target: memory.visible(target),
    weight: memory.visible(weight),
    score: memory.float64(rows).fill(base),
  };
}

const ownMemory = {
  uint8: (length: number): Uint8Array => new Uint8Array(length),
  int32: (length: number): Int32Array => new Int32Array(length),
  uint32: (length: number): Uint32Array => new Uint32Array(length),
  float32: (length: number): Float32Array => new Float32Array(length),
  float64: (length: number): Float64Array => new Float64Array(length),
  /** The array where every thread of the training sees it. */
  visible: (array: Float32Array): Float32Array => array,
};

const sharedMemory: Memory = {
  uint8: (length) => new Uint8Array(new SharedArrayBuffer(length)),
  int32: (length) => new Int32Array(new SharedArrayBuffer(4 * length)),
  uint32: (length) => new Uint32Array(new SharedArrayBuffer(4 * length)),
  float32: (length) => new Float32Array(new SharedArrayBuffer(4 * length)),
  float64: (length) => new Float64Array(new SharedArrayBuffer(8 * length)),
  visible: (array) => {
    if (array.buffer instanceof SharedArrayBuffer) return array;
    const copy = sharedMemory.float32(array.length);
    copy.set(array);
    return copy;
  },
};
