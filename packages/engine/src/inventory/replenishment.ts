import {
  type DemandSums,
  dayReached,
  distributionOfSum,
  expectedAbove,
  meanOfSum,
  probabilityAbove,
  quantileOfSum,
  type SumDistribution,
} from './demand-sums.ts';
import { computeOrderQuantity } from './order-quantity.ts';

/** How an item is ordered at a location. */
export interface ReplenishmentPolicy {
  /** Days from order to delivery, 0 or more. */
  readonly leadTimeDays: number;
  /** Days between two looks at the list, 1 or more. */
  readonly reviewDays: number;
  /** Probability that stock lasts until the delivery after the next review, inside (0, 1). */
  readonly serviceLevel: number;
  /** Units of a pack, above 0; null means single units. */
  readonly packSize: number | null;
  /** Units that an order has at least, 0 or more; null means none. */
  readonly minimumQuantity: number | null;
}

/** What is there. `onHand` below 0 means oversold: those units are owed first. */
export interface StockPosition {
  readonly onHand: number;
  /** Units ordered and not yet here. */
  readonly onOrder: number;
}

/** Levels that follow from demand and policy alone. All in units. */
export interface ReplenishmentLevels {
  /** Expected demand over lead time + review. */
  readonly demandMean: number;
  readonly reorderPoint: number;
  /** Expected demand of the review period after lead time + review. */
  readonly nextReviewDemand: number;
  readonly orderUpTo: number;
  /** Position above which units count as overstock. */
  readonly overstockLimit: number;
}

/** The decision for one item at one location. Units unless said otherwise. */
export interface Replenishment extends ReplenishmentLevels {
  readonly position: number;
  readonly status: 'order_now' | 'order_soon' | 'ok' | 'overstock';
  readonly suggested: number;
  /** Days ahead of the day on which the median demand has used up the position; undefined beyond a year. */
  readonly stockOutDay: number | undefined;
  /** Probability that demand over lead time + review exceeds the position. */
  readonly stockOutProbability: number;
  /** Expected units of demand over lead time + review that the position cannot serve: lost if nothing is ordered. */
  readonly expectedLost: number;
  /** Units on hand beyond the overstock limit. */
  readonly overstock: number;
}

/** Days of demand beyond lead time + review that stock may cover before it counts as overstock. */
export const overstockDays = 56;
/** Certainty with which demand stays below the overstock limit. */
export const overstockProbability = 0.95;
/** A stock-out further ahead than this is not dated. */
export const stockOutLimitDays = 365;

/**
 * Levels of the periodic review policy (R, s, S) (Silver, Pyke and Thomas, Inventory and Production Management in Supply
 * Chains, 4th ed., ch. 6): looked at every R days, order up to S when the position is at or below s.
 *
 * What is not ordered today can be ordered R days later at the earliest and arrives L days after that, so s has to last
 * R + L days: s = quantile(serviceLevel) of the SUM of demand over lead time + review. S = s + the expected demand of one
 * more review period: the promise is kept by s alone, and an order is about one review period's sales instead of a few
 * units at each look. With the cost of ordering unknown, one review period is the smallest such step.
 *
 * Overstock begins above the larger of S and the 95 % quantile of the sum over lead time + review + 56 days.
 * @throws RangeError for a policy out of range, the rule of ordering included
 */
export function computeReplenishmentLevels(
  demand: DemandSums,
  policy: ReplenishmentPolicy,
): ReplenishmentLevels {
  checkPolicy(policy);
  const { leadTimeDays, reviewDays, serviceLevel } = policy;
  const protection = leadTimeDays + reviewDays;
  const demandMean = meanOfSum(demand, protection);
  const reorderPoint = quantileOfSum(demand, protection, serviceLevel);
  const nextReviewDemand = meanOfSum(demand, protection + reviewDays) - demandMean;
  const orderUpTo = reorderPoint + nextReviewDemand;
  return {
    demandMean,
    reorderPoint,
    nextReviewDemand,
    orderUpTo,
    overstockLimit: Math.max(
      orderUpTo,
      quantileOfSum(demand, protection + overstockDays, overstockProbability),
    ),
  };
}

const isFrom = (least: number, value: number): boolean => Number.isFinite(value) && value >= least;

function checkPolicy(policy: ReplenishmentPolicy): void {
  const { leadTimeDays, reviewDays, serviceLevel, packSize, minimumQuantity } = policy;
  if (!isFrom(0, leadTimeDays) || !isFrom(1, reviewDays) || !(serviceLevel > 0 && serviceLevel < 1)) {
    throw new RangeError(
      `replenishment: lead time ${leadTimeDays}, review ${reviewDays} days and service level ${serviceLevel} do not make a policy`,
    );
  }
  if (packSize !== null && !(isFrom(0, packSize) && packSize > 0)) {
    throw new RangeError(`replenishment: a pack of ${packSize} units is none; it must be a number above 0`);
  }
  if (minimumQuantity !== null && !isFrom(0, minimumQuantity)) {
    throw new RangeError(
      `replenishment: at least ${minimumQuantity} units cannot be ordered; it must be a number of 0 or more`,
    );
  }
}

/**
 * What to order of one item at one location, and what happens otherwise. Position = on hand + on order: orders under way
 * are taken to arrive before one placed today. An order is due when the position is at or below a reorder point above 0;
 * where demand is so rare that the reorder point is 0, only units that are owed are ordered.
 * @throws RangeError for a policy or a position out of range
 */
export function computeReplenishment(
  demand: DemandSums,
  policy: ReplenishmentPolicy,
  stock: StockPosition,
): Replenishment {
  const position = stock.onHand + stock.onOrder;
  if (!Number.isFinite(position) || stock.onOrder < 0) {
    throw new RangeError(
      `replenishment: ${stock.onHand} on hand and ${stock.onOrder} on order are no position`,
    );
  }
  const levels = computeReplenishmentLevels(demand, policy);
  const due = position < levels.reorderPoint || (position === levels.reorderPoint && position > 0);
  const suggested = due
    ? computeOrderQuantity(levels.orderUpTo - position, policy.packSize, policy.minimumQuantity)
    : 0;
  const protection = distributionOfSum(demand, policy.leadTimeDays + policy.reviewDays);
  const excess = Math.max(0, position - levels.overstockLimit);
  const overstock = Math.min(excess, Math.max(0, stock.onHand));
  const soon =
    position - meanOfSum(demand, policy.reviewDays) <= levels.reorderPoint && levels.reorderPoint > 0;
  return {
    ...levels,
    position,
    status: suggested > 0 ? 'order_now' : overstock > 0 ? 'overstock' : soon ? 'order_soon' : 'ok',
    suggested,
    stockOutDay: dayReached(demand, position, stockOutLimitDays),
    stockOutProbability: probabilityAbove(protection, position),
    expectedLost: expectedBeyond(protection, levels.demandMean, Math.max(0, position)) + owed(position),
    overstock,
  };
}

/**
 * Expected units of a sum that `units` cannot serve. Lines between stored quantiles hold a mean of their own, an eighth
 * beyond the forecast's in long tails: the part above `units` is taken as a share of it, so that with nothing there just
 * the expected demand is lost. Never less than what the mean itself is above `units` (E[(D - x)+] >= E[D] - x), which is
 * all that is known of demand so rare that every stored quantile is 0.
 */
function expectedBeyond(distribution: SumDistribution, mean: number, units: number): number {
  const all = expectedAbove(distribution, 0);
  const share = all > 0 ? expectedAbove(distribution, units) / all : 0;
  return Math.max(0, share * mean, mean - units);
}

/** Units sold that are not there. */
const owed = (position: number): number => Math.max(0, -position);
