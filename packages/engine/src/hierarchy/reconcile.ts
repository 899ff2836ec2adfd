import { type Hierarchy, sumUp } from './hierarchy.ts';
import { projectNonNegative } from './non-negative.ts';
import { diagonalProjection, lowRankProjection, type Projection } from './project.ts';
import { meanSquares, shrinkCovariance } from './shrink-covariance.ts';

/**
 * How base forecasts of all nodes become coherent ones.
 *
 * - `bottom-up`: the leaves' forecasts are kept and added up.
 * - `top-down`: the roots' forecasts are kept and shared out by the forecasts of the children (forecast proportions);
 *   children of both signs keep theirs, and what they lack is shared by their sizes.
 * - `wls-structural`: weighted least squares; a node's error variance is taken to be its number of leaves.
 * - `wls-variance`: the same with the mean squared errors of the nodes.
 * - `mint-shrink`: minimum trace; the errors' covariance, shrunk towards its diagonal (Wickramasuriya et al. 2019).
 */
export type ReconciliationMethod =
  | 'bottom-up'
  | 'top-down'
  | 'wls-structural'
  | 'wls-variance'
  | 'mint-shrink';

export interface ReconciliationOptions {
  readonly method: ReconciliationMethod;
  /** Forecast minus actual (or the other way round) in the back-test, row-major [node][observation]; for the last two methods. */
  readonly errors?: Float64Array;
  /**
   * No negative leaf (and so no negative node): the nearest such values. Exact for the methods of least squares;
   * `mint-shrink` measures the distance by its variances alone. The other two take forecasts below zero for zero before
   * they add up or share out, so that `top-down` keeps its roots.
   */
  readonly nonNegative?: boolean;
}

/**
 * Makes base forecasts coherent: takes row-major [node][step], returns a new array of the same shape in which every inner
 * node is the sum of its children as they are added up from the last to the first.
 */
export type Reconciler = (base: Float64Array, steps: number) => Float64Array;

/** Observations of errors that one factorisation takes: it costs their third power. */
const MOST_OBSERVATIONS = 4096;

function errorsOf(tree: Hierarchy, { method, errors }: ReconciliationOptions): Float64Array {
  const nodes = tree.parents.length;
  if (!errors || errors.length === 0 || errors.length % nodes !== 0) {
    throw new RangeError(
      `${method} needs the errors of ${nodes} nodes, the same number of each; ${errors?.length ?? 0} values were given.`,
    );
  }
  if (errors.length / nodes > MOST_OBSERVATIONS) {
    throw new RangeError(
      `${method} takes at most ${MOST_OBSERVATIONS} errors of a node, not ${errors.length / nodes}.`,
    );
  }
  for (const error of errors) {
    if (!Number.isFinite(error)) throw new RangeError(`${method} needs finite errors, not ${error}.`);
  }
  return errors;
}

/** The projection and the variances that its distance is measured in. */
function planProjection(tree: Hierarchy, options: ReconciliationOptions): [Projection, Float64Array] {
  if (options.method === 'wls-structural') return [diagonalProjection(tree, tree.sizes), tree.sizes];
  const errors = errorsOf(tree, options);
  if (options.method === 'wls-variance') {
    const variances = meanSquares(errors, tree.parents.length);
    return [diagonalProjection(tree, variances), variances];
  }
  const { diagonal, loadings } = shrinkCovariance(errors, tree.parents.length);
  return [lowRankProjection(tree, diagonal, loadings), diagonal];
}

/**
 * Shares every root out to its children by their forecasts, evenly by leaves where these are all nothing. Children of both
 * signs may add up to next to nothing, and shares of that would be of any size: what is left of their parent, beside them,
 * is shared by their sizes instead. Both are the same where the signs are.
 */
function shareOut({ parents, sizes }: Hierarchy, base: Float64Array, steps: number): Float64Array {
  const sums = new Float64Array(base.length);
  const spreads = new Float64Array(base.length);
  for (let v = parents.length - 1; v >= 0; v--) {
    if (parents[v] < 0) continue;
    for (let k = 0; k < steps; k++) {
      sums[parents[v] * steps + k] += base[v * steps + k];
      spreads[parents[v] * steps + k] += Math.abs(base[v * steps + k]);
    }
  }
  const shared = base.slice();
  for (let v = 0; v < parents.length; v++) {
    const parent = parents[v];
    if (parent < 0) continue;
    for (let k = 0; k < steps; k++) {
      const own = base[v * steps + k];
      const above = parent * steps + k;
      const share = spreads[above] > 0 ? Math.abs(own) / spreads[above] : sizes[v] / sizes[parent];
      const isOneSign = Math.abs(sums[above]) === spreads[above];
      shared[v * steps + k] = isOneSign ? shared[above] * share : own + (shared[above] - sums[above]) * share;
    }
  }
  return shared;
}

/**
 * Prepares a reconciliation; the result may be used for forecasts, windows of a back-test and sample paths alike.
 * Unbiased base forecasts stay so (P S = I) under every method but `top-down`; what is coherent already is returned as it is,
 * unless it has negative leaves and may not.
 * @throws RangeError when errors are missing, not finite or of the wrong number; and when forecasts are not [node][step]
 */
export function createReconciler(tree: Hierarchy, options: ReconciliationOptions): Reconciler {
  const { method, nonNegative = false } = options;
  const nodes = tree.parents.length;
  const [project, variances] =
    method === 'bottom-up' || method === 'top-down' ? [undefined, undefined] : planProjection(tree, options);
  const column = new Float64Array(nodes);
  return (base, steps) => {
    if (base.length !== nodes * steps) {
      throw new RangeError(
        `Forecasts of ${nodes} nodes and ${steps} steps are ${nodes * steps} values, not ${base.length}.`,
      );
    }
    const values = nonNegative && !project ? base.map((value) => Math.max(0, value)) : base.slice();
    if (method === 'top-down') values.set(shareOut(tree, values, steps));
    for (let k = 0; project && k < steps; k++) {
      for (let v = 0; v < nodes; v++) column[v] = base[v * steps + k];
      project(column);
      if (nonNegative) projectNonNegative(tree, variances, column);
      for (let v = 0; v < nodes; v++) values[v * steps + k] = column[v];
    }
    // differences of the last digits between a node and its children
    sumUp(tree, values, steps);
    return values;
  };
}
