import type { ReorderFilter, ReorderTotals } from '@ordernimbus/contracts';
import { formatDay } from '../../ui/format/dates.ts';
import { formatUnits, plural } from '../../ui/format/numbers.ts';
import { beginsNow } from '../../ui/format/window.ts';
import { isOnly } from './filter.ts';
import { knownMoney } from './known-money.ts';

interface ListHead {
  readonly title: string;
  readonly context: string;
}

/** "£4,425 of sales at risk", as far as prices are known. */
export function salesAtRisk(
  { atRiskMinor, linesWithoutPrice }: Pick<ReorderTotals, 'atRiskMinor' | 'linesWithoutPrice'>,
  currency: string,
): string {
  if (atRiskMinor === 0 && linesWithoutPrice > 0) return 'sales at risk unknown without prices';
  const sum = knownMoney(atRiskMinor, currency, { lines: linesWithoutPrice, word: 'price unknown' });
  return `${sum} of sales at risk`;
}

function orderText({ units, valueMinor, linesToOrderWithoutCost }: ReorderTotals, currency: string): string {
  const value = knownMoney(valueMinor, currency, { lines: linesToOrderWithoutCost, word: 'cost unknown' });
  return `${formatUnits(units)} units${value === 'cost unknown' ? ', ' : ' for '}${value}`;
}

/** What the filtered list comes to: the finding as its title, its sums beside it. The tiles of Home say the same figures. */
export function listHead(filter: ReorderFilter, totals: ReorderTotals, currency: string): ListHead {
  const { lines, linesToOrder } = totals;
  const risk = `${salesAtRisk(totals, currency)}.`;
  const order = orderText(totals, currency);
  if (isOnly(filter, 'no_stock_data') || (totals.linesPlanned === 0 && totals.linesWithoutStock > 0))
    return {
      title: `Stock unknown in ${plural(totals.linesWithoutStock, 'line')}`,
      context: 'Nothing is suggested without it: enter it in a line, or',
    };
  if (isOnly(filter, 'overstock'))
    return {
      title: `Overstock in ${plural(lines, 'line')}`,
      context: `${knownMoney(totals.overstockMinor, currency, { lines: totals.linesWithoutPrice, word: 'cost unknown' })} tied up in more than will sell soon.`,
    };
  const alone = `${risk.charAt(0).toUpperCase()}${risk.slice(1)}`;
  if (filter.runsOut)
    return {
      title: `${plural(lines, 'line')} will run out before delivery`,
      context: linesToOrder > 0 ? `${alone} Order ${order}.` : alone,
    };
  return linesToOrder > 0
    ? { title: `Order ${plural(linesToOrder, 'line')}`, context: `${order}; ${risk}` }
    : { title: 'Nothing to order', context: alone };
}

/** Said only where it is not as one expects: the plan counts from the last day of sales, and takes the stock to be its. */
export const salesTo = (cutoff: string | null | undefined): string =>
  cutoff && !beginsNow(cutoff) ? ` Sales to ${formatDay(cutoff)}.` : '';
