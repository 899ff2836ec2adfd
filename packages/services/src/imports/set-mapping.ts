import { createReadStream } from 'node:fs';
import { type Import, type ImportMapping, type ImportPreview, ServiceError } from '@ordernimbus/contracts';
import {
  countNewItems,
  countNewLocations,
  findImport,
  findSameFile,
  listCountedImports,
  saveMapping,
  updateImport,
} from '@ordernimbus/data';
import {
  checkMapping,
  countOverlap,
  identityRules,
  openQuestions,
  writeCatalog,
} from '@ordernimbus/importers';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { describeCoarse } from './coarse-overlap.ts';
import { requestFolderKey, withWork } from './import-files.ts';
import { describePrices } from './import-quality.ts';
import {
  checkpointOf,
  inspectionOf,
  isOpen,
  mapImport,
  noSuchImport,
  readShopRules,
  sourcesOf,
  toSource,
} from './import-state.ts';
import { prepareRows } from './prepare-rows.ts';
import { describePreview } from './preview-findings.ts';

/**
 * Says how a file is to be read, reads it so, and tells what importing it would change. Remembered for files with the
 * same headers. Throws `needs_answer` when only a person can say how a column is meant.
 */
export async function setMapping(
  ctx: Context,
  input: { readonly importId: string; readonly mapping: ImportMapping },
): Promise<Import> {
  requireScope(ctx, 'import');
  const { importId, mapping } = input;
  const { row, shop, counted } = await inTenant(ctx, async (tx) => {
    const found = await findImport(tx, importId);
    if (!found) throw noSuchImport();
    return {
      row: found,
      shop: await readShopRules(tx, ctx.platform.now()),
      counted: (await listCountedImports(tx)).filter((other) => other.id !== importId),
    };
  });
  const inspection = inspectionOf(row);
  if (!isOpen(row.status) || !inspection) {
    throw new ServiceError(
      'conflict',
      `This import is ${row.status}; its columns cannot be changed any more.`,
    );
  }
  const sheet = inspection.workbook?.sheet;
  checkMapping(inspection, mapping);
  const questions = openQuestions(inspection, mapping);
  if (questions.length > 0) {
    await inTenant(ctx, (tx) =>
      updateImport(tx, importId, { mapping, inspection: { ...inspection, questions }, preview: null }),
    );
    throw new ServiceError('needs_answer', questions.map((question) => question.text).join(' '), {
      places: questions.map((question) => ({ field: question.id, message: question.text })),
    });
  }

  const { objects } = ctx.platform;
  return withWork(ctx.platform, requestFolderKey(ctx.tenantId, importId), async (work) => {
    const { rows, summary } = await prepareRows(ctx.platform, ctx.tenantId, row, mapping, shop, work);
    const rowsTable = await objects.localPath(rows);
    const others = await sourcesOf(counted, (key) => objects.localPath(key));
    const changed = toSource(row, mapping, rowsTable, summary);
    const sales = others.filter((other) => other.layout !== 'stock');
    const itemDays = mapping.layout === 'stock' ? 0 : await countOverlap(changed, sales, work);
    const files = {
      items: `${work.folder}/preview-items.csv`,
      locations: `${work.folder}/preview-locations.csv`,
    };
    await writeCatalog(rowsTable, files, work);
    const findings = [
      ...(itemDays > 0 ? await describeCoarse(changed, sales, work) : []),
      ...(await describePreview({ inspection, mapping, source: changed, work })),
      ...describePrices(summary, mapping.layout),
    ];
    return inTenant(ctx, async (tx) => {
      const preview: ImportPreview = {
        rows: summary.rows,
        validRows: summary.validRows,
        rejectedRows: summary.rejectedRows,
        rejections: summary.rejections,
        firstDay: summary.firstDay,
        lastDay: summary.lastDay,
        items: summary.items,
        newItems: await countNewItems(tx, createReadStream(files.items)),
        locations: summary.locations,
        newLocations: await countNewLocations(tx, createReadStream(files.locations)),
        unitsSold: summary.unitsSold,
        unitsReturned: summary.unitsReturned,
        revenueMinor: summary.revenueMinor,
        overlaps: {
          itemDays,
          rule: identityRules[mapping.layout].overlap,
          sameFileAs: row.sha256
            ? ((await findSameFile(tx, { importId, sha256: row.sha256, sheet: sheet ?? null })) ?? null)
            : null,
        },
        identity: identityRules[mapping.layout].identity,
        findings,
      };
      const locked = await findImport(tx, importId, { lock: true });
      if (!locked || !isOpen(locked.status)) {
        throw new ServiceError('conflict', 'The import was started or taken away meanwhile.');
      }
      if (inspectionOf(locked)?.workbook?.sheet !== sheet) {
        throw new ServiceError('conflict', 'Another sheet of the workbook was chosen meanwhile.');
      }
      const { fingerprint, profiles } = checkpointOf(locked);
      await updateImport(tx, importId, {
        status: 'ready',
        mapping,
        preview,
        inspection: { ...inspection, questions: [] },
        checkpoint: {
          ...(fingerprint ? { fingerprint } : {}),
          ...(profiles ? { profiles } : {}),
          rows,
          summary,
        },
        cancelRequested: false,
        error: null,
        finishedAt: null,
      });
      if (fingerprint) await saveMapping(tx, fingerprint, mapping, ctx.platform.now());
      await writeAudit(tx, ctx, {
        action: 'import.mapped',
        subject: importId,
        detail: { layout: mapping.layout },
      });
      const result = await findImport(tx, importId);
      if (!result) throw noSuchImport();
      return mapImport(result);
    });
  });
}
