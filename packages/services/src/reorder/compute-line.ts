import { cumulativeDays, cumulativeProbabilities, type ReorderStatus } from '@ordernimbus/contracts';
import type { PlanningBasisRow, ReorderInputRow, ReorderLineInsert } from '@ordernimbus/data';
import {
  computeReplenishment,
  computeReplenishmentLevels,
  createDemandSums,
  createZeroDemand,
  type DemandSums,
  type Replenishment,
  type ReplenishmentLevels,
  type ReplenishmentPolicy,
} from '@ordernimbus/engine';
import { addDays } from './days.ts';

/** Basis of a shop that has a current run. */
export type PlanningBasis = PlanningBasisRow & { runId: string; cutoff: string };

export const hasRun = (basis: PlanningBasisRow | undefined): basis is PlanningBasis =>
  basis?.runId != null && basis.cutoff !== null;

/** A line with everything it was computed from, for its explanation. */
export interface ComputedLine {
  readonly line: ReorderLineInsert;
  readonly policy: ReplenishmentPolicy;
  readonly demand: DemandSums | undefined;
  readonly levels: ReplenishmentLevels | undefined;
  /** only where the stock on hand is known */
  readonly plan: Replenishment | undefined;
  readonly unitPriceMinor: number | null;
}

const isDelisted = (input: ReorderInputRow): boolean => input.ok === false && input.code === 'delisted';

/**
 * Demand of the series: the stored sums; nothing for an item that stopped selling, whose stock is then all too much;
 * undefined where there is no forecast.
 */
export function demandOf(input: ReorderInputRow, basis: PlanningBasis): DemandSums | undefined {
  if (isDelisted(input)) return createZeroDemand();
  if (!input.ok || !input.cumulative || !input.mean) return undefined;
  return createDemandSums({
    days: basis.grids?.horizons ?? cumulativeDays,
    probabilities: basis.grids?.probabilities ?? cumulativeProbabilities,
    quantiles: input.cumulative,
    mean: input.mean,
  });
}

const money = (units: number, unitMinor: number | null): number | null =>
  unitMinor === null ? null : Math.round(units * unitMinor);

/**
 * One line from its inputs; undefined for an item that is no longer sold and of which nothing is known to be left.
 * @param demand that of the series, where it is at hand already: other terms leave it as it is
 */
export function computeLine(
  input: ReorderInputRow,
  basis: PlanningBasis,
  demand = demandOf(input, basis),
): ComputedLine | undefined {
  if (isDelisted(input) && input.onHand === null) return undefined;
  const policy: ReplenishmentPolicy = {
    leadTimeDays: input.leadTimeDays ?? basis.defaults.leadTimeDays,
    reviewDays: input.reviewDays ?? basis.defaults.reviewDays,
    serviceLevel: input.serviceLevel ?? basis.defaults.serviceLevel,
    packSize: input.packSize,
    minimumQuantity: input.minimumQuantity,
  };
  const plan =
    demand && input.onHand !== null
      ? computeReplenishment(demand, policy, { onHand: input.onHand, onOrder: input.onOrder ?? 0 })
      : undefined;
  const levels = plan ?? (demand && computeReplenishmentLevels(demand, policy));
  const unitCostMinor = input.unitCostMinor ?? input.itemCostMinor;
  const status: ReorderStatus = plan ? plan.status : levels ? 'no_stock_data' : 'no_forecast';
  return {
    policy,
    demand,
    levels,
    plan,
    unitPriceMinor: input.priceMinor ?? unitCostMinor,
    line: {
      itemId: input.itemId,
      locationId: input.locationId,
      status,
      supplier: input.supplier ?? input.itemSupplier,
      onHand: input.onHand,
      onOrder: input.onOrder,
      ...policy,
      unitCostMinor,
      demandMean: levels?.demandMean ?? null,
      reorderPoint: levels?.reorderPoint ?? null,
      orderUpTo: levels?.orderUpTo ?? null,
      suggested: plan?.suggested ?? 0,
      valueMinor: plan ? money(plan.suggested, unitCostMinor) : null,
      stockOutOn: plan?.stockOutDay === undefined ? null : addDays(basis.cutoff, plan.stockOutDay),
      atRiskMinor: plan ? money(plan.expectedLost, input.priceMinor ?? unitCostMinor) : null,
      overstockMinor: plan ? money(plan.overstock, unitCostMinor ?? input.priceMinor) : null,
    },
  };
}
