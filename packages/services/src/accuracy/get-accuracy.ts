import type { AccuracyReport } from '@ordernimbus/contracts';
import { findCurrentRun, listSeriesNames } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { categoryName } from '../explorer/map-explorer-row.ts';
import { noForecastYet } from '../forecasts/no-forecast.ts';
import type { StoredReport } from '../runs/build-report.ts';
import { separateLists } from './separate-lists.ts';

/** How good the current forecast would have been on windows that its models had not seen. */
export async function getAccuracy(ctx: Context): Promise<AccuracyReport> {
  requireScope(ctx, 'read');
  return inTenant(ctx, async (tx) => {
    const run = await findCurrentRun(tx);
    if (!run?.metrics) throw noForecastYet();
    const stored = run.metrics as StoredReport;
    const keyOf = (one: StoredReport['worst'][number]) => `${one.itemId}/${one.locationId}`;
    const report = { ...stored, ...separateLists(stored.worst, stored.best, keyOf) };
    const names = new Map(
      (await listSeriesNames(tx, [...report.worst, ...report.best])).map((row) => [
        `${row.itemId}/${row.locationId}`,
        { name: row.name, locationName: row.locationName },
      ]),
    );
    // an item that was removed since has no page to lead to
    const named = (list: StoredReport['worst']): AccuracyReport['worst'] =>
      list.flatMap((one) => {
        const name = names.get(keyOf(one));
        return name ? [{ ...one, ...name }] : [];
      });
    return {
      ...report,
      runId: run.id,
      cutoff: run.cutoff,
      byCategory: report.byCategory.map((row) => ({ ...row, name: categoryName(row.category) })),
      worst: named(report.worst),
      best: named(report.best),
    };
  });
}
