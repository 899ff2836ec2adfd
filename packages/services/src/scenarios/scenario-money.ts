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

/** What the days of a scenario bring in by each plan; null where the price of one of them is not known. */
export function moneyOf(baseline: Plan, scenario: Plan, span: Span): Scenario['money'] {
  const baselineMinor = revenueOf(baseline, span);
  const scenarioMinor = revenueOf(scenario, span);
  return Number.isFinite(baselineMinor) && Number.isFinite(scenarioMinor)
    ? { baselineMinor, scenarioMinor }
    : null;
}
