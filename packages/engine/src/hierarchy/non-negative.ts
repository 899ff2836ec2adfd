import type { Hierarchy } from './hierarchy.ts';
import { diagonalProjection } from './project.ts';

/** Rounds that may exchange all wrong leaves at once without fewer of them being wrong. */
const PATIENCE = 3;
/** Rounds after which rounding errors, not the problem, keep it going; a leaf takes part in few. */
const roundsFor = (leaves: number): number => 100 + 2 * leaves;

/**
 * Coherent values without a negative leaf that are nearest to `target` in the metric of `variances`, in place; by block
 * principal pivoting (Kim and Park 2011, as Wickramasuriya, Turlach and Hyndman 2020 use it for reconciliation). Leaves
 * are split into those held at zero and free ones; a solution has no negative free leaf and no held one that would lower
 * the distance by rising. Mostly ends after two or three passes over the tree.
 */
export function projectNonNegative(tree: Hierarchy, variances: Float64Array, target: Float64Array): void {
  const { parents, leaves } = tree;
  let size = 0;
  for (let v = 0; v < target.length; v++) size = Math.max(size, Math.abs(target[v]));
  const least = -1e-10 * size;
  if (leaves.every((leaf) => target[leaf] >= 0)) return;
  const held = new Uint8Array(parents.length);
  const own = variances.slice();
  const values = new Float64Array(parents.length);
  const pull = new Float64Array(parents.length);
  let fewest = Number.POSITIVE_INFINITY;
  let patience = PATIENCE;
  for (let round = roundsFor(leaves.length); round > 0; round--) {
    for (let v = 0; v < parents.length; v++) {
      own[v] = held[v] === 1 ? 0 : variances[v];
      values[v] = held[v] === 1 ? 0 : target[v];
    }
    diagonalProjection(tree, own)(values);
    // gradient of half the squared distance by a leaf: the sum over it and the nodes above
    for (let v = 0; v < parents.length; v++) {
      pull[v] = (values[v] - target[v]) / variances[v] + (parents[v] >= 0 ? pull[parents[v]] : 0);
    }
    const wrong = leaves.filter((leaf) =>
      held[leaf] === 1 ? pull[leaf] * variances[leaf] < least : values[leaf] < least,
    );
    if (wrong.length === 0) break;
    if (wrong.length < fewest) {
      fewest = wrong.length;
      patience = PATIENCE;
    } else patience--;
    // one at a time once blocks no longer help: that cannot go round in circles
    const swap = patience >= 0 ? wrong : wrong.subarray(wrong.length - 1);
    for (const leaf of swap) held[leaf] = 1 - held[leaf];
  }
  for (let v = 0; v < parents.length; v++) target[v] = values[v];
  for (const leaf of leaves) if (target[leaf] < 0) target[leaf] = 0;
}
