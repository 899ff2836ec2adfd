import type { ImportResult, QualityFinding } from '@ordernimbus/contracts';
import { countUnavailableDays, listCountedImports, readSalesQuality } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';

const number = (value: number): string => Math.round(value).toLocaleString('en');
const percent = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(whole, 1e-9)).toFixed(1)} %`;

/** What a person should know about the shop's demand before trusting a forecast of it. */
export async function getDataQuality(ctx: Context): Promise<{ items: QualityFinding[]; asOf: string }> {
  requireScope(ctx, 'read');
  const { sales, unavailable, imports } = await inTenant(ctx, async (tx) => ({
    sales: await readSalesQuality(tx),
    unavailable: await countUnavailableDays(tx),
    imports: await listCountedImports(tx),
  }));
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
    title: `${number(sales.items)} items with sales from ${sales.firstDay} to ${sales.lastDay}`,
    detail: `${number(sales.series)} items at locations, ${number(sales.saleDays)} days with sales, ${number(sales.units)} units.`,
    count: sales.items,
  });
  add(sales.silentDays > 0, {
    id: 'silent_days',
    severity: sales.silentDays > 30 ? 'notice' : 'info',
    title: `On ${number(sales.silentDays)} days nothing was sold anywhere`,
    detail: 'They count as closed, not as days without demand. If sales are missing there, import them.',
    count: sales.silentDays,
  });
  add(unavailable.outOfStock > 0, {
    id: 'unknown_days',
    severity: 'info',
    title: `${number(unavailable.outOfStock)} item-days were out of stock`,
    detail: 'What could have been sold on them is unknown; they do not count as zero demand.',
    count: unavailable.outOfStock,
  });
  add(unavailable.closed > 0, {
    id: 'closed_days',
    severity: 'info',
    title: `${number(unavailable.closed)} item-days were closed`,
    detail: 'They do not count as zero demand.',
    count: unavailable.closed,
  });
  add(sales.shortItems > 0, {
    id: 'short_history',
    severity: sales.shortItems * 2 > sales.items ? 'warning' : 'notice',
    title: `${number(sales.shortItems)} items have less than 90 days of history`,
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
    title: `${number(sales.outlierDays)} item-days stand far above their usual sales`,
    detail:
      'More than six standard deviations above the mean of their days with sales. They are kept as they are.',
    count: sales.outlierDays,
  });
  add(sales.negativeRevenueDays > 0, {
    id: 'negative_revenue',
    severity: 'notice',
    title: `${number(sales.negativeRevenueDays)} item-days sold units for less than nothing`,
    detail: 'Prices below zero in the files: corrections or discounts booked on an item.',
    count: sales.negativeRevenueDays,
  });
  add(rejected > 0, {
    id: 'rejected_rows',
    severity: 'notice',
    title: `${number(rejected)} rows of your files were set aside`,
    detail: 'Each import lists the reasons and offers them as errors.csv.',
    count: rejected,
  });
  return { items, asOf: ctx.platform.now().toISOString() };
}
