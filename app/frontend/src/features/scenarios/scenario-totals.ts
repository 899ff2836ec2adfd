import type { Scenario } from '@ordernimbus/contracts';
import { daysBetween, formatDay } from '../../ui/format/dates.ts';
import { formatChange, formatMoney, formatUnits, plural } from '../../ui/format/numbers.ts';
import type { Series } from './collect-series.ts';

/** One item of a scenario, or why it has no answer. */
export interface Line {
  readonly series: Series;
  readonly scenario?: Scenario;
  readonly error?: string;
}

export interface Totals {
  readonly items: number;
  readonly failed: number;
  readonly baselineUnits: number;
  readonly scenarioUnits: number;
  /** items whose money is known, and their sums in hundredths */
  readonly priced: number;
  readonly baselineMinor: number;
  readonly scenarioMinor: number;
  readonly notes: readonly { readonly detail: string; readonly items: number }[];
}

/** Expected values add up; ranges do not, so there are none of the total. */
export function addUp(lines: readonly Line[]): Totals {
  const notes = new Map<string, number>();
  const sums = { baselineUnits: 0, scenarioUnits: 0, priced: 0, baselineMinor: 0, scenarioMinor: 0 };
  for (const { scenario } of lines) {
    if (!scenario) continue;
    sums.baselineUnits += scenario.changed.baselineUnits;
    sums.scenarioUnits += scenario.changed.scenarioUnits;
    if (scenario.money) {
      sums.priced++;
      sums.baselineMinor += scenario.money.baselineMinor;
      sums.scenarioMinor += scenario.money.scenarioMinor;
    }
    for (const { detail } of scenario.notes) notes.set(detail, (notes.get(detail) ?? 0) + 1);
  }
  return {
    ...sums,
    items: lines.length,
    failed: lines.filter(({ error }) => error !== undefined).length,
    notes: [...notes].map(([detail, items]) => ({ detail, items })).sort((a, b) => b.items - a.items),
  };
}

/** What the change comes to over all items, in one sentence and one of money. */
export function totalSentence(
  totals: Totals,
  days: { readonly fromDay: string; readonly toDay: string },
  currency: string,
): string {
  const { baselineUnits, scenarioUnits, priced } = totals;
  const answered = totals.items - totals.failed;
  const count = daysBetween(days.fromDay, days.toDay) + 1;
  const when =
    count === 1
      ? `on ${formatDay(days.fromDay)}`
      : `from ${formatDay(days.fromDay, 'short')} to ${formatDay(days.toDay)} (${plural(count, 'day')})`;
  const change = formatChange(scenarioUnits, baselineUnits);
  const units =
    Math.abs(scenarioUnits - baselineUnits) < 0.05
      ? `No difference: ${formatUnits(baselineUnits)} units ${when}, as it stands.`
      : `${formatUnits(scenarioUnits)} units instead of ${formatUnits(baselineUnits)} ${when}${change ? `: ${change}` : ''}.`;
  if (priced === 0) return units;
  const [now, before] = [Math.round(totals.scenarioMinor), Math.round(totals.baselineMinor)];
  const moved = formatChange(now, before);
  const whose = priced === answered ? '' : ` of the ${plural(priced, 'item')} whose money is known`;
  return `${units} Sales${whose} of ${formatMoney(now, currency)} instead of ${formatMoney(before, currency)}${moved ? `: ${moved}` : ''}.`;
}
