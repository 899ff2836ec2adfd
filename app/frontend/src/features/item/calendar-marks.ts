import type { CalendarMark } from '@ordernimbus/contracts';
import type { FanMark } from '../../ui/fan-chart/fan-data.ts';
import { formatMoney, formatPercent } from '../../ui/format/numbers.ts';

const kindWords: Readonly<Record<CalendarMark['kind'], string>> = {
  promotion: 'promotion',
  event: 'event',
  price: 'price',
  holiday: 'holiday',
};

/** A mark of the calendar as the chart and its table name it. */
export function fanMark(mark: CalendarMark, currency: string): FanMark {
  const effect =
    mark.discountPercent !== null
      ? `${formatPercent(mark.discountPercent / 100, 1)} off`
      : mark.priceMinor !== null
        ? formatMoney(mark.priceMinor, currency)
        : mark.closed
          ? 'closed'
          : kindWords[mark.kind];
  return {
    from: mark.fromDay,
    to: mark.toDay,
    name: mark.name || 'New price',
    detail: mark.inForecast ? effect : `${effect}, not in this forecast yet`,
  };
}
