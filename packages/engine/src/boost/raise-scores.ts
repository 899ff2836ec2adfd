import { type ScoredRows, TASK, type TrainingData } from './training-data.ts';
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

/** Leads the rows at places `from .. to` of `places` (left out: the rows themselves) through the tree by their bins. */
export function addToScores(
  { task, tree }: TrainingData,
  rows: ScoredRows,
  places: Int32Array | undefined,
  from: number,
  to: number,
): void {
  const { feature, upperBin, categorical, missingLeft, left, right, sets, leafValue } = tree;
  const { score } = rows;
  const nodes = task[TASK.nodes];
  if (nodes === 0) {
    for (let i = from; i < to; i++) score[places ? places[i] : i] += leafValue[0];
    return;
  }
  const columns: Uint8Array[] = [];
  for (let n = 0; n < nodes; n++) columns.push(rows.columns[feature[n]]);
  for (let i = from; i < to; i++) {
    const row = places ? places[i] : i;
    let node = 0;
    while (node >= 0) {
      const bin = columns[node][row];
      let isLeft: boolean;
      if (bin === 0) isLeft = missingLeft[node] === 1;
      else if (categorical[node] === 1) isLeft = isInSet(sets, node * SET_WORDS, bin - 1);
      else isLeft = bin <= upperBin[node];
      node = isLeft ? left[node] : right[node];
    }
    score[row] += leafValue[~node];
  }
}
