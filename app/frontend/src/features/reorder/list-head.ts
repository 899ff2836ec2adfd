import type { ReorderFilter, ReorderTotals } from '@ordernimbus/contracts';
import { formatDay } from '../../ui/format/dates.ts';
import { formatMoney, formatUnits, plural } from '../../ui/format/numbers.ts';
import { beginsNow } from '../../ui/format/window.ts';
import { isOverstockOnly } from './filter.ts';

interface ListHead {
  readonly title: string;
  readonly context: string;
}

/** What the filtered list comes to: the finding as its title, its sums beside it. The tiles of Home say the same figures. */
export function listHead(filter: ReorderFilter, totals: ReorderTotals, currency: string): ListHead {
  const { lines, linesToOrder } = totals;
  const money = (minor: number) => formatMoney(minor, currency, 'whole');
  const risk = `${money(totals.atRiskMinor)} of sales at risk.`;
  const order = `${formatUnits(totals.units)} units for ${money(totals.valueMinor)}`;
  if (isOverstockOnly(filter))
    return {
      title: `Overstock in ${plural(lines, 'line')}`,
      context: `${money(totals.overstockMinor)} tied up in more than will sell soon.`,
    };
  if (filter.runsOut)
    return {
      title: `${plural(lines, 'line')} will run out before delivery`,
      context: linesToOrder > 0 ? `${risk} Order ${order}.` : risk,
    };
  return linesToOrder > 0
    ? { title: `Order ${plural(linesToOrder, 'line')}`, context: `${order}; ${risk}` }
    : { title: 'Nothing to order', context: risk };
}

/** Said only where it is not as one expects: stock is taken to be that of the last day of sales. */
export const countedFrom = (cutoff: string | null | undefined): string =>
  cutoff && !beginsNow(cutoff) ? ` Counted from ${formatDay(cutoff)}, the last day of sales.` : '';
