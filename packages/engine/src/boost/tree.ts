/**
 * One regression tree in flat arrays. Node `n` asks feature `feature[n]`; a child is another node (>= 0) or, as its bitwise
 * complement, a leaf.
 */
export interface Tree {
  readonly feature: Int16Array;
  /** Numbers: `value <= threshold` goes left. Categories: place of the node's set in `sets`. */
  readonly threshold: Float32Array;
  /** 1 = categorical node. */
  readonly categorical: Uint8Array;
  /** 1 = a missing value goes left. */
  readonly missingLeft: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Sum of second derivatives that reached the node: its share of the training rows, for exact contributions. */
  readonly cover: Float32Array;
  readonly leafValue: Float64Array;
  readonly leafCover: Float32Array;
  /** Bit sets of 256 categories (8 words each): the codes that go left. */
  readonly sets: Uint32Array;
}

/** Words of a set of categories. */
export const SET_WORDS = 8;

/** Whether a code (0 ..) is in the set that starts at word `start`. */
export const isInSet = (sets: Uint32Array, start: number, code: number): boolean =>
  ((sets[start + (code >>> 5)] >>> (code & 31)) & 1) === 1;
