export {
  createDemandSums,
  createZeroDemand,
  type DemandSums,
  dayReached,
  distributionOfSum,
  expectedAbove,
  type GridPlace,
  locateDays,
  meanOfSum,
  probabilityAbove,
  quantileOf,
  quantileOfSum,
  type SumDistribution,
} from './demand-sums.ts';
export { computeOrderQuantity } from './order-quantity.ts';
export {
  computeReplenishment,
  computeReplenishmentLevels,
  overstockDays,
  overstockProbability,
  type Replenishment,
  type ReplenishmentLevels,
  type ReplenishmentPolicy,
  type StockPosition,
  stockOutLimitDays,
} from './replenishment.ts';
