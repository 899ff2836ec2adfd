import { listDueImports, listDueRuns, withPlatform } from '@ordernimbus/data';
import type { Platform } from '../context.ts';
import { giveUpDeadUploads } from '../imports/give-up-uploads.ts';

/**
 * Sends the jobs of every import and run that should be worked on and that nobody holds: after a crash, after a restart,
 * or when a job was lost between a commit and its sending. Uploads cut off by a crash are ended. Sending twice is harmless, because work begins with a lease.
 */
export async function sendDueWork(platform: Platform): Promise<number> {
  await giveUpDeadUploads(platform);
  const { runs, imports } = await withPlatform(platform.platformDatabase, async (tx) => ({
    runs: await listDueRuns(tx),
    imports: await listDueImports(tx),
  }));
  for (const { tenantId, id } of runs) {
    await platform.queue.send('forecast-run', { tenantId, runId: id }, { singletonKey: id });
  }
  for (const { tenantId, id, status } of imports) {
    const name = status === 'undoing' ? 'import-undo' : 'import';
    await platform.queue.send(name, { tenantId, importId: id }, { singletonKey: id });
  }
  return runs.length + imports.length;
}
