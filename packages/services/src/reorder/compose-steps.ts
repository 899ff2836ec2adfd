import type { FormulaStep } from '@ordernimbus/contracts';
import type { ReorderInputRow } from '@ordernimbus/data';
import { overstockDays, overstockProbability } from '@ordernimbus/engine';
import type { ComputedLine, PlanningBasis } from './compute-line.ts';
import { daysOf, percent, sourcesOf, units, whyNoOrder } from './describe-inputs.ts';
import { displayMoney } from './money.ts';

type Input = FormulaStep['inputs'][number];

/** Every number of a line, opened. Words and symbols are those of docs/adr/0011. */
export function composeSteps(
  row: ReorderInputRow,
  computed: ComputedLine,
  basis: PlanningBasis,
): FormulaStep[] {
  const { line, policy, levels, plan } = computed;
  const sources = sourcesOf(row, computed, basis);
  const { leadTimeDays: lead, reviewDays: review } = policy;
  const protection = lead + review;
  const of = (name: string, value: number | null, source: string): Input => ({
    name,
    display: value === null ? 'not known' : units(value),
    source,
  });
  const money = (minor: number | null): string =>
    minor === null ? 'not known' : displayMoney(minor, basis.currency);
  const position = plan?.position ?? null;
  const fromPosition = of('Stock position', position, 'on hand + on order');
  const noPlan = levels ? whyNoOrder : sources.noForecast;
  const step = (
    id: string,
    label: string,
    value: number | null,
    display: string | undefined,
    formula: string,
    inputs: (Input | undefined)[],
  ): FormulaStep => ({
    id,
    label,
    value,
    display: display ?? (value === null ? 'not known' : units(value)),
    formula,
    inputs: inputs.filter((input) => input !== undefined),
  });
  const packs = policy.packSize === null ? 'whole units' : 'whole packs';
  const price = row.priceMinor ?? line.unitCostMinor;
  const excessCost = line.unitCostMinor ?? row.priceMinor;
  return [
    step('position', 'Stock position', position, undefined, 'on hand + on order', [
      of('On hand', line.onHand, sources.onHand),
      of('On order', line.onOrder ?? (line.onHand === null ? null : 0), sources.onOrder),
    ]),
    step(
      'demand_mean',
      `Expected demand of ${daysOf(protection)}`,
      line.demandMean,
      undefined,
      levels
        ? `sum of the expected demand of days 1 to ${protection} (lead time + review)`
        : sources.noForecast,
      [sources.lead, sources.review, sources.forecast],
    ),
    step(
      'reorder_point',
      'Reorder point',
      line.reorderPoint,
      undefined,
      levels
        ? `s = quantile ${percent(policy.serviceLevel)} of the sum of demand over lead time + review = ${lead} + ${review} days`
        : sources.noForecast,
      [
        sources.lead,
        sources.review,
        sources.service,
        sources.quantile(protection, policy.serviceLevel, line.reorderPoint),
      ],
    ),
    step(
      'order_up_to',
      'Order up to',
      line.orderUpTo,
      undefined,
      levels
        ? `S = s + expected demand of one more review period (days ${protection + 1} to ${protection + review})`
        : sources.noForecast,
      [
        of('Reorder point', line.reorderPoint, 'computed above'),
        levels && of('Demand of one review period', levels.nextReviewDemand, sources.forecastText),
      ],
    ),
    step(
      'suggested',
      'Suggested quantity',
      plan ? line.suggested : null,
      plan ? undefined : 'no suggestion',
      !plan
        ? noPlan
        : line.suggested > 0
          ? `position <= s, so S - position = ${units(plan.orderUpTo - plan.position)}, at least the minimum, rounded up to ${packs}`
          : plan.reorderPoint === 0 && plan.position >= 0
            ? '0: demand is so rare that the reorder point is 0'
            : '0: the position is above s, so nothing is due before the next review',
      [
        fromPosition,
        of('Reorder point', line.reorderPoint, 'computed above'),
        of('Order up to', line.orderUpTo, 'computed above'),
        sources.pack,
        sources.minimum,
      ],
    ),
    step(
      'value',
      'Value of the order',
      line.valueMinor,
      money(line.valueMinor),
      !plan
        ? noPlan
        : line.valueMinor === null
          ? 'Not computed: the cost is not known.'
          : 'suggested quantity x cost',
      [of('Suggested quantity', plan ? line.suggested : null, 'computed above'), sources.cost],
    ),
    step(
      'stock_out_on',
      'Runs out on',
      plan?.stockOutDay ?? null,
      plan ? (line.stockOutOn ?? 'not within a year') : 'not known',
      plan
        ? `first day on which the median of the sum of demand reaches the position; day 0 is ${basis.cutoff}`
        : noPlan,
      [
        fromPosition,
        plan && {
          name: `Chance of running out within ${daysOf(protection)}`,
          display: percent(plan.stockOutProbability),
          source: 'share of the distribution of the sum that lies above the position',
        },
        sources.forecast,
      ],
    ),
    step(
      'at_risk',
      'Money at risk',
      line.atRiskMinor,
      money(line.atRiskMinor),
      !plan
        ? noPlan
        : price === null
          ? 'Not computed: neither price nor cost is known.'
          : `expected demand of ${daysOf(protection)} beyond the position (lost if nothing is ordered now) x ${row.priceMinor === null ? 'cost' : 'price'}`,
      [
        plan &&
          of(
            'Expected lost sales',
            plan.expectedLost,
            `E[(sum of demand over ${daysOf(protection)} - position)+], at most the expected demand and what is owed`,
          ),
        row.priceMinor === null
          ? sources.cost
          : { name: 'Price', display: money(row.priceMinor), source: 'item' },
      ],
    ),
    step(
      'overstock',
      'Overstock',
      line.overstockMinor,
      money(line.overstockMinor),
      !plan
        ? noPlan
        : excessCost === null
          ? 'Not computed: neither cost nor price is known.'
          : `units on hand above the larger of S and quantile ${percent(overstockProbability)} of the sum over lead time + review + ${overstockDays} days, x ${line.unitCostMinor === null ? 'price' : 'cost'}`,
      [
        plan && of('Units of overstock', plan.overstock, 'position - limit, at most what is on hand'),
        levels && of('Limit', levels.overstockLimit, sources.forecastText),
        line.unitCostMinor === null && row.priceMinor !== null
          ? { name: 'Price', display: money(row.priceMinor), source: 'item' }
          : sources.cost,
      ],
    ),
  ];
}
