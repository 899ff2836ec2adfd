import { probabilities } from '@ordernimbus/contracts';
import { type ForecastExportRow, findCurrentRun, listForecastArrays } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { dayNumber, isoDay } from '../runs/calendar-days.ts';
import { noForecastYet } from './no-forecast.ts';

const pageSize = 200;
const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function seriesText(row: ForecastExportRow, firstDay: number): string {
  const head = `${cell(row.sku)},${cell(row.locationCode)}`;
  const days = row.mean.length;
  let text = '';
  for (let day = 0; day < days; day++) {
    const quantiles = probabilities.map((_, q) => row.quantiles[q * days + day]).join(',');
    text += `${head},${isoDay(firstDay + day)},${row.mean[day]},${quantiles},${cell(row.model)}\n`;
  }
  return text;
}

/**
 * The current run's forecasts as CSV, the columns of `nimbus forecast`, a page of series at a time: memory stays small
 * however large the shop, and no transaction lasts as long as a slow reader.
 */
export async function exportForecasts(ctx: Context): Promise<AsyncGenerator<string>> {
  requireScope(ctx, 'read');
  const run = await inTenant(ctx, findCurrentRun);
  if (!run) throw noForecastYet();
  const firstDay = dayNumber(run.cutoff) + 1;
  async function* lines(): AsyncGenerator<string> {
    yield `item,location,date,mean,${probabilities.map((p) => `q${p}`).join(',')},model\n`;
    let after: { itemId: number; locationId: number } | undefined;
    for (;;) {
      const page = { runId: (run as { id: string }).id, limit: pageSize, ...(after ? { after } : {}) };
      const rows = await inTenant(ctx, (tx) => listForecastArrays(tx, page));
      for (const row of rows) yield seriesText(row, firstDay);
      const last = rows.at(-1);
      if (!last || rows.length < pageSize) return;
      after = { itemId: last.itemId, locationId: last.locationId };
    }
  }
  return lines();
}
