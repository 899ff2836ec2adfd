import type { Forecast, ReorderLine } from '@ordernimbus/contracts';
import { formatDay } from '../../ui/format/dates.ts';
import { formatUnits } from '../../ui/format/numbers.ts';
import { beginsNow } from '../../ui/format/window.ts';

/** The answer of the item's page: what will sell, and how long the stock lasts where stock is known. */
export function answerText(
  forecast: Pick<Forecast, 'cutoff' | 'sentence' | 'currentSentence'>,
  line: Pick<ReorderLine, 'onHand' | 'status' | 'stockOutOn'> | undefined,
  today?: string,
): string {
  const isCurrent = beginsNow(forecast.cutoff, today);
  const sentence = isCurrent ? forecast.currentSentence : forecast.sentence;
  if (!line || line.onHand === null || line.status === 'no_forecast' || !sentence.endsWith('.'))
    return sentence;
  const start = sentence.slice(0, -1);
  if (line.onHand <= 0) return `${start}; none on hand.`;
  const stock = `${formatUnits(line.onHand)} on hand`;
  if (line.stockOutOn === null) return `${start}; ${stock}, no stock-out in sight.`;
  const from = isCurrent ? '' : ` when counted from ${formatDay(forecast.cutoff)}`;
  return `${start}; ${stock} last until about ${formatDay(line.stockOutOn)}${from}.`;
}
