import type { Scenario } from '@ordernimbus/contracts';
import type { Panel } from '@ordernimbus/engine';

/** Values of a column that a panel of one series knows ahead, from the first day of its history on. */
export const columnOf = (panel: Panel, name: string) =>
  panel.covariates?.known.find((one) => one.name === name)?.values;

interface Plan {
  readonly panel: Panel;
  /** expected units from the day after the cut-off on */
  readonly mean: readonly number[];
}

/** Where the days of the money lie: `days` of history, then those after the cut-off. */
interface Span {
  readonly days: number;
  readonly cutoff: number;
  readonly first: number;
  readonly last: number;
  readonly cataloguePriceMinor: number | null;
}

function revenueOf({ panel, mean }: Plan, span: Span): number {
  const prices = columnOf(panel, 'price');
  const discounts = columnOf(panel, 'discount');
  let sum = 0;
  for (let day = span.first; day <= span.last; day++) {
    const ahead = day - span.cutoff - 1;
    const at = span.days + ahead;
    const known = prices?.[at] ?? Number.NaN;
    const catalogue = (span.cataloguePriceMinor ?? Number.NaN) * (1 - (discounts?.[at] ?? 0));
    sum += (mean[ahead] ?? 0) * (known > 0 ? known : catalogue);
  }
  return sum;
}

/** The price that a panel has on a day, NaN where it has none. */
const priceOn = (panel: Panel, { days, cutoff }: Pick<Span, 'days' | 'cutoff'>, day: number): number =>
  columnOf(panel, 'price')?.[days + day - cutoff - 1] ?? Number.NaN;

/**
 * The price before the discount of a promotion on that day: a change of it is discounted again where the promotion is.
 */
export function basePriceOn(panel: Panel, at: Pick<Span, 'days' | 'cutoff'>, day: number): number {
  const off = columnOf(panel, 'discount')?.[at.days + day - at.cutoff - 1] ?? 0;
  const price = priceOn(panel, at, day);
  return off > 0 && off < 1 ? price / (1 - off) : price;
}

/** Half of the smallest unit: what no price on paper tells apart. */
const halfMinor = 0.5;

/** The price of the days of a scenario by each plan; null where that of one of them is not known. */
export function pricesOf(
  baseline: Panel,
  scenario: Panel,
  span: Omit<Span, 'cataloguePriceMinor'>,
): Scenario['price'] {
  const days = Array.from({ length: span.last - span.first + 1 }, (_, index) => span.first + index);
  const plans = [baseline, scenario].map((panel) => {
    const prices = days.map((day) => priceOn(panel, span, day));
    const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length;
    return { mean, varies: prices.some((price) => Math.abs(price - mean) >= halfMinor) };
  });
  const [before, after] = plans as [(typeof plans)[0], (typeof plans)[0]];
  return before.mean > 0 && after.mean > 0
    ? {
        baselineMinor: before.mean,
        scenarioMinor: after.mean,
        isAverage: before.varies || after.varies,
      }
    : null;
}

/** What the days of a scenario bring in by each plan; null where the price of one of them is not known. */
export function moneyOf(baseline: Plan, scenario: Plan, span: Span): Scenario['money'] {
  const baselineMinor = revenueOf(baseline, span);
  const scenarioMinor = revenueOf(scenario, span);
  return Number.isFinite(baselineMinor) && Number.isFinite(scenarioMinor)
    ? { baselineMinor, scenarioMinor }
    : null;
}
