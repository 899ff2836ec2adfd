import { type ReorderUndone, ServiceError } from '@ordernimbus/contracts';
import {
  addUnchangedSince,
  countEditedLines,
  createEditedLines,
  findReorderEdit,
  lockReorder,
  raiseDataVersion,
  readDatabaseClock,
  readPlanningBasis,
  restoreEditedLines,
} from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { forgetVersion } from '../cache/index.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { hasRun } from './compute-line.ts';
import { recomputeEdited } from './recompute-reorder.ts';

/**
 * Takes an edit back, however many rows it had: each row that nobody changed since gets exactly what it had before. Rows
 * that were changed since stay as they are and are counted.
 * @throws ServiceError `not_found` for an edit that is not of this shop or older than 30 days, `conflict` for one that was
 * taken back already
 */
export async function undoReorderEdit(ctx: Context, input: { editId: string }): Promise<ReorderUndone> {
  requireScope(ctx, 'plan');
  const { editId } = input;
  const result = await inTenant(ctx, async (tx) => {
    await lockReorder(tx);
    const edit = await findReorderEdit(tx, editId);
    if (!edit) {
      throw new ServiceError(
        'not_found',
        'There is no such change, or it is older than 30 days. Set the values by hand.',
      );
    }
    if (edit.isUndone) throw new ServiceError('conflict', 'This change was taken back already.');
    await createEditedLines(tx);
    const changedSince = await addUnchangedSince(tx, editId, edit);
    const restored = await countEditedLines(tx);
    await restoreEditedLines(tx, editId, edit, await readDatabaseClock(tx));
    await raiseDataVersion(tx);
    const basis = await readPlanningBasis(tx);
    if (restored > 0 && hasRun(basis)) await recomputeEdited(tx, basis);
    await writeAudit(tx, ctx, {
      action: 'reorder.undone',
      subject: editId,
      detail: { restored, changedSince },
    });
    return { restored, changedSince };
  });
  forgetVersion(ctx.platform.database, ctx.tenantId);
  return result;
}
