import { type Import, ServiceError } from '@ordernimbus/contracts';
import { findImport, updateImport } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { requestFolderKey, withWork } from './import-files.ts';
import { inspectionOf, isOpen, mapImport, noSuchImport } from './import-state.ts';
import { inspectSource } from './inspect-source.ts';
import { readyToMap } from './ready-to-map.ts';

/**
 * Reads another sheet of an uploaded workbook, which is then to be mapped anew. A sheet that is no table is refused, and
 * the import stays as it was.
 */
export async function chooseSheet(
  ctx: Context,
  input: { readonly importId: string; readonly sheet: string },
): Promise<Import> {
  requireScope(ctx, 'import');
  const { platform, tenantId } = ctx;
  const { importId, sheet } = input;
  const row = await inTenant(ctx, (tx) => findImport(tx, importId));
  if (!row) throw noSuchImport();
  const before = inspectionOf(row);
  if (!isOpen(row.status) || !before || !row.sha256) {
    throw new ServiceError('conflict', `This import is ${row.status}; its sheet cannot be changed any more.`);
  }
  if (!before.workbook) {
    throw new ServiceError(
      'invalid_input',
      `${row.fileName} is not an Excel workbook and has no sheets to choose from.`,
    );
  }
  const { sha256 } = row;
  const { sheets } = before.workbook;
  const inspected = await withWork(platform, requestFolderKey(tenantId, importId), (work) =>
    inspectSource(platform, { tenantId, importId, sha256, sheet }, work),
  );
  const { workbook } = inspected.inspection;
  if (workbook) inspected.inspection.workbook = { ...workbook, sheets };
  return inTenant(ctx, async (tx) => {
    const ready = await readyToMap(tx, inspected);
    const locked = await findImport(tx, importId, { lock: true });
    if (!locked || !isOpen(locked.status)) {
      throw new ServiceError('conflict', 'The import was started or taken away meanwhile.');
    }
    await updateImport(tx, importId, {
      ...ready,
      preview: null,
      cancelRequested: false,
      error: null,
      finishedAt: null,
    });
    await writeAudit(tx, ctx, {
      action: 'import.sheet_chosen',
      subject: importId,
      detail: { sheet: workbook?.sheet ?? sheet },
    });
    const result = await findImport(tx, importId);
    if (!result) throw noSuchImport();
    return mapImport(result);
  });
}
