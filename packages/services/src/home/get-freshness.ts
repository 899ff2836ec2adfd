import type { Freshness } from '@ordernimbus/contracts';
import { type FreshnessRow, readFreshness, type TenantTransaction } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { dayText } from '../forecasts/forecast-window.ts';
import { dayNumber } from '../runs/calendar-days.ts';
import { localDay, nextNight } from '../runs/nightly-clock.ts';

/** A nightly run that did not come shows after a day and a half. */
const staleAfterMs = 36 * 3_600_000;

/**
 * Days without sales after which something is missing. A shop that trades daily and imports in the morning has yesterday's
 * sales, and on a Monday those of Friday: three days. A weekly file has a day with sales in seven, and where it dates a week
 * by its first day the next one comes two weeks after that: so others wait for two of their own steps, which are those of
 * the last 91 days, and none for more than two months.
 */
function longestSilenceDays({ recentDays, recentDaysWithSales }: FreshnessRow): number {
  const step = recentDaysWithSales > 0 ? recentDays / recentDaysWithSales : 1;
  return Math.min(62, Math.max(3, Math.round(2 * step)));
}

const dataTo = (row: FreshnessRow): string | null => row.importedTo ?? row.cutoff;

/** The last day of sales where too many have passed since. A sample's sales end when they end. */
function noSalesSince(row: FreshnessRow, now: Date): string | null {
  const last = dataTo(row);
  if (last === null || !row.forecastAt || row.isSample) return null;
  const days = dayNumber(localDay(now, row.timeZone)) - dayNumber(last);
  return days > longestSilenceDays(row) ? last : null;
}

function freshMessage(row: FreshnessRow): string {
  if (row.isSample && row.cutoff)
    return `A sample shop: its sales end on ${dayText(row.cutoff)}, and forecast and orders count from that day.`;
  return row.checkedAt
    ? 'Data and forecast are up to date: last night nothing had changed, so no new one was needed.'
    : 'Data and forecast are up to date.';
}

const share = (done: number | null | undefined, total: number | null | undefined): number | null =>
  done != null && total ? Math.min(1, done / total) : null;

function describe(row: FreshnessRow, now: Date): Pick<Freshness, 'state' | 'progress' | 'message'> {
  if (row.runningImportId) {
    const progress = share(row.importProgress?.done, row.importProgress?.total);
    const doing = row.importStatus === 'undoing' ? 'An import is being undone.' : 'An import is being read.';
    return { state: 'running', progress, message: `${doing} The forecast follows by itself.` };
  }
  if (row.runningRunId) {
    const progress = share(row.runPartitionsDone, row.runPartitions);
    return { state: 'running', progress, message: 'A new forecast is being computed.' };
  }
  // a run that finds all sales taken back fails, and what is to be done is what was in the beginning
  if (!row.hasSales && !row.forecastAt) {
    return { state: 'empty', progress: null, message: 'No sales yet. Import a file to begin.' };
  }
  if (row.lastRunStatus === 'failed') {
    const reason = row.lastRunMessage ?? 'No reason is known.';
    const shown = row.cutoff ? ' The forecast before it is still shown.' : '';
    return { state: 'failed', progress: null, message: `The last forecast failed. ${reason}${shown}` };
  }
  if (!row.forecastAt) {
    return {
      state: 'empty',
      progress: null,
      message: 'Sales are in, and there is no forecast yet. Start one.',
    };
  }
  if (row.changedSince) {
    return {
      state: 'stale',
      progress: null,
      message: 'Sales changed after the forecast was computed. Start a new forecast.',
    };
  }
  if (row.calendarChangedSince) {
    return {
      state: 'stale',
      progress: null,
      message: 'The calendar changed after the forecast was begun. The next night uses it, or start one now.',
    };
  }
  const silentSince = noSalesSince(row, now);
  if (silentSince) {
    return {
      state: 'stale',
      progress: null,
      message: `No sales since ${dayText(silentSince)}. Import the sales of the days since: until they are in, forecast and orders count from that day.`,
    };
  }
  if (now.getTime() - (row.checkedAt ?? row.forecastAt).getTime() > staleAfterMs) {
    return {
      state: 'stale',
      progress: null,
      message:
        'The forecast is older than a day and a half: the nightly run did not come. Start one by hand.',
    };
  }
  return { state: 'fresh', progress: null, message: freshMessage(row) };
}

export async function readFreshnessOf(tx: TenantTransaction, now: Date): Promise<Freshness> {
  const row = await readFreshness(tx);
  return {
    ...describe(row, now),
    dataTo: dataTo(row),
    noSalesSince: noSalesSince(row, now),
    forecastAt: row.forecastAt?.toISOString() ?? null,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    nextNightAt: row.hasSales ? nextNight(row, now).toISOString() : null,
    runningRunId: row.runningRunId,
    runningImportId: row.runningImportId,
  };
}

/** How fresh data and forecast are, in one indexed query: the page asks again and again. */
export async function getFreshness(ctx: Context): Promise<Freshness> {
  requireScope(ctx, 'read');
  return inTenant(ctx, (tx) => readFreshnessOf(tx, ctx.platform.now()));
}
