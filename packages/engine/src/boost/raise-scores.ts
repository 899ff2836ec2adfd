import { MAX_CATEGORIES } from './bin-columns.ts';
import { partInTwo } from './part-rows.ts';
import { type BinnedTree, type ScoredRows, TASK, type TrainingData } from './training-data.ts';
import { isInSet, SET_WORDS } from './tree.ts';

/** Adds the tree's values to the scores of the rows at places `from .. to` of the bag, which lie leaf by leaf. */
export function addToLeaves(
  { task, learned, tree }: TrainingData,
  bag: Int32Array,
  from: number,
  to: number,
): void {
  const { score } = learned;
  const { leafValue, leafFrom, leafTo } = tree;
  for (let l = 0; l < task[TASK.leaves]; l++) {
    const value = leafValue[l];
    const end = Math.min(to, leafTo[l]);
    for (let i = Math.max(from, leafFrom[l]); i < end; i++) score[bag[i]] += value;
  }
}

/** Of this thread: rows on their way through a tree, those of them that go right, and by bin of a node: 1 = left. */
let onWay = new Int32Array(0);
let aside = new Int32Array(0);
const goesLeft = new Uint8Array(MAX_CATEGORIES + 1);

/**
 * Leads the rows at places `from .. to` of `places` (left out: the rows themselves) through the tree by their bins: node
 * after node, all rows of a node together, since which way a single row goes cannot be guessed.
 */
export function addToScores(
  { task, tree, counts }: TrainingData,
  rows: ScoredRows,
  places: Int32Array | undefined,
  from: number,
  to: number,
): void {
  const { feature, left, right, leafValue } = tree;
  const { score, columns } = rows;
  const nodes = task[TASK.nodes];
  const size = to - from;
  if (onWay.length < size) {
    onWay = new Int32Array(size);
    aside = new Int32Array(size);
  }
  for (let i = 0; i < size; i++) onWay[i] = places ? places[from + i] : from + i;
  if (nodes === 0) {
    addToRows(score, leafValue[0], 0, size);
    return;
  }
  const starts = new Int32Array(nodes);
  const ends = new Int32Array(nodes);
  ends[0] = size;
  // a node lies before its children
  for (let n = 0; n < nodes; n++) {
    writeWays(tree, n, counts[feature[n]]);
    const middle = partInTwo(onWay, columns[feature[n]], goesLeft, starts[n], ends[n], aside);
    arrive(left[n], starts[n], middle);
    arrive(right[n], middle, ends[n]);
  }

  function arrive(child: number, first: number, last: number): void {
    if (child < 0) addToRows(score, leafValue[~child], first, last);
    else {
      starts[child] = first;
      ends[child] = last;
    }
  }
}

function addToRows(score: Float64Array, value: number, first: number, last: number): void {
  for (let i = first; i < last; i++) score[onWay[i]] += value;
}

/** Says of every bin of a node's feature where its rows go. */
function writeWays(
  { upperBin, categorical, missingLeft, sets }: BinnedTree,
  node: number,
  count: number,
): void {
  const isSet = categorical[node] === 1;
  goesLeft[0] = missingLeft[node];
  for (let bin = 1; bin < count; bin++) {
    goesLeft[bin] = (isSet ? isInSet(sets, node * SET_WORDS, bin - 1) : bin <= upperBin[node]) ? 1 : 0;
  }
}
