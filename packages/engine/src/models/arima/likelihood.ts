import { conditionalErrors, conditionalGradient, firstError, type Observed } from './conditional.ts';
import { standardErrors } from './exact-filter.ts';
import { differencedSteps, type FullOrder } from './order.ts';
import { createPolynomials, differenceTerms } from './polynomials.ts';
import { designColumns, leastSquares, lessRegression, type Regressors } from './regression.ts';

/** Added to the mean squared error, so that a history without error has a likelihood (values are near size 1). */
const FLOOR = 1e-12;
/** Step of finite differences in the unbounded parameters. */
const STEP = 1e-6;

/** A likelihood at some parameters. */
export interface Likelihood {
  /** Half of -2 log likelihood without its constant: (n/2) log of the variance and half of the log determinant. */
  readonly loss: number;
  /** Variance of the errors. */
  readonly variance: number;
  /** Coefficients of the mean or drift and of the regressors. */
  readonly coefficients: Float64Array;
}

/** A history and an order: the two likelihoods as functions of the unbounded ARMA parameters. */
export interface Problem {
  /** Known values that the differences leave. */
  readonly size: number;
  /** Number of coefficients of the regression. */
  readonly columns: number;
  /** Conditional on the first values; `undefined` when they leave too few. Writes the gradient when one is given. */
  conditional(x: Float64Array, gradient?: Float64Array): Likelihood | undefined;
  /** Exact when all values are known; where one is unknown the state is carried on without an update. */
  exact(x: Float64Array): Likelihood | undefined;
  /** `exact`, its gradient by finite differences. */
  exactWithGradient(x: Float64Array, gradient: Float64Array): number;
}

/** Where values are known, and the differences of the order. */
export function observe(values: Float64Array, order: FullOrder): Observed {
  return {
    known: Uint8Array.from(values, (y) => (Number.isNaN(y) ? 0 : 1)),
    differences: differenceTerms(order),
    lost: differencedSteps(order),
  };
}

function countKnown({ known }: Observed, from: number): number {
  let count = 0;
  for (let t = from; t < known.length; t++) count += known[t];
  return count;
}

function sumOfSquares(errors: Float64Array, from: number): number {
  let sum = 0;
  for (let t = from; t < errors.length; t++) sum += errors[t] * errors[t];
  return sum;
}

/** `values` may be unknown (NaN) in places; `filled` is the same with a filling there. */
export function createProblem(
  values: Float64Array,
  filled: Float64Array,
  order: FullOrder,
  regressors?: Regressors,
): Problem {
  const n = values.length;
  const observed = observe(values, order);
  const arma = createPolynomials(order);
  const columns = designColumns(order, n, regressors);
  const all = [filled, ...columns];
  const errors = all.map(() => new Float64Array(n));
  const byAr = new Float64Array(arma.ar.lags.length);
  const byMa = new Float64Array(arma.ma.lags.length);
  const start = firstError(arma, observed);
  const size = countKnown(observed, observed.lost);
  const used = countKnown(observed, start);

  const exact = (x: Float64Array): Likelihood | undefined => {
    arma.set(x);
    const logDeterminant = standardErrors(all, observed, arma, errors);
    if (logDeterminant === undefined || size <= columns.length) return undefined;
    const coefficients = leastSquares(errors, observed.lost);
    const left = lessRegression(errors[0], errors.slice(1), coefficients);
    const variance = sumOfSquares(left, observed.lost) / size;
    const loss = 0.5 * (size * Math.log(variance + FLOOR) + logDeterminant);
    return Number.isFinite(loss) ? { loss, variance, coefficients } : undefined;
  };

  return {
    size,
    columns: columns.length,
    conditional(x, gradient) {
      if (used <= x.length + columns.length) return undefined;
      arma.set(x);
      let coefficients = new Float64Array(0);
      let rest = filled;
      if (columns.length > 0) {
        for (let c = 0; c < all.length; c++) conditionalErrors(all[c], observed, arma, errors[c]);
        coefficients = Float64Array.from(leastSquares(errors, start));
        rest = lessRegression(filled, columns, coefficients);
      }
      conditionalErrors(rest, observed, arma, errors[0]);
      const squares = sumOfSquares(errors[0], start) + FLOOR * used;
      const variance = squares / used;
      const loss = 0.5 * size * Math.log(variance);
      if (!Number.isFinite(loss)) return undefined;
      if (gradient) {
        // The coefficients are best at these parameters: a change of theirs changes nothing to first order.
        conditionalGradient(n, observed, arma, byAr, byMa);
        arma.chain(byAr, byMa, gradient);
        for (let i = 0; i < gradient.length; i++) gradient[i] *= size / squares;
      }
      return { loss, variance, coefficients };
    },
    exact,
    exactWithGradient(x, gradient) {
      const at = exact(x);
      if (!at) return Number.POSITIVE_INFINITY;
      for (let i = 0; i < x.length; i++) {
        const kept = x[i];
        x[i] = kept + STEP;
        const beside = exact(x);
        x[i] = kept;
        gradient[i] = beside ? (beside.loss - at.loss) / STEP : 0;
      }
      return at.loss;
    },
  };
}
