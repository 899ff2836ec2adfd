import type { Hierarchy } from '../../src/hierarchy/index.ts';

/** The textbook's formulas on plain matrices, for small trees only. */
export type Matrix = number[][];

export const multiply = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
export const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
export const diagonalOf = (values: ArrayLike<number>): Matrix =>
  Array.from(values, (value, i) => Array.from(values, (_, j) => (i === j ? value : 0)));

/** Gauss and Jordan with partial pivots. */
export function invert(matrix: Matrix): Matrix {
  const size = matrix.length;
  const work = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < size; c++) {
    let pivot = c;
    for (let r = c + 1; r < size; r++) if (Math.abs(work[r][c]) > Math.abs(work[pivot][c])) pivot = r;
    [work[c], work[pivot]] = [work[pivot], work[c]];
    const scale = work[c][c];
    work[c] = work[c].map((value) => value / scale);
    for (let r = 0; r < size; r++) {
      if (r === c) continue;
      const factor = work[r][c];
      work[r] = work[r].map((value, k) => value - factor * work[c][k]);
    }
  }
  return work.map((row) => row.slice(size));
}

/** S: [node][leaf], one where the leaf lies below the node. */
export const summingMatrix = ({ parents, leaves }: Hierarchy): Matrix =>
  Array.from(parents, (_, node) =>
    Array.from(leaves, (leaf) => {
      let at: number = leaf;
      while (at > node) at = parents[at];
      return at === node ? 1 : 0;
    }),
  );

/** S (S' W^-1 S)^-1 S' W^-1. */
export function denseProjection(tree: Hierarchy, covariance: Matrix): Matrix {
  const sums = summingMatrix(tree);
  const weighted = multiply(transpose(sums), invert(covariance));
  return multiply(sums, multiply(invert(multiply(weighted, sums)), weighted));
}

/** Covariance of errors [node][observation] shrunk by Schaefer and Strimmer, pair by pair as in R's hts. */
export function denseShrinkage(errors: Matrix): { intensity: number; covariance: Matrix } {
  const count = errors[0].length;
  const raw = errors.map((a) =>
    errors.map((b) => a.reduce((sum, value, t) => sum + value * b[t], 0) / count),
  );
  let variances = 0;
  let squares = 0;
  for (let i = 0; i < errors.length; i++) {
    for (let j = 0; j < errors.length; j++) {
      if (i === j) continue;
      const products = errors[i].map((value, t) => (value * errors[j][t]) / Math.sqrt(raw[i][i] * raw[j][j]));
      const mean = products.reduce((sum, value) => sum + value, 0) / count;
      squares += mean ** 2;
      variances += products.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count * (count - 1));
    }
  }
  const intensity = Math.min(1, Math.max(1e-3, variances / squares));
  return {
    intensity,
    covariance: raw.map((row, i) => row.map((value, j) => (i === j ? value : (1 - intensity) * value))),
  };
}
