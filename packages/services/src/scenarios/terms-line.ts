import type { OrderingTerms, TermsPlan } from '@ordernimbus/contracts';
import type { ReorderInputRow } from '@ordernimbus/data';
import { type ComputedLine, computeLine, demandOf, type PlanningBasis } from '../reorder/compute-line.ts';
import { daysOf, whyNoForecast, whyNoOrder } from '../reorder/describe-inputs.ts';

/** A line as it stands and on other terms, before it has its names. */
export interface ComparedLine {
  readonly itemId: number;
  readonly locationId: number;
  readonly supplier: string | null;
  readonly onHand: number | null;
  readonly onOrder: number | null;
  readonly stockOutOn: string | null;
  readonly stockOutDay: number | null;
  readonly baseline: TermsPlan;
  readonly scenario: TermsPlan;
  /** days of the forecast, where the changed plan asks for more of them */
  readonly beyondDays: number | null;
  readonly note: string | null;
}

function planOf(computed: ComputedLine): TermsPlan {
  const { line, levels, plan, unitPriceMinor } = computed;
  const safetyStock = levels ? Math.max(0, levels.reorderPoint - levels.demandMean) : null;
  const unitValueMinor = line.unitCostMinor ?? unitPriceMinor;
  const { leadTimeDays, reviewDays, serviceLevel, packSize, minimumQuantity, unitCostMinor } = line;
  return {
    leadTimeDays,
    reviewDays,
    serviceLevel,
    packSize,
    minimumQuantity,
    unitCostMinor,
    status: line.status as TermsPlan['status'],
    reorderPoint: line.reorderPoint,
    orderUpTo: line.orderUpTo,
    safetyStock,
    safetyStockMinor:
      safetyStock === null || unitValueMinor === null ? null : Math.round(safetyStock * unitValueMinor),
    suggested: line.suggested,
    valueMinor: line.valueMinor,
    expectedLost: plan?.expectedLost ?? null,
    atRiskMinor: line.atRiskMinor,
  };
}

/** Days of the forecast where the order-up-to level reaches beyond them; of an item no longer sold no day matters. */
function daysBeyond(input: ReorderInputRow, { demand, policy }: ComputedLine): number | null {
  const days = demand?.days.at(-1) ?? 0;
  return input.ok && demand && policy.leadTimeDays + 2 * policy.reviewDays > days ? days : null;
}

function noteOf(input: ReorderInputRow, changed: ComputedLine, beyond: number | null): string | null {
  if (!changed.levels) return whyNoForecast(input);
  if (!changed.plan) return whyNoOrder;
  if (beyond === null) return null;
  const { leadTimeDays, reviewDays } = changed.policy;
  return `Lead time and two review periods are ${daysOf(leadTimeDays + 2 * reviewDays)}, and ${beyond} are forecast: demand after them is taken to go on at their level.`;
}

/**
 * A line by the terms it has and by others: both by the code that writes the reorder list, which reads an absent term as the
 * line's own and null as the shop's standard, as an edit does. Undefined where there is nothing to plan.
 */
export function compareLine(
  input: ReorderInputRow,
  basis: PlanningBasis,
  set: OrderingTerms,
): ComparedLine | undefined {
  if (input.ok === null && input.onHand === null) return undefined;
  const demand = demandOf(input, basis);
  const usual = computeLine(input, basis, demand);
  const changed = computeLine({ ...input, ...set }, basis, demand);
  if (!usual || !changed) return undefined;
  const beyondDays = daysBeyond(input, changed);
  const { itemId, locationId, supplier, onHand, onOrder, stockOutOn } = usual.line;
  return {
    itemId,
    locationId,
    supplier,
    onHand,
    onOrder,
    stockOutOn,
    stockOutDay: usual.plan?.stockOutDay ?? null,
    baseline: planOf(usual),
    scenario: planOf(changed),
    beyondDays,
    note: noteOf(input, changed, beyondDays),
  };
}
