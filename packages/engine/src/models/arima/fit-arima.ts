import { minimise, type Objective } from '../../optimise/minimise.ts';
import { fillUnknown } from '../mstl/decompose.ts';
import { createProblem, type Likelihood, type Problem } from './likelihood.ts';
import { type ArimaOrder, countArma, type FullOrder, type SeasonalOrder } from './order.ts';
import { createPolynomials } from './polynomials.ts';
import type { Regressors } from './regression.ts';

/** Tolerances in units of log likelihood: what a choice between orders and a forecast need, and what estimates do. */
const ROUGH = 0.02;
const FINE = 1e-3;
const ITERATIONS = 50;
/**
 * From this many values on conditional estimates are kept: on hourly series the exact ones took 2.7 times as long and
 * forecast no better.
 */
const LONG = 300;
/** A little off 0, AR and MA apart: at equal values they would cancel. */
const NUDGE = 0.1;

/** Estimated parameters of one order. */
export interface ArimaEstimate {
  readonly order: FullOrder;
  /** Unbounded ARMA parameters, as `createPolynomials` takes them. */
  readonly parameters: Float64Array;
  /** Coefficients of the mean or drift (first, where the order has one) and of the regressors. */
  readonly coefficients: Float64Array;
  /** Variance of the errors. */
  readonly variance: number;
  readonly logLikelihood: number;
  /** Corrected Akaike criterion. */
  readonly criterion: number;
}

/** A fit by exact likelihood. */
export interface ArimaFit extends ArimaEstimate {
  /** AR coefficients, seasonal ones in `seasonalAr`, of lags 1, 2, ... (seasons); signs as in 1 - ar B and 1 + ma B. */
  readonly ar: Float64Array;
  readonly seasonalAr: Float64Array;
  readonly ma: Float64Array;
  readonly seasonalMa: Float64Array;
}

function estimateOf(
  order: FullOrder,
  problem: Problem,
  parameters: Float64Array,
  { loss, variance, coefficients }: Likelihood,
): ArimaEstimate {
  const logLikelihood = -loss - 0.5 * problem.size * (Math.log(2 * Math.PI) + 1);
  const k = parameters.length + problem.columns + 1;
  const spare = problem.size - k - 1;
  const criterion =
    spare > 0 ? -2 * logLikelihood + 2 * k + (2 * k * (k + 1)) / spare : Number.POSITIVE_INFINITY;
  return { order, parameters, coefficients, variance, logLikelihood, criterion };
}

/** Where a search of an order begins: at the parameters of `near`, those it lacks near 0. */
function startOf(order: FullOrder, near?: ArimaEstimate): Float64Array {
  const x: number[] = [];
  let offset = 0;
  for (const key of ['p', 'P', 'q', 'Q'] as const) {
    const there = near?.order[key] ?? 0;
    for (let i = 0; i < order[key]; i++) {
      if (near && i < there) x.push(near.parameters[offset + i]);
      else x.push(key === 'p' || key === 'P' ? NUDGE : -NUDGE);
    }
    offset += there;
  }
  return Float64Array.from(x);
}

/** The conditional likelihood as `minimise` wants it. */
const conditionalObjective =
  (problem: Problem): Objective =>
  (x, gradient) =>
    problem.conditional(x, gradient)?.loss ?? Number.POSITIVE_INFINITY;

/**
 * Estimates one order by the conditional sum of squares; `undefined` when the history is too short for it. `filled` are the
 * values with a filling where they are unknown.
 */
export function estimateConditional(
  values: Float64Array,
  filled: Float64Array,
  order: FullOrder,
  regressors?: Regressors,
  near?: ArimaEstimate,
): ArimaEstimate | undefined {
  const problem = createProblem(values, filled, order, regressors);
  const x = startOf(order, near);
  if (!problem.conditional(x)) return undefined;
  minimise(x, conditionalObjective(problem), ROUGH, ITERATIONS);
  const at = problem.conditional(x);
  return at && estimateOf(order, problem, x, at);
}

/**
 * Estimates one order as its forecasts need it, from the parameters of `near`, and judges it by exact likelihood: estimated
 * by that too while the first values weigh something, by the conditional sum of squares on a long history.
 */
export function estimateToForecast(
  values: Float64Array,
  filled: Float64Array,
  order: FullOrder,
  regressors?: Regressors,
  near?: ArimaEstimate,
): ArimaEstimate | undefined {
  const problem = createProblem(values, filled, order, regressors);
  const x = startOf(order, near);
  const objective = values.length < LONG ? problem.exactWithGradient : conditionalObjective(problem);
  if (x.length > 0) minimise(x, objective, ROUGH, ITERATIONS);
  const at = problem.exact(x);
  return at && estimateOf(order, problem, x, at);
}

/**
 * Fits ARIMA(p,d,q)(P,D,Q), or a regression with such errors, by exact Gaussian likelihood from the estimates of the
 * conditional sum of squares (Box and Jenkins 1976; Gardner, Harvey and Phillips 1980). Unknown values (NaN) carry the state
 * on. Stationary and invertible by construction. `undefined` when the history is too short for the order or never known.
 *
 * @throws RangeError when the regressors do not cover the values.
 */
export function fitArima(
  values: Float64Array,
  order: ArimaOrder,
  seasonal: SeasonalOrder,
  regressors?: Regressors,
): ArimaFit | undefined {
  const full: FullOrder = { ...order, ...seasonal };
  const filled = fillUnknown(values, seasonal.period);
  const problem = createProblem(values, filled, full, regressors);
  const x = startOf(full);
  if (x.length > 0) {
    minimise(x, conditionalObjective(problem), ROUGH, ITERATIONS);
    minimise(x, problem.exactWithGradient, FINE, ITERATIONS);
  }
  const at = problem.exact(x);
  return at && withCoefficients(estimateOf(full, problem, x, at));
}

/** Adds the coefficients of the four polynomials. */
function withCoefficients(estimate: ArimaEstimate): ArimaFit {
  const { order, parameters } = estimate;
  const factor = (key: 'p' | 'P' | 'q' | 'Q', offset: number): Float64Array => {
    const count = order[key];
    const alone = { ...order, p: 0, q: 0, P: 0, Q: 0, period: 1, [key]: count };
    const arma = createPolynomials(alone);
    arma.set(parameters.subarray(offset, offset + count));
    return key === 'p' || key === 'P' ? arma.ar.coefficients : arma.ma.coefficients;
  };
  const { p, q, P } = order;
  return {
    ...estimate,
    ar: factor('p', 0),
    seasonalAr: factor('P', p),
    ma: factor('q', p + P),
    seasonalMa: factor('Q', p + P + q),
  };
}

/** Number of estimated numbers, the variance included. */
export const countEstimated = ({ order, coefficients }: ArimaEstimate): number =>
  countArma(order) + coefficients.length + 1;
