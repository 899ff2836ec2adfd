import type { Scenario } from '@ordernimbus/contracts';
import { daysBetween, formatDay } from '../../../ui/format/dates.ts';
import { formatChange, formatMoney, formatUnits, plural } from '../../../ui/format/numbers.ts';

function priceText(price: NonNullable<Scenario['price']>, currency: string): string {
  const [before, after] = [Math.round(price.baselineMinor), Math.round(price.scenarioMinor)];
  if (before === after) return '';
  const instead = `${formatMoney(after, currency)}${price.isAverage ? ' on average' : ''} instead of ${formatMoney(before, currency)}`;
  return ` At ${instead}${price.isAverage ? '; planned prices and promotions still apply on their days' : ''}.`;
}

/** What a scenario comes to, in one sentence; and the price that it stands for, where prices are known. */
export function scenarioSentence({ changed, price, money }: Scenario, currency: string): string {
  const { fromDay, toDay, baselineUnits, scenarioUnits } = changed;
  const days = daysBetween(fromDay, toDay) + 1;
  const when =
    days === 1
      ? `on ${formatDay(fromDay)}`
      : `from ${formatDay(fromDay, 'short')} to ${formatDay(toDay)} (${plural(days, 'day')})`;
  const change = formatChange(scenarioUnits, baselineUnits);
  const paid = price ? priceText(price, currency) : '';
  if (Math.abs(scenarioUnits - baselineUnits) < 0.05)
    return `No difference: ${formatUnits(baselineUnits)} units ${when}, as it stands.${paid}`;
  const sales = money
    ? ` Sales of ${formatMoney(Math.round(money.scenarioMinor), currency)} instead of ${formatMoney(Math.round(money.baselineMinor), currency)}.`
    : '';
  return `${formatUnits(scenarioUnits)} units instead of ${formatUnits(baselineUnits)} ${when}${change ? `: ${change}` : ''}.${paid}${sales}`;
}
