/**
 * Covariance of the nodes' forecast errors, shrunk towards its diagonal (Schaefer and Strimmer 2005), in the form that
 * reconciliation needs: a diagonal plus a matrix of low rank,
 *
 *     W = intensity * D + (1 - intensity) * E E' / T,   D = diag(E E' / T),
 *
 * E being nodes x T errors. Not centred: a bias is an error like any other (Wickramasuriya, Athanasopoulos and Hyndman
 * 2019 and the R package hts do the same). W itself, nodes x nodes, is never made.
 */
export interface ShrunkCovariance {
  /** Weight of the diagonal, `LEAST_INTENSITY` to 1. */
  readonly intensity: number;
  /** `intensity * D`: one value a node. */
  readonly diagonal: Float64Array;
  /** [node][observation]: `E * sqrt((1 - intensity) / T)`. */
  readonly loadings: Float64Array;
}

/** The sample covariance alone has no inverse when there are more nodes than observations. */
const LEAST_INTENSITY = 1e-3;

/**
 * Mean squared error of each node, and at least a small share of the mean of them: a node that was never wrong in a
 * few windows is not certain.
 */
export function meanSquares(errors: Float64Array, nodes: number): Float64Array {
  const count = errors.length / nodes;
  const squares = new Float64Array(nodes);
  let all = 0;
  for (let v = 0; v < nodes; v++) {
    let sum = 0;
    for (let t = 0; t < count; t++) sum += errors[v * count + t] ** 2;
    squares[v] = sum / count;
    all += squares[v] / nodes;
  }
  const least = all > 0 ? 1e-9 * all : 1;
  for (let v = 0; v < nodes; v++) squares[v] = Math.max(least, squares[v]);
  return squares;
}

/**
 * The intensity that minimises the expected squared error of the correlations: sum of their variances over the sum of
 * their squares, over all pairs of different nodes. Both sums over pairs follow from T x T products: with x the errors over
 * their root mean square, sum_ij (sum_t x_ti x_tj)^2 = |X X'|^2 and sum_ij sum_t x_ti^2 x_tj^2 = sum_t (sum_i x_ti^2)^2.
 */
function measureIntensity(errors: Float64Array, squares: Float64Array): number {
  const nodes = squares.length;
  const count = errors.length / nodes;
  if (count < 2 || nodes < 2) return 1;
  const gram = new Float64Array(count * count);
  const scaled = new Float64Array(count);
  let fourth = 0;
  let ownSquares = 0;
  for (let v = 0; v < nodes; v++) {
    const scale = 1 / Math.sqrt(squares[v]);
    let own = 0;
    for (let t = 0; t < count; t++) {
      scaled[t] = errors[v * count + t] * scale;
      own += scaled[t] ** 2;
      fourth += scaled[t] ** 4;
    }
    ownSquares += own ** 2;
    for (let s = 0; s < count; s++) {
      for (let t = 0; t <= s; t++) gram[s * count + t] += scaled[s] * scaled[t];
    }
  }
  let products = -ownSquares;
  let squaredProducts = -fourth;
  for (let s = 0; s < count; s++) {
    squaredProducts += gram[s * count + s] ** 2;
    products += gram[s * count + s] ** 2;
    for (let t = 0; t < s; t++) products += 2 * gram[s * count + t] ** 2;
  }
  if (!(products > 0)) return 1;
  const variances = (squaredProducts - products / count) / (count * (count - 1));
  return Math.min(1, Math.max(LEAST_INTENSITY, variances / (products / count ** 2)));
}

/** The shrunk covariance of these errors, row-major [node][observation]. O(nodes * T^2) time, O(nodes * T) memory. */
export function shrinkCovariance(errors: Float64Array, nodes: number): ShrunkCovariance {
  const squares = meanSquares(errors, nodes);
  const intensity = measureIntensity(errors, squares);
  const root = Math.sqrt(((1 - intensity) * nodes) / errors.length);
  return {
    intensity,
    diagonal: squares.map((square) => intensity * square),
    loadings: errors.map((error) => root * error),
  };
}
