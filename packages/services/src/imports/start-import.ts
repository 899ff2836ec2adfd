import { type Import, ServiceError } from '@ordernimbus/contracts';
import { findImport, type ImportRow, type TenantTransaction, updateImport } from '@ordernimbus/data';
import { openQuestions } from '@ordernimbus/importers';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { checkpointOf, inspectionOf, mapImport, mappingOf, noSuchImport } from './import-state.ts';

export async function sendImport(
  ctx: Pick<Context, 'platform' | 'tenantId'>,
  importId: string,
  undo: boolean,
): Promise<void> {
  await ctx.platform.queue.send(
    undo ? 'import-undo' : 'import',
    { tenantId: ctx.tenantId, importId },
    { singletonKey: importId },
  );
}

async function lockImport(tx: TenantTransaction, importId: string): Promise<ImportRow> {
  const row = await findImport(tx, importId, { lock: true });
  if (!row) throw noSuchImport();
  return row;
}

async function reload(tx: TenantTransaction, importId: string): Promise<Import> {
  return mapImport(await lockImport(tx, importId));
}

/** Queues an import. Started twice it is one import. */
export async function startImport(ctx: Context, input: { readonly importId: string }): Promise<Import> {
  requireScope(ctx, 'import');
  const { importId } = input;
  const result = await inTenant(ctx, async (tx) => {
    const row = await lockImport(tx, importId);
    if (row.status === 'queued' || row.status === 'running') return mapImport(row);
    const inspection = inspectionOf(row);
    const mapping = mappingOf(row);
    if (row.status !== 'ready' || !inspection || !mapping) {
      throw new ServiceError(
        'conflict',
        `This import is ${row.status} and cannot be started. Upload the file again.`,
      );
    }
    const questions = openQuestions(inspection, mapping);
    if (questions.length > 0) {
      throw new ServiceError('needs_answer', questions.map((question) => question.text).join(' '), {
        places: questions.map((question) => ({ field: question.id, message: question.text })),
      });
    }
    await updateImport(tx, importId, {
      status: 'queued',
      progress: { stage: 'waiting', done: 0, total: inspection.rowsEstimated },
      cancelRequested: false,
    });
    await writeAudit(tx, ctx, { action: 'import.started', subject: importId });
    return reload(tx, importId);
  });
  await sendImport(ctx, importId, false);
  return result;
}

/** Stops an import: at once when it has not begun, else at its next step, and then everything is as before it. */
export async function cancelImport(ctx: Context, input: { readonly importId: string }): Promise<Import> {
  requireScope(ctx, 'import');
  const { importId } = input;
  return inTenant(ctx, async (tx) => {
    const row = await lockImport(tx, importId);
    if (row.status === 'running') await updateImport(tx, importId, { cancelRequested: true });
    else if (row.status === 'ready' || row.status === 'queued') {
      await updateImport(tx, importId, { status: 'cancelled', finishedAt: ctx.platform.now() });
    } else if (row.status !== 'cancelled') {
      throw new ServiceError('conflict', `This import is ${row.status} and cannot be cancelled.`);
    }
    await writeAudit(tx, ctx, { action: 'import.cancelled', subject: importId });
    return reload(tx, importId);
  });
}

/** Takes a finished import back as a whole: its days become what the other imports say. */
export async function undoImport(ctx: Context, input: { readonly importId: string }): Promise<Import> {
  requireScope(ctx, 'import');
  const { importId } = input;
  const result = await inTenant(ctx, async (tx) => {
    const row = await lockImport(tx, importId);
    if (row.status === 'undoing' || row.status === 'undone') return mapImport(row);
    if (row.status !== 'done') {
      throw new ServiceError('conflict', `This import is ${row.status}; only a finished one can be undone.`);
    }
    const { rows, summary } = checkpointOf(row);
    await updateImport(tx, importId, {
      status: 'undoing',
      checkpoint: { rows, summary },
      progress: { stage: 'waiting', done: 0, total: 1 },
    });
    await writeAudit(tx, ctx, { action: 'import.undo_started', subject: importId });
    return reload(tx, importId);
  });
  if (result.status === 'undoing') await sendImport(ctx, importId, true);
  return result;
}
