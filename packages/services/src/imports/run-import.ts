import { ServiceError } from '@ordernimbus/contracts';
import { findImport, findWaitingImport, updateImport, withTenant } from '@ordernimbus/data';
import { type Platform, systemContext } from '../context.ts';
import { applyImport, finishImport, prepareImport } from './apply-import.ts';
import { jobFolderKey, type KeyedWork, withWork } from './import-files.ts';
import { claimImportLease, ImportCancelledError, type ImportLease, ImportLostError } from './import-lease.ts';
import { createImportWork } from './import-work.ts';
import { finishRollback, rollBack } from './roll-back-import.ts';
import { sendImport } from './start-import.ts';

export type ImportOutcome = 'done' | 'cancelled' | 'failed' | 'undone' | 'held' | 'over' | 'busy' | 'stopped';

export interface RunImportInput {
  readonly tenantId: string;
  readonly importId: string;
  /** ends the work at its next step; another worker goes on */
  readonly signal?: AbortSignal;
}

/**
 * Works on an import until it is over; also takes one back. Safe to call twice at once and after any crash: state, lease
 * and every step's work are in the database, and a step is either committed with its checkpoint or did not happen.
 *
 * The shop's imports are applied one after another. One that waits is sent again when the one before it ends.
 */
export async function runImport(platform: Platform, input: RunImportInput): Promise<ImportOutcome> {
  const { tenantId, importId } = input;
  const lease = await claimImportLease(platform, tenantId, importId);
  if (lease === 'over' || lease === 'held') return lease;
  const ctx = systemContext(platform, tenantId, 'import');
  // should the other's worker have died, its job is sent by whoever looks for due work
  if ('busyWith' in lease) return 'busy';
  let outcome: ImportOutcome;
  try {
    const folder = jobFolderKey(tenantId, importId);
    await platform.objects.remove(folder);
    outcome = await withWork(platform, folder, (files) => workOn(platform, input, lease, files));
  } catch (error) {
    if (!(error instanceof ImportLostError)) throw error;
    outcome = 'held';
  } finally {
    await lease.release();
  }
  if (outcome !== 'stopped') {
    const waiting = await withTenant(platform.database, tenantId, findWaitingImport);
    if (waiting && waiting.id !== importId) await sendImport(ctx, waiting.id, waiting.status === 'undoing');
  }
  return outcome;
}

async function workOn(
  platform: Platform,
  input: RunImportInput,
  lease: ImportLease,
  files: KeyedWork,
): Promise<ImportOutcome> {
  const { importId, signal } = input;
  const work = await createImportWork(platform, input, lease, files);
  try {
    if (work.checkpoint.stage !== 'rollback') {
      try {
        await prepareImport(work);
        await applyImport(work);
        await finishImport(work);
        return 'done';
      } catch (error) {
        if (error instanceof ImportCancelledError)
          await work.step({ stage: 'rollback', chunk: 0, outcome: 'cancelled' });
        else if (error instanceof ServiceError && error.code !== 'unavailable') {
          await lease.write((tx) =>
            updateImport(tx, importId, { error: { code: error.code, message: error.message } }),
          );
          await work.step({ stage: 'rollback', chunk: 0, outcome: 'failed' });
        } else throw error;
      }
    }
    await rollBack(work);
    return await finishRollback(work);
  } catch (error) {
    if (signal?.aborted) return 'stopped';
    throw error;
  }
}

/** After the last try: the work is taken back and the import says why. */
export async function giveUpImport(
  platform: Platform,
  input: { tenantId: string; importId: string },
): Promise<void> {
  const lease = await claimImportLease(platform, input.tenantId, input.importId);
  if (typeof lease === 'string' || 'busyWith' in lease) return;
  try {
    await lease.write(async (tx) => {
      const row = await findImport(tx, input.importId);
      if (row?.status !== 'running') return;
      await updateImport(tx, input.importId, {
        checkpoint: { ...(row.checkpoint as object), stage: 'rollback', chunk: 0, outcome: 'failed' },
        error: {
          code: 'internal',
          message: 'The import failed after several tries and was taken back. Nothing of it is in your data.',
        },
      });
    });
  } finally {
    await lease.release();
  }
}
