import type { ReorderLine } from '@ordernimbus/contracts';
import { formatDay } from '../../ui/format/dates.ts';
import { formatUnits } from '../../ui/format/numbers.ts';

/** The answer of the item's page: what will sell, and how long the stock lasts where stock is known. */
export function answerText(
  sentence: string,
  line: Pick<ReorderLine, 'onHand' | 'stockOutOn'> | undefined,
): string {
  if (line?.onHand === null || line?.onHand === undefined || !sentence.endsWith('.')) return sentence;
  const start = sentence.slice(0, -1);
  if (line.onHand <= 0) return `${start}; none on hand.`;
  const stock = `${formatUnits(line.onHand)} on hand`;
  return line.stockOutOn === null
    ? `${start}; ${stock}, no stock-out in sight.`
    : `${start}; ${stock} last until about ${formatDay(line.stockOutOn)}.`;
}
