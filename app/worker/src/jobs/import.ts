import { ImportJob } from '@ordernimbus/contracts';
import { giveUpImport, type JobTools, type Platform, runImport } from '@ordernimbus/services';

/** Works on an import until it is over; what it still has to do stands in its row. */
async function handle(platform: Platform, payload: ImportJob, tools: JobTools): Promise<void> {
  try {
    const outcome = await runImport(platform, { ...payload, signal: tools.signal });
    tools.log.info({ importId: payload.importId, outcome }, 'import');
  } catch (error) {
    if (tools.lastTry) await giveUpImport(platform, payload);
    throw error;
  }
}

export const importJob = { name: 'import', schema: ImportJob, concurrency: 2, handle };
/** Takes a finished import back; the same work, told apart in the queue. */
export const importUndoJob = { name: 'import-undo', schema: ImportJob, concurrency: 1, handle };
