import type { CalendarMark, CalendarMarks } from '@ordernimbus/contracts';
import { listMarkRows, type MarkBasisRow, readMarkBasis } from '@ordernimbus/data';
import { holidaysOf } from '@ordernimbus/importers/holidays';
import { type Context, inTenant, requireScope } from '../context.ts';
import { noForecastHere, noForecastYet } from '../forecasts/no-forecast.ts';
import { dayNumber, isoDay } from '../runs/calendar-days.ts';

/** Days before the last day of sales that marks are given for. */
const daysBack = 3 * 366;
/** More would hide the chart behind them. */
const mostEntries = 1000;

function holidayMarks({ country, region }: MarkBasisRow, from: string, to: string): CalendarMark[] {
  if (country === null) return [];
  const marks: CalendarMark[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    for (const { day, name } of holidaysOf(country, region, year)) {
      // one holiday a day, as in a run
      if (day < from || day > to || day === marks.at(-1)?.fromDay) continue;
      marks.push({
        kind: 'holiday',
        name,
        fromDay: day,
        toDay: day,
        discountPercent: null,
        priceMinor: null,
        closed: false,
        inForecast: true,
      });
    }
  }
  return marks;
}

/** What the calendar says of the days of one item at one location, ascending by first day. */
export async function listCalendarMarks(
  ctx: Context,
  input: { itemId: number; locationId: number },
): Promise<CalendarMarks> {
  requireScope(ctx, 'read');
  return inTenant(ctx, async (tx) => {
    const basis = await readMarkBasis(tx, input);
    if (!basis) throw noForecastYet();
    if (!basis.found) throw noForecastHere();
    const cutoff = dayNumber(basis.cutoff);
    const days = { from: isoDay(cutoff - daysBack), to: isoDay(cutoff + basis.horizonDays) };
    const entries = await listMarkRows(tx, { ...input, ...days, runId: basis.runId, limit: mostEntries });
    const items = [...entries, ...holidayMarks(basis, days.from, days.to)];
    return {
      runId: basis.runId,
      items: items.sort((a, b) => (a.fromDay < b.fromDay ? -1 : a.fromDay > b.fromDay ? 1 : 0)),
    };
  });
}
