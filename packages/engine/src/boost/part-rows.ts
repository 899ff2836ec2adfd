import { binGoesLeft, type Split } from './find-split.ts';
import { TASK, type TrainingData } from './training-data.ts';

/** Says of every bin of the split's feature where its rows go. */
export function prepareParting({ goesLeft, counts, task }: TrainingData, split: Split): void {
  task[TASK.splitFeature] = split.feature;
  const count = counts[split.feature];
  for (let bin = 0; bin < count; bin++) goesLeft[bin] = binGoesLeft(split, bin) ? 1 : 0;
}

/** Reorders the leaf's rows so that the ones that go left come first, each side in its old order; returns the border. */
export function partRows({ task, bags, learned, goesLeft, rights }: TrainingData): number {
  const column = learned.columns[task[TASK.splitFeature]];
  return partInTwo(bags[task[TASK.bag]], column, goesLeft, task[TASK.from], task[TASK.to], rights);
}

/**
 * Puts the rows at places `from .. to` whose bin of `column` goes left before the others, each side in its old order; returns
 * the border. `rights` is room for the others on their way.
 */
export function partInTwo(
  rows: Int32Array,
  column: Uint8Array,
  goesLeft: Uint8Array,
  from: number,
  to: number,
  rights: Int32Array,
): number {
  let left = from;
  let right = 0;
  // Written to both sides and counted on one: which way a row goes cannot be guessed, so that a branch would cost more.
  for (let i = from; i < to; i++) {
    const row = rows[i];
    const isLeft = goesLeft[column[row]];
    rows[left] = row;
    rights[right] = row;
    left += isLeft;
    right += 1 - isLeft;
  }
  rows.set(rights.subarray(0, right), left);
  return left;
}

/** The first half of `partRows` for one chunk of the leaf's rows: lefts and rights apart, at the chunk's own places. */
export function sortChunk(data: TrainingData, unit: number): void {
  const { task, bags, learned, goesLeft, lefts, rights, chunkLefts } = data;
  const rows = bags[task[TASK.bag]];
  const column = learned.columns[task[TASK.splitFeature]];
  const from = task[TASK.from] + unit * task[TASK.unitSize];
  const to = Math.min(task[TASK.to], from + task[TASK.unitSize]);
  let left = from;
  let right = from;
  for (let i = from; i < to; i++) {
    const row = rows[i];
    const isLeft = goesLeft[column[row]];
    lefts[left] = row;
    rights[right] = row;
    left += isLeft;
    right += 1 - isLeft;
  }
  chunkLefts[unit] = left - from;
}

/** Places of the chunks' rows among the children's; returns the border between them. */
export function planPlaces({ task, chunkLefts, leftAt, rightAt }: TrainingData, units: number): number {
  let border = task[TASK.from];
  for (let unit = 0; unit < units; unit++) {
    leftAt[unit] = border;
    border += chunkLefts[unit];
  }
  let right = border;
  for (let unit = 0; unit < units; unit++) {
    rightAt[unit] = right;
    const from = task[TASK.from] + unit * task[TASK.unitSize];
    right += Math.min(task[TASK.unitSize], task[TASK.to] - from) - chunkLefts[unit];
  }
  return border;
}

/** The second half: the chunk's rows to their places, and the pairs of the child that is to be summed. */
export function placeChunk(data: TrainingData, unit: number): void {
  const { task, bags, lefts, rights, chunkLefts, leftAt, rightAt } = data;
  const rows = bags[task[TASK.bag]];
  const from = task[TASK.from] + unit * task[TASK.unitSize];
  const count = Math.min(task[TASK.unitSize], task[TASK.to] - from);
  const left = chunkLefts[unit];
  rows.set(lefts.subarray(from, from + left), leftAt[unit]);
  rows.set(rights.subarray(from, from + count - left), rightAt[unit]);
  const toLeft = leftAt[unit] + left;
  const toRight = rightAt[unit] + count - left;
  const first = task[TASK.pairsFrom];
  const last = task[TASK.pairsTo];
  pairRows(data, Math.max(first, leftAt[unit]), Math.min(last, toLeft));
  pairRows(data, Math.max(first, rightAt[unit]), Math.min(last, toRight));
}

/** Gathers the packed gradients and second derivatives of the rows at places `from .. to` of the bag. */
export function pairRows(data: TrainingData, from: number, to: number): void {
  const { task, bags, packed, pairs } = data;
  const rows = bags[task[TASK.bag]];
  for (let i = from; i < to; i++) pairs[i] = packed[rows[i]];
}
