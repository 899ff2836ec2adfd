import type { ScenarioInput } from '@ordernimbus/contracts';
import type { CalendarInputRow } from '@ordernimbus/data';
import type { FrozenCalendar } from '../runs/calendar/frozen-calendar.ts';
import { dayNumber } from '../runs/calendar-days.ts';
import type { FrozenSeries } from '../runs/frozen-partition.ts';

/**
 * The run's calendar with what a scenario adds for one series.
 * @param basePrice the price before promotions, in hundredths, on the first day of the scenario's price
 */
export function scenarioCalendar(
  calendar: FrozenCalendar | undefined,
  series: FrozenSeries,
  { promotion, price }: ScenarioInput,
  basePrice: number,
): FrozenCalendar {
  const here = { name: '', sku: series.sku, category: null, location: series.locationCode, closed: false };
  const added: CalendarInputRow[] = [];
  if (promotion) {
    added.push({
      ...here,
      kind: 'promotion',
      from: dayNumber(promotion.fromDay),
      to: dayNumber(promotion.toDay),
      discount: promotion.discountPercent,
      priceMinor: null,
    });
  }
  if (price && basePrice > 0) {
    added.push({
      ...here,
      kind: 'price',
      from: dayNumber(price.fromDay),
      to: dayNumber(price.toDay),
      discount: null,
      priceMinor: basePrice * (1 + price.changePercent / 100),
    });
  }
  const { entries, holidays, places } = calendar ?? { entries: [], holidays: {}, places: {} };
  return { entries: [...entries, ...added], holidays, places };
}
