import { choleskyFactor, choleskySolve } from './cholesky.ts';
import type { Hierarchy } from './hierarchy.ts';

/**
 * Projects one value a node onto the sums of the tree, in place. Of all coherent values it takes those nearest to the
 * base forecasts in the metric of their errors' covariance W:
 *
 *     y = base - W C' (C W C')^-1 C base,
 *
 * C having one row for each inner node: the node minus its children. It equals S (S' W^-1 S)^-1 S' W^-1 base, the form
 * in which MinT is mostly written, without an inverse of W.
 */
export type Projection = (values: Float64Array) => void;

/** Marks the nodes that have children. */
function innerNodes({ parents }: Hierarchy): Uint8Array {
  const inner = new Uint8Array(parents.length);
  for (let v = 0; v < parents.length; v++) if (parents[v] >= 0) inner[parents[v]] = 1;
  return inner;
}

/**
 * M = C D C' for a diagonal D. Row a of C shares nodes with its parent's row and its inner children's rows only, so M has
 * the shape of the tree and elimination from the leaves upwards leaves no new entries: O(nodes) for each solution.
 */
class TreeSystem {
  readonly #parents: Int32Array;
  readonly #inner: Uint8Array;
  readonly #variances: Float64Array;
  readonly #pivots: Float64Array;

  constructor(tree: Hierarchy, inner: Uint8Array, variances: Float64Array) {
    const { parents } = tree;
    this.#parents = parents;
    this.#inner = inner;
    this.#variances = variances;
    const pivots = new Float64Array(parents.length);
    for (let v = parents.length - 1; v >= 0; v--) {
      const parent = parents[v];
      if (inner[v] === 1) pivots[v] += variances[v];
      if (parent < 0) continue;
      pivots[parent] += variances[v];
      if (inner[v] === 1) pivots[parent] -= variances[v] ** 2 / pivots[v];
    }
    this.#pivots = pivots;
  }

  /** C values, in place: an inner node becomes its difference to its children, a leaf zero. */
  static gap(parents: Int32Array, inner: Uint8Array, values: Float64Array): void {
    for (let v = 0; v < parents.length; v++) if (parents[v] >= 0) values[parents[v]] -= values[v];
    for (let v = 0; v < parents.length; v++) if (inner[v] === 0) values[v] = 0;
  }

  /** M^-1 values in place; leaves are zero before and after. */
  solve(values: Float64Array): void {
    const parents = this.#parents;
    const inner = this.#inner;
    const variances = this.#variances;
    const pivots = this.#pivots;
    for (let v = parents.length - 1; v > 0; v--) {
      if (inner[v] === 1 && parents[v] >= 0) values[parents[v]] += (variances[v] / pivots[v]) * values[v];
    }
    for (let v = 0; v < parents.length; v++) {
      if (inner[v] === 0) continue;
      const above = parents[v] >= 0 ? variances[v] * values[parents[v]] : 0;
      values[v] = (values[v] + above) / pivots[v];
    }
  }

  /** values -= D C' multipliers. */
  correct(values: Float64Array, multipliers: Float64Array): void {
    const parents = this.#parents;
    for (let v = 0; v < parents.length; v++) {
      const above = parents[v] >= 0 ? multipliers[parents[v]] : 0;
      values[v] -= this.#variances[v] * (multipliers[v] - above);
    }
  }
}

/** Projection for errors that do not hang together: O(nodes) each. A node of variance zero keeps its value. */
export function diagonalProjection(tree: Hierarchy, variances: Float64Array): Projection {
  const inner = innerNodes(tree);
  const system = new TreeSystem(tree, inner, variances);
  const multipliers = new Float64Array(tree.parents.length);
  return (values) => {
    multipliers.set(values);
    TreeSystem.gap(tree.parents, inner, multipliers);
    system.solve(multipliers);
    system.correct(values, multipliers);
  };
}

/**
 * Projection for W = diag(variances) + L L', `loadings` = L row-major [node][factor], by the identity of Woodbury:
 * O(nodes * factors^2 + factors^3) once and O(nodes * factors) each; memory O(nodes * factors).
 */
export function lowRankProjection(
  tree: Hierarchy,
  variances: Float64Array,
  loadings: Float64Array,
): Projection {
  const { parents } = tree;
  const nodes = parents.length;
  const factors = loadings.length / nodes;
  const inner = innerNodes(tree);
  const system = new TreeSystem(tree, inner, variances);
  const gaps = new Float64Array(factors * nodes);
  const solved = new Float64Array(factors * nodes);
  for (let f = 0; f < factors; f++) {
    const gap = gaps.subarray(f * nodes, (f + 1) * nodes);
    for (let v = 0; v < nodes; v++) gap[v] = loadings[v * factors + f];
    TreeSystem.gap(parents, inner, gap);
    const own = solved.subarray(f * nodes, (f + 1) * nodes);
    own.set(gap);
    system.solve(own);
  }
  const capacity = new Float64Array(factors * factors);
  for (let f = 0; f < factors; f++) {
    for (let g = 0; g <= f; g++) {
      let sum = f === g ? 1 : 0;
      for (let v = 0; v < nodes; v++) sum += gaps[f * nodes + v] * solved[g * nodes + v];
      capacity[f * factors + g] = sum;
      capacity[g * factors + f] = sum;
    }
  }
  const capacityFactor = choleskyFactor(capacity, factors);
  const multipliers = new Float64Array(nodes);
  const scores = new Float64Array(factors);
  const scoresOf = (): void => {
    for (let f = 0; f < factors; f++) {
      let sum = 0;
      for (let v = 0; v < nodes; v++) sum += gaps[f * nodes + v] * multipliers[v];
      scores[f] = sum;
    }
  };
  return (values) => {
    multipliers.set(values);
    TreeSystem.gap(parents, inner, multipliers);
    system.solve(multipliers);
    scoresOf();
    choleskySolve(capacityFactor, scores);
    for (let f = 0; f < factors; f++) {
      for (let v = 0; v < nodes; v++) multipliers[v] -= solved[f * nodes + v] * scores[f];
    }
    scoresOf();
    system.correct(values, multipliers);
    for (let v = 0; v < nodes; v++) {
      for (let f = 0; f < factors; f++) values[v] -= loadings[v * factors + f] * scores[f];
    }
  };
}
