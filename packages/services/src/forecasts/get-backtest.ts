import type { BacktestView } from '@ordernimbus/contracts';
import { readBacktest } from '@ordernimbus/data';
import { type Context, requireScope } from '../context.ts';
import { noForecastHere, noForecastYet } from './no-forecast.ts';

/** The past windows of the current forecast of one item at one location; none where its history is too short. */
export async function getBacktest(
  ctx: Context,
  input: { itemId: number; locationId: number },
): Promise<BacktestView> {
  requireScope(ctx, 'read');
  const row = await readBacktest(ctx.platform.database, ctx.tenantId, input);
  if (!row) throw noForecastYet();
  if (!row.found) throw noForecastHere();
  const windows = (row.backtest?.windows ?? []) as BacktestView['windows'];
  return { runId: row.runId, windows };
}
