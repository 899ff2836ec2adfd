import { randomUUID } from 'node:crypto';
import { type ReorderUpdate, type ReorderUpdated, ServiceError } from '@ordernimbus/contracts';
import {
  applyEdit,
  countEditedLines,
  fieldsOf,
  lockReorder,
  raiseDataVersion,
  readDatabaseClock,
  readPlanningBasis,
  recordReorderEdit,
} from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { forgetVersion } from '../cache/index.ts';
import { actorName, type Context, inTenant, requireScope } from '../context.ts';
import { hasRun } from './compute-line.ts';
import { readTotals } from './list-reorder.ts';
import { recomputeEdited } from './recompute-reorder.ts';
import { selectLines } from './select-lines.ts';

/**
 * Sets parameters or stock of a selection and computes its lines anew, all in one transaction. What the rows were before is
 * kept: `undoReorderEdit` takes the edit back.
 */
export async function updateReorder(ctx: Context, input: ReorderUpdate): Promise<ReorderUpdated> {
  requireScope(ctx, 'plan');
  if (Object.values(input.set).every((value) => value === undefined)) {
    throw new ServiceError('invalid_input', 'Nothing to change: name at least one value in "set".', {
      places: [{ field: 'set', message: 'is empty' }],
    });
  }
  const set = { ...input.set };
  // an emptied field means "the default", not a supplier without a name
  if (set.supplier?.trim() === '') set.supplier = null;
  if (set.supplierSku?.trim() === '') set.supplierSku = null;
  const result = await inTenant(ctx, async (tx) => {
    await lockReorder(tx);
    await selectLines(tx, input.selection, 'Nothing was changed; reload the list.');
    const updated = await countEditedLines(tx);
    const editId = updated > 0 ? randomUUID() : null;
    if (editId) {
      const at = await readDatabaseClock(tx);
      await recordReorderEdit(tx, { id: editId, at, actor: actorName(ctx.actor), fields: fieldsOf(set) });
      await applyEdit(tx, set, at);
      await raiseDataVersion(tx);
    }
    const basis = await readPlanningBasis(tx);
    if (updated > 0) {
      if (hasRun(basis)) await recomputeEdited(tx, basis);
      await writeAudit(tx, ctx, {
        action: 'reorder.updated',
        ...(editId ? { subject: editId } : {}),
        detail: {
          set,
          rows: updated,
          selection: 'rows' in input.selection ? 'rows' : input.selection.filter,
        },
      });
    }
    const filter = 'filter' in input.selection ? input.selection.filter : {};
    return { updated, totals: await readTotals(tx, filter, basis?.dataVersion ?? 0), editId };
  });
  forgetVersion(ctx.platform.database, ctx.tenantId);
  return result;
}
