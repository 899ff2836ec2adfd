import { ImportJob } from '@ordernimbus/contracts';
import { giveUpImport, type JobTools, type Platform, runImport } from '@ordernimbus/services';

async function handle(platform: Platform, payload: ImportJob, tools: JobTools): Promise<void> {
  try {
    await runImport(platform, { ...payload, signal: tools.signal });
  } catch (error) {
    if (tools.lastTry) await giveUpImport(platform, payload);
    throw error;
  }
}

/** Works on an import until it is over. Does nothing when another worker holds it. */
export const importJob = { name: 'import', schema: ImportJob, concurrency: 2, handle };

/** Takes a finished import back, by the same steps. */
export const importUndoJob = { name: 'import-undo', schema: ImportJob, concurrency: 1, handle };
