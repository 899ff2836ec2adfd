import {
  countUsesOfSource,
  failDeadUpload,
  listDeadUploads,
  lockSource,
  withPlatform,
  withTenant,
} from '@ordernimbus/data';
import type { Platform } from '../context.ts';
import { importPrefix, sourceKey } from './import-files.ts';

const error = {
  code: 'unavailable',
  message:
    'The server stopped while this file was being taken in, and nothing of it was kept. Upload it again.',
};

/**
 * Ends uploads whose process died while it took the file in or looked at it: they become failed and say why, and what lay
 * on disk goes, unless another import has the very same file.
 */
export async function giveUpDeadUploads(platform: Platform): Promise<number> {
  const dead = await withPlatform(platform.platformDatabase, listDeadUploads);
  for (const { tenantId, id } of dead) {
    const gone = await withTenant(platform.database, tenantId, async (tx) => {
      const upload = await failDeadUpload(tx, { importId: id, error, now: platform.now() });
      if (upload?.sha256) {
        await lockSource(tx, upload.sha256);
        if ((await countUsesOfSource(tx, upload.sha256)) === 1) {
          await platform.objects.remove(sourceKey(tenantId, upload.sha256));
        }
      }
      return upload;
    });
    if (!gone) continue;
    await platform.objects.remove(importPrefix(tenantId, id));
    platform.log.warn({ tenantId, importId: id }, 'an upload was cut off by the end of its process');
  }
  return dead.length;
}
