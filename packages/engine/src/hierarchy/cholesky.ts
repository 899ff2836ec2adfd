/**
 * Factor L of a symmetric positive definite matrix A = L L', row-major, in the lower triangle of a new array.
 * @throws RangeError when the matrix is not positive definite
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j];
      for (let k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k];
      if (i > j) factor[i * size + j] = sum / factor[j * size + j];
      else if (sum > 0) factor[i * size + i] = Math.sqrt(sum);
      else throw new RangeError(`The matrix is not positive definite: pivot ${i} of ${size} is ${sum}.`);
    }
  }
  return factor;
}

/** Solves A x = b in place for the factor of A. */
export function choleskySolve(factor: Float64Array, values: Float64Array): void {
  const size = values.length;
  for (let i = 0; i < size; i++) {
    let sum = values[i];
    for (let k = 0; k < i; k++) sum -= factor[i * size + k] * values[k];
    values[i] = sum / factor[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = values[i];
    for (let k = i + 1; k < size; k++) sum -= factor[k * size + i] * values[k];
    values[i] = sum / factor[i * size + i];
  }
}
