import { fillUnknown } from '../mstl/decompose.ts';
import { chooseDifferences } from './choose-differences.ts';
import { type ArimaEstimate, estimateConditional, estimateToForecast } from './fit-arima.ts';
import { type FullOrder, hasConstant, labelOf } from './order.ts';
import { createPolynomials } from './polynomials.ts';
import type { Regressors } from './regression.ts';

/** Bounds of the search (Hyndman and Khandakar 2008). */
const MOST = { p: 5, q: 5, P: 2, Q: 2 };
const MOST_IN_ALL = 5;
const MOST_TRIALS = 94;
/** Roots nearer the unit circle than this are the sign of a difference too few or too many. */
const MARGIN = 1.01;
/** Best orders of the search that are judged by exact likelihood. */
const FINALISTS = 2;

type Step = Partial<Record<'p' | 'q' | 'P' | 'Q', 1 | -1>>;

/** Changes of the order that one round of the search tries. */
const STEPS: readonly Step[] = [
  { P: -1 },
  { Q: -1 },
  { P: 1 },
  { Q: 1 },
  { P: -1, Q: -1 },
  { P: -1, Q: 1 },
  { P: 1, Q: -1 },
  { P: 1, Q: 1 },
  { p: -1 },
  { q: -1 },
  { p: 1 },
  { q: 1 },
  { p: -1, q: -1 },
  { p: -1, q: 1 },
  { p: 1, q: -1 },
  { p: 1, q: 1 },
];

interface Bounds {
  readonly p: number;
  readonly q: number;
  readonly P: number;
  readonly Q: number;
}

function inside({ p, q, P, Q }: FullOrder, most: Bounds): boolean {
  if (p < 0 || q < 0 || P < 0 || Q < 0) return false;
  return p <= most.p && q <= most.q && P <= most.P && Q <= most.Q && p + q + P + Q <= MOST_IN_ALL;
}

function startingOrders(base: FullOrder, most: Bounds): FullOrder[] {
  const seasonal = base.period > 1;
  const of = (p: number, q: number, P: number, Q: number): FullOrder => ({
    ...base,
    p: Math.min(p, most.p),
    q: Math.min(q, most.q),
    P: Math.min(seasonal ? P : 0, most.P),
    Q: Math.min(seasonal ? Q : 0, most.Q),
  });
  const orders = [of(2, 2, 1, 1), of(0, 0, 0, 0), of(1, 0, 1, 0), of(0, 1, 0, 1)];
  if (hasConstant(base)) orders.push({ ...of(0, 0, 0, 0), constant: false });
  return orders;
}

/**
 * Chooses the order of a history: differences by tests, the rest by a stepwise search for the least corrected Akaike
 * criterion of the conditional estimates, and the best of those by exact likelihood. `period` 1 = no seasonal part. The tests
 * look at `tested`, all known; left out, at the values. `undefined` when too few values are known for any order.
 */
export function searchOrder(
  values: Float64Array,
  period: number,
  regressors?: Regressors,
  tested?: Float64Array,
): ArimaEstimate | undefined {
  const filled = fillUnknown(values, period);
  const n = values.length;
  const { d, D } = chooseDifferences(tested ?? filled, period);
  const base: FullOrder = { p: 0, d, q: 0, constant: d + D < 2, P: 0, D, Q: 0, period };
  const perSeason = period > 1 ? Math.floor(n / (3 * period)) : 0;
  const most: Bounds = {
    p: Math.min(MOST.p, Math.floor(n / 3)),
    q: Math.min(MOST.q, Math.floor(n / 3)),
    P: Math.min(MOST.P, perSeason),
    Q: Math.min(MOST.Q, perSeason),
  };
  const tried = new Set<string>();
  const found: ArimaEstimate[] = [];
  let best: ArimaEstimate | undefined;
  const trial = (order: FullOrder): boolean => {
    const key = labelOf(order);
    if (tried.has(key) || tried.size >= MOST_TRIALS) return false;
    tried.add(key);
    const estimate = estimateConditional(values, filled, order, regressors, best);
    if (!estimate || !hasRootsBeyond(estimate)) return false;
    found.push(estimate);
    if (best && !(estimate.criterion < best.criterion)) return false;
    best = estimate;
    return true;
  };
  for (const order of startingOrders(base, most)) trial(order);
  for (let better = best !== undefined; better; ) {
    const from: FullOrder = best?.order ?? base;
    better = neighbours(from).some((order) => inside(order, most) && trial(order));
  }
  found.sort((a, b) => a.criterion - b.criterion);
  return chooseExact(values, filled, base, found, regressors);
}

function neighbours(order: FullOrder): FullOrder[] {
  const { p, q, P, Q, d, D, constant } = order;
  const near = STEPS.map((step) => ({
    ...order,
    p: p + (step.p ?? 0),
    q: q + (step.q ?? 0),
    P: P + (step.P ?? 0),
    Q: Q + (step.Q ?? 0),
  }));
  return d + D < 2 ? [...near, { ...order, constant: !constant }] : near;
}

function hasRootsBeyond({ order, parameters }: ArimaEstimate): boolean {
  const arma = createPolynomials(order);
  arma.set(parameters);
  return arma.rootsBeyond(MARGIN);
}

/** The best of the first finalists by exact likelihood, or the first after them that has one with roots far enough out. */
function chooseExact(
  values: Float64Array,
  filled: Float64Array,
  base: FullOrder,
  found: readonly ArimaEstimate[],
  regressors: Regressors | undefined,
): ArimaEstimate | undefined {
  let best: ArimaEstimate | undefined;
  for (let i = 0; i < found.length && !(best && i >= FINALISTS); i++) {
    const exact = estimateToForecast(values, filled, found[i].order, regressors, found[i]);
    if (!exact || !hasRootsBeyond(exact)) continue;
    if (!best || exact.criterion < best.criterion) best = exact;
  }
  return best ?? estimateToForecast(values, filled, { ...base, constant: false }, regressors);
}
