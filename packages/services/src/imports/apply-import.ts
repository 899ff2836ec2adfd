import { createReadStream } from 'node:fs';
import { type ImportResult, ServiceError } from '@ordernimbus/contracts';
import {
  raiseDataVersion,
  storeItems,
  storeLocations,
  storeSpans,
  storeStock,
  type TenantTransaction,
  updateImport,
} from '@ordernimbus/data';
import {
  type RowsSource,
  type RowsSummary,
  writeCatalog,
  writePairs,
  writeSpans,
  writeStock,
} from '@ordernimbus/importers';
import { writeAudit } from '../audit.ts';
import { keepSalesReport, makeSalesReport, type SalesReport } from '../catalog/sales-report.ts';
import { systemContext } from '../context.ts';
import { queueRun, sendRun } from '../runs/start-run.ts';
import { rawKey, rawSheetsKey } from './import-files.ts';
import { describeImportQuality } from './import-quality.ts';
import { toSource } from './import-state.ts';
import type { ImportWork } from './import-work.ts';
import { prepareRows } from './prepare-rows.ts';
import { describeLeftOut, replacePromotions } from './replace-promotions.ts';
import { storeChunks } from './store-chunks.ts';

export function ownSource(work: ImportWork, rowsTable: string): RowsSource {
  return toSource(work.row, work.mapping, rowsTable, work.checkpoint.summary);
}

export async function localRows(work: ImportWork): Promise<string> {
  const { rows } = work.checkpoint;
  if (!rows) throw new ServiceError('conflict', 'The rows of this import were never read.');
  return work.platform.objects.localPath(rows);
}

export function summaryOf(work: ImportWork): RowsSummary {
  const { summary } = work.checkpoint;
  if (!summary) throw new ServiceError('conflict', 'The rows of this import were never read.');
  return summary;
}

/** Reads the file's rows, unless the preview did, and adds its items and locations. */
export async function prepareImport(work: ImportWork): Promise<void> {
  const { checkpoint, files } = work;
  if (['sales', 'spans', 'promotions'].includes(checkpoint.stage ?? '')) return;
  const total = checkpoint.summary?.rows ?? 1;
  await work.step({}, undefined, { stage: 'reading', done: 0, total });
  const prepared = await prepareRows(
    work.platform,
    work.tenantId,
    work.row,
    work.mapping,
    work.shop,
    work.files,
  );
  if (prepared.summary.validRows === 0) {
    throw new ServiceError(
      'invalid_input',
      'No row of the file can be used. Look at the reasons in errors.csv.',
    );
  }
  await work.step(prepared, undefined, { stage: 'catalog', done: 0, total: prepared.summary.rows });
  const catalog = { items: `${files.folder}/items.csv`, locations: `${files.folder}/locations.csv` };
  await writeCatalog(await localRows(work), catalog, files);
  await work.step({ stage: 'sales', chunk: 0, changedDays: 0 }, async (tx) => {
    await storeItems(tx, createReadStream(catalog.items));
    await storeLocations(tx, createReadStream(catalog.locations));
    return undefined;
  });
}

/** Brings the days, spans or stock of the import in. */
export async function applyImport(work: ImportWork): Promise<void> {
  const own = ownSource(work, await localRows(work));
  const counted = [...work.others, own];
  if (work.mapping.layout === 'stock') {
    const csv = `${work.files.folder}/stock.csv`;
    await writeStock(own, [own], csv, work.files);
    await work.step({ stage: 'spans' }, async (tx) => {
      await storeStock(tx, {
        source: `import:${work.importId}`,
        csv: createReadStream(csv),
        now: work.platform.now(),
        asOf: work.shop.today,
      });
      return undefined;
    });
    return;
  }
  await storeChunks(work, own, counted, 'sales');
  if (summaryOf(work).hasFlags) await replaceSpans(work, own, counted, 'spans');
  await replacePromotions(work, own, counted, 'promotions');
}

/** Out-of-stock and closed days of the import's items, as all files that count say. */
export async function replaceSpans(
  work: ImportWork,
  own: RowsSource,
  counted: readonly RowsSource[],
  stage: 'spans' | 'rollback',
): Promise<void> {
  const pairs = `${work.files.folder}/pairs.csv`;
  const spans = `${work.files.folder}/spans.csv`;
  await writePairs(own.rowsTable, pairs, work.files);
  await writeSpans(own, counted, spans, work.files);
  await work.step({ stage }, async (tx) => {
    await storeSpans(tx, {
      importId: work.importId,
      pairs: createReadStream(pairs),
      spans: createReadStream(spans),
    });
    return undefined;
  });
}

/**
 * What the shop's sales say as a whole, now that this import changed them: kept in the transaction that ends it. That it
 * cannot be made must not take an import back; the next reader tries again.
 * @returns undefined where the import changed no sales
 */
export async function lookOver(
  work: ImportWork,
): Promise<((tx: TenantTransaction, now: Date) => Promise<void>) | undefined> {
  if (!work.checkpoint.changedDays) return undefined;
  const { platform, tenantId, importId } = work;
  const total = summaryOf(work).rows;
  await work.step({}, undefined, { stage: 'looking it over', done: total, total });
  let report: SalesReport | undefined;
  try {
    report = await makeSalesReport(platform, tenantId);
  } catch (error) {
    platform.log.warn({ tenantId, importId, error: String(error) }, 'no report on the sales could be made');
  }
  return (tx, now) => keepSalesReport(tx, report, now);
}

/** What changed is told to caches, forecasts and the reorder list. Sales queue a run in the same transaction. */
export async function announceChange(work: ImportWork, tx: TenantTransaction): Promise<string | undefined> {
  await raiseDataVersion(tx);
  if (work.mapping.layout === 'stock') return undefined;
  const ctx = systemContext(work.platform, work.tenantId, 'import');
  return (await queueRun(tx, ctx, 'import')).id;
}

export async function sendConsequences(work: ImportWork, runId: string | undefined): Promise<void> {
  const { platform, tenantId } = work;
  if (runId) await sendRun(systemContext(platform, tenantId, 'import'), runId);
  else await platform.queue.send('reorder-recompute', { tenantId }, { singletonKey: tenantId });
}

export async function finishImport(work: ImportWork): Promise<void> {
  const { platform, tenantId, importId, checkpoint } = work;
  const summary = summaryOf(work);
  const keepReport = await lookOver(work);
  const now = platform.now();
  const result: ImportResult = {
    rows: summary.rows,
    validRows: summary.validRows,
    rejectedRows: summary.rejectedRows,
    rejections: summary.rejections,
    itemDays: summary.itemDays,
    itemDaysChanged: checkpoint.changedDays ?? 0,
    items: summary.items,
    locations: summary.locations,
    firstDay: summary.firstDay,
    lastDay: summary.lastDay,
    unitsSold: summary.unitsSold,
    unitsReturned: summary.unitsReturned,
    revenueMinor: summary.revenueMinor,
    seconds: Math.round(now.getTime() - (checkpoint.began ?? now.getTime())) / 1000,
    quality: [
      ...describeImportQuality(summary, work.mapping.layout),
      ...describeLeftOut(checkpoint.promotionsLeftOut ?? 0),
    ],
  };
  // an import that changed no day, such as the same file again, needs no new forecast
  const changed =
    work.mapping.layout === 'stock' ||
    result.itemDaysChanged > 0 ||
    summary.hasFlags ||
    (checkpoint.changedPromotions ?? 0) > 0;
  if (work.mapping.layout === 'stock') await sendConsequences(work, undefined);
  let runId: string | undefined;
  await work.step(
    {},
    async (tx) => {
      await keepReport?.(tx, now);
      if (changed) runId = await announceChange(work, tx);
      await writeAudit(tx, systemContext(platform, tenantId, 'import'), {
        action: 'import.done',
        subject: importId,
        detail: { rows: result.rows, rejected: result.rejectedRows, itemDaysChanged: result.itemDaysChanged },
      });
      await updateImport(tx, importId, { status: 'done', result, finishedAt: now, error: null });
      return undefined;
    },
    { stage: 'done', done: summary.rows, total: summary.rows },
  );
  if (runId) await sendConsequences(work, runId);
  // the rows as text are not needed any more; the file as it came is kept
  await platform.objects.remove(rawKey(tenantId, importId));
  await platform.objects.remove(rawSheetsKey(tenantId, importId));
}
