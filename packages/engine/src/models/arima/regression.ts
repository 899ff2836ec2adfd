import { differencedSteps, type FullOrder, hasConstant } from './order.ts';

/** Regressors known at every step, row-major [step][column]. */
export interface Regressors {
  readonly columns: number;
  readonly values: Float64Array;
}

/**
 * Columns of an order's regression over `length` steps: the mean or drift where there is one, then the regressors.
 *
 * @throws RangeError when the regressors do not reach that far.
 */
export function designColumns(order: FullOrder, length: number, regressors?: Regressors): Float64Array[] {
  const columns: Float64Array[] = [];
  if (hasConstant(order)) {
    const drifts = differencedSteps(order) > 0;
    columns.push(Float64Array.from({ length }, (_, t) => (drifts ? t : 1)));
  }
  if (!regressors) return columns;
  const { columns: count, values } = regressors;
  if (values.length < length * count) {
    const steps = Math.floor(values.length / count);
    throw new RangeError(`Regressors are known at ${steps} steps, and ${length} are needed.`);
  }
  for (let j = 0; j < count; j++) {
    columns.push(Float64Array.from({ length }, (_, t) => values[t * count + j]));
  }
  return columns;
}

/** Regressors and further columns over the first `length` steps; a column that ends before is zero from there on. */
export function sideBySide(
  left: Regressors | undefined,
  right: readonly Float64Array[],
  length: number,
): Regressors {
  const before = left?.columns ?? 0;
  const columns = before + right.length;
  const values = new Float64Array(length * columns);
  for (let t = 0; t < length; t++) {
    for (let j = 0; j < before; j++) values[t * columns + j] = left?.values[t * before + j] ?? 0;
    for (let j = 0; j < right.length; j++) values[t * columns + before + j] = right[j][t] ?? 0;
  }
  return { columns, values };
}

/** Share of a column that the ones before it must leave for it to get a coefficient. */
const COLLINEAR = 1e-9;

/**
 * Coefficients of the regression of the first of `rows` on the others over steps `from` on, by Cholesky's factorisation. A
 * column that others explain gets 0. Rows at unknown values are 0 and do not count.
 */
export function leastSquares(rows: readonly Float64Array[], from: number): Float64Array {
  const k = rows.length - 1;
  const lower = new Float64Array(k * k);
  const right = new Float64Array(k);
  const pivot = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) {
      let sum = dot(rows[i + 1], rows[j + 1], from);
      for (let m = 0; m < j; m++) sum -= lower[i * k + m] * lower[j * k + m] * pivot[m];
      lower[i * k + j] = pivot[j] > 0 ? sum / pivot[j] : 0;
    }
    const whole = dot(rows[i + 1], rows[i + 1], from);
    let left = whole;
    let sum = dot(rows[i + 1], rows[0], from);
    for (let m = 0; m < i; m++) {
      left -= lower[i * k + m] ** 2 * pivot[m];
      sum -= lower[i * k + m] * right[m];
    }
    pivot[i] = left > COLLINEAR * whole ? left : 0;
    right[i] = sum;
  }
  for (let i = k - 1; i >= 0; i--) {
    right[i] = pivot[i] > 0 ? right[i] / pivot[i] : 0;
    for (let j = i + 1; j < k; j++) if (pivot[i] > 0) right[i] -= lower[j * k + i] * right[j];
  }
  return right;
}

function dot(a: Float64Array, b: Float64Array, from: number): number {
  let sum = 0;
  for (let t = from; t < a.length; t++) sum += a[t] * b[t];
  return sum;
}

/** `values` without what the regression explains. */
export function lessRegression(
  values: Float64Array,
  columns: readonly Float64Array[],
  coefficients: Float64Array,
): Float64Array {
  if (columns.length === 0) return values;
  const out = Float64Array.from(values);
  for (let j = 0; j < columns.length; j++) {
    for (let t = 0; t < out.length; t++) out[t] -= coefficients[j] * columns[j][t];
  }
  return out;
}
