import { findCurrentRun, listForecastRows } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { noForecastYet } from './no-forecast.ts';

export interface ForecastListItem {
  itemId: number;
  locationId: number;
  sku: string;
  itemName: string;
  locationName: string;
  model: string | null;
  demandClass: string | null;
  next28: { mean: number; low: number; high: number } | null;
  soldPrior28: number | null;
  wape: number | null;
  naiveWape: number | null;
}

/** Compact list of the current run's forecasts by item and location. */
export async function listForecasts(
  ctx: Context,
  input: { cursor?: string; limit?: number },
): Promise<{ runId: string; cutoff: string; items: ForecastListItem[]; nextCursor?: string }> {
  requireScope(ctx, 'read');
  const limit = input.limit ?? 50;
  const position = decodeCursor(input.cursor, { itemId: 'number', locationId: 'number' });
  const { run, rows } = await inTenant(ctx, async (tx) => {
    const current = await findCurrentRun(tx);
    if (!current) throw noForecastYet();
    const page = { runId: current.id, limit: limit + 1, ...(position ? { after: position } : {}) };
    return { run: current, rows: await listForecastRows(tx, page) };
  });
  const items = rows.slice(0, limit).map(
    ({ mean28, low28, high28, metrics, ...row }): ForecastListItem => ({
      ...row,
      next28:
        mean28 === null || low28 === null || high28 === null
          ? null
          : { mean: mean28, low: low28, high: high28 },
      wape: metrics?.wape ?? null,
      naiveWape: metrics?.naiveWape ?? null,
    }),
  );
  const last = items.at(-1);
  const page = { runId: run.id, cutoff: run.cutoff, items };
  return rows.length > limit && last
    ? { ...page, nextCursor: encodeCursor({ itemId: last.itemId, locationId: last.locationId }) }
    : page;
}
