import type { FormulaStep } from '@ordernimbus/contracts';
import type { ReorderInputRow } from '@ordernimbus/data';
import { type DemandSums, locateDays } from '@ordernimbus/engine';
import type { ComputedLine, PlanningBasis } from './compute-line.ts';
import { displayMoney } from './money.ts';

type Input = FormulaStep['inputs'][number];

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
export const units = (value: number): string => number.format(value);
export const percent = (share: number): string => `${number.format(share * 100)} %`;
export const daysOf = (days: number): string => (days === 1 ? '1 day' : `${days} days`);

/** Where on the run's stored grid a quantile of a sum comes from. */
function describePlace(demand: DemandSums, days: number, p: number): string {
  const { from, to, share, scale } = locateDays(demand, days);
  const last = demand.days.at(-1) as number;
  const below = demand.probabilities.filter((each) => each <= p).at(-1);
  const above = demand.probabilities.find((each) => each >= p);
  const probability =
    below === p || below === undefined || above === undefined
      ? ''
      : `, between the stored ${percent(below)} and ${percent(above)}`;
  if (scale > 1) return `day ${last}, the last of the stored grid, times ${days}/${last}${probability}`;
  if (share === 0) return `day ${demand.days[to]} of the stored grid${probability}`;
  return `interpolated between days ${from < 0 ? 0 : demand.days[from]} and ${demand.days[to]} of the stored grid${probability}`;
}

/** Why a line has no numbers. */
export const whyNoForecast = (row: Pick<ReorderInputRow, 'ok' | 'code' | 'detail'>): string =>
  row.ok === false
    ? `Not computed: this series could not be forecast (${row.detail ?? row.code ?? 'no reason is known'}).`
    : 'Not computed: the current forecast has no such series; nothing was sold of it so far.';

/** Why a line has levels and no order. */
export const whyNoOrder = 'Not computed: the stock on hand is not known. Enter it in the list or import it.';

/** The inputs of a line in words, each with where it comes from. */
export function sourcesOf(row: ReorderInputRow, computed: ComputedLine, basis: PlanningBasis) {
  const { line, policy, demand } = computed;
  const chosen = (value: unknown, fallback: string): string =>
    value === null ? fallback : 'set for this item at this location';
  const parameter = (name: string, display: string, own: unknown, fallback = 'shop default'): Input => ({
    name,
    display,
    source: chosen(own, fallback),
  });
  const finished = basis.finishedAt?.toISOString().slice(0, 10);
  const run = `forecast run ${basis.runId}${finished ? ` of ${finished}` : ''}, data to ${basis.cutoff}`;
  const delisted = row.code === 'delisted';
  const forecastText = delisted ? 'no longer sold: demand counts as 0' : run;
  const stock =
    row.onHand === null
      ? 'neither imported nor entered'
      : `${row.stockSource === 'edit' ? 'entered' : 'imported'}${row.stockAsOf ? `, as of ${row.stockAsOf}` : ''}`;
  return {
    lead: parameter('Lead time', daysOf(policy.leadTimeDays), row.leadTimeDays),
    review: parameter('Review period', daysOf(policy.reviewDays), row.reviewDays),
    service: parameter('Service level', percent(policy.serviceLevel), row.serviceLevel),
    pack: parameter(
      'Pack size',
      policy.packSize === null ? 'single units' : units(policy.packSize),
      row.packSize,
      'none set',
    ),
    minimum: parameter(
      'Minimum quantity',
      policy.minimumQuantity === null ? 'none' : units(policy.minimumQuantity),
      row.minimumQuantity,
      'none set',
    ),
    cost: {
      name: 'Cost',
      display: line.unitCostMinor === null ? 'not known' : displayMoney(line.unitCostMinor, basis.currency),
      source: chosen(row.unitCostMinor, line.unitCostMinor === null ? 'neither set nor imported' : 'item'),
    } satisfies Input,
    onHand: stock,
    onOrder: row.onHand === null ? stock : `${stock}; taken to arrive before an order placed today`,
    forecastText,
    forecast: {
      name: 'Forecast',
      display: delisted ? 'none' : 'daily means and sums',
      source: forecastText,
    } satisfies Input,
    quantile: (days: number, p: number, value: number | null): Input | undefined =>
      demand && value !== null
        ? {
            name: `Quantile ${percent(p)} of demand over ${daysOf(days)}`,
            display: units(value),
            source: delisted ? forecastText : `${run}; ${describePlace(demand, days, p)}`,
          }
        : undefined,
    noForecast: whyNoForecast(row),
  };
}
