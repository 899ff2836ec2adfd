import type { ImportResult, QualityFinding } from '@ordernimbus/contracts';
import { countUnavailableDays, listCountedImports } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { mappingOf, rowPeriodOf } from '../imports/import-state.ts';
import { readSalesReport } from './sales-report.ts';

const number = (value: number): string => Math.round(value).toLocaleString('en');
const counted = (value: number, noun: string): string => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
/** The first few of many. */
const some = (days: readonly string[]): string =>
  days.length <= 4 ? days.join(', ') : `${days.slice(0, 4).join(', ')} and ${days.length - 4} more`;
const percent = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(whole, 1e-9)).toFixed(1)} %`;

/**
 * What a person should know about the shop's demand before trusting a forecast of it, as of the last change of its sales.
 */
export async function getDataQuality(ctx: Context): Promise<{ items: QualityFinding[]; asOf: string }> {
  requireScope(ctx, 'read');
  const { kept, unavailable, imports } = await inTenant(ctx, async (tx) => ({
    kept: await readSalesReport(tx, ctx.platform.now()),
    unavailable: await countUnavailableDays(tx),
    imports: await listCountedImports(tx),
  }));
  const { sales, silence } = kept.report;
  const items: QualityFinding[] = [];
  const add = (condition: boolean, finding: QualityFinding): void => {
    if (condition) items.push(finding);
  };
  const rejected = imports.reduce(
    (sum, row) => sum + ((row.result as ImportResult | null)?.rejectedRows ?? 0),
    0,
  );
  add(sales.items > 0, {
    id: 'history',
    severity: 'info',
    title: `${counted(sales.items, 'item')} with sales from ${sales.firstDay} to ${sales.lastDay}`,
    detail: `${number(sales.units)} units on ${number(sales.saleDays)} item-days, by item and location ${number(sales.series)} histories.`,
    count: sales.items,
  });
  const periods = imports.map(mappingOf).map((mapping) => mapping && rowPeriodOf(mapping));
  const totals = [
    ['weekly_sales', 'week', 'Forecasts of weeks and months are sound; how weekdays differ is not known.'],
    ['monthly_sales', 'month', 'Forecasts of months are sound; how weeks and weekdays differ is not known.'],
  ] as const;
  for (const [id, unit, known] of totals) {
    const files = periods.filter((period) => period?.startsWith(unit)).length;
    add(files > 0, {
      id,
      severity: 'notice',
      title: `Sales of ${counted(files, 'file')} are totals of ${unit}s`,
      detail: `They are spread over the days of each ${unit} by chance, as single sales fall. ${known}`,
      count: files,
    });
  }
  add(silence.rest.length === 6, {
    id: 'one_weekday',
    severity: 'warning',
    title: 'Sales are on one weekday only',
    detail: `Nothing is sold on ${silence.rest.join(', ')}: taken as days of rest. If a row of your file is the total of a week, take the import back and import the file again; it asks which week a row is about.`,
    count: silence.rest.length,
  });
  add(silence.rest.length > 0 && silence.rest.length < 6, {
    id: 'days_of_rest',
    severity: 'info',
    title: `Nothing is sold on ${silence.rest.join(' and ')}`,
    detail: 'Taken as days of rest: nothing is forecast for them either.',
    count: silence.rest.length,
  });
  add(silence.closed.length > 0, {
    id: 'closed_by_sales',
    severity: silence.closed.length > 30 ? 'notice' : 'info',
    title: `Closed on ${counted(silence.closed.length, 'day')} on which sales are usual`,
    detail: `${some(silence.closed)}. Holidays, most likely: demand on them counts as unknown, not as zero. If sales are missing there, import them.`,
    count: silence.closedLocationDays,
  });
  add(silence.zero.length > 0, {
    id: 'silent_days',
    severity: silence.zero.length > 30 ? 'notice' : 'info',
    title: `On ${counted(silence.zero.length, 'day')} nothing was sold anywhere`,
    detail: `${some(silence.zero)}. They count as days without demand. If sales are missing there, import them.`,
    count: silence.zero.length,
  });
  add(unavailable.outOfStock > 0, {
    id: 'unknown_days',
    severity: 'info',
    title: `${counted(unavailable.outOfStock, 'item-day')} out of stock`,
    detail: 'What could have been sold on them is unknown; they do not count as zero demand.',
    count: unavailable.outOfStock,
  });
  add(unavailable.closed > 0, {
    id: 'closed_days',
    severity: 'info',
    title: `${counted(unavailable.closed, 'item-day')} marked as closed in your files`,
    detail: 'They do not count as zero demand.',
    count: unavailable.closed,
  });
  add(sales.shortItems > 0, {
    id: 'short_history',
    severity: sales.shortItems * 2 > sales.items ? 'warning' : 'notice',
    title: `${counted(sales.shortItems, 'item')} with less than 90 days of history`,
    detail: `${percent(sales.shortItems, sales.items)} of the items. Their forecasts lean on simple averages and wide ranges.`,
    count: sales.shortItems,
  });
  add(sales.returnedUnits > 0, {
    id: 'returns',
    severity: sales.returnedUnits * 5 > sales.units ? 'warning' : 'info',
    title: `${percent(sales.returnedUnits, sales.units)} of the units came back`,
    detail: `${number(sales.returnedUnits)} units. Returns do not lower the demand of their day.`,
    count: sales.returnedUnits,
  });
  add(sales.outlierDays > 0, {
    id: 'outliers',
    severity: 'notice',
    title: `${counted(sales.outlierDays, 'item-day')} far above the usual sales of the item`,
    detail:
      'More than six standard deviations above the mean of its days with sales: large single orders, promotions or slips of the keyboard. They are kept as they are.',
    count: sales.outlierDays,
  });
  add(sales.negativeRevenueDays > 0, {
    id: 'negative_revenue',
    severity: 'notice',
    title: `${counted(sales.negativeRevenueDays, 'item-day')} with units sold and money paid back`,
    detail: 'More money went out than came in: returns or corrections booked at another price than the sale.',
    count: sales.negativeRevenueDays,
  });
  add(rejected > 0, {
    id: 'rejected_rows',
    severity: 'notice',
    title: `${counted(rejected, 'row')} of your files set aside`,
    detail: 'Each import lists the reasons and offers them as errors.csv.',
    count: rejected,
  });
  return { items, asOf: kept.madeAt.toISOString() };
}
