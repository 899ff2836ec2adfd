import type { TermsScenario } from '@ordernimbus/contracts';
import { formatChange, formatMoney, formatUnits, plural } from '../../ui/format/numbers.ts';

/** What the change comes to over all lines: the money of the orders where it is known, else their units. */
export function termsSentence(answer: TermsScenario, currency: string): string {
  const { baseline, scenario, linesPlanned, linesBegin, linesStop } = answer;
  if (answer.linesChanged === 0) return `No difference in ${plural(answer.linesTotal, 'line')}`;
  if (linesPlanned === 0) return `Other levels in ${plural(answer.linesChanged, 'line')}; stock unknown`;
  const priced = baseline.valueMinor > 0 || scenario.valueMinor > 0;
  const [before, after] = priced
    ? [baseline.valueMinor, scenario.valueMinor]
    : [baseline.units, scenario.units];
  const text = (amount: number) =>
    priced ? formatMoney(amount, currency, 'whole') : `${formatUnits(amount)} units`;
  const change = formatChange(after, before);
  const orders =
    text(after) === text(before)
      ? `Orders of ${text(after)}, as it stands`
      : `Orders of ${text(after)} instead of ${text(before)}${change ? `: ${change}` : ''}`;
  const begin = linesBegin > 0 ? `${plural(linesBegin, 'line')} more to order` : '';
  const stop = linesStop > 0 ? `${plural(linesStop, 'line')} no longer` : '';
  const moves = [begin, stop].filter(Boolean).join(', ');
  return moves ? `${orders}; ${moves}` : orders;
}
