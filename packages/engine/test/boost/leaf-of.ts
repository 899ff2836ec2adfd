import { isInSet, type Tree } from '../../src/boost/tree.ts';

/** Leaf that a row of features comes to, tree by tree; its values start at `offset`. */
export function leafOf(tree: Tree, features: Float32Array, offset: number): number {
  const { feature, threshold, categorical, missingLeft, left, right, sets } = tree;
  if (feature.length === 0) return 0;
  let node = 0;
  while (node >= 0) {
    const value = features[offset + feature[node]];
    let goesLeft: boolean;
    if (Number.isNaN(value)) goesLeft = missingLeft[node] === 1;
    else if (categorical[node] === 1) {
      goesLeft = value >= 0 && value < 255 ? isInSet(sets, threshold[node], value) : missingLeft[node] === 1;
    } else goesLeft = value <= threshold[node];
    node = goesLeft ? left[node] : right[node];
  }
  return ~node;
}
