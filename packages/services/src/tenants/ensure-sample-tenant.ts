import { randomUUID } from 'node:crypto';
import {
  findSampleTenant,
  insertMember,
  insertTenant,
  insertUser,
  lockProvisioning,
  withPlatform,
} from '@ordernimbus/data';
import type { Platform } from '../context.ts';

/**
 * The sample shop of a local installation and its visitor, made once. The visitor has no password, so nobody can
 * sign in as them with one; `openSample` is the only way in.
 */
export async function ensureSampleTenant(
  platform: Platform,
  input: { name: string; currency: string; timeZone: string },
): Promise<{ tenantId: string; created: boolean }> {
  return withPlatform(platform.platformDatabase, async (tx) => {
    // two starts at once must not make two sample shops
    await lockProvisioning(tx);
    const existing = await findSampleTenant(tx);
    if (existing) return { tenantId: existing.tenantId, created: false };
    const tenantId = randomUUID();
    const userId = randomUUID();
    const visitor = { userId, email: `visitor-${userId.slice(0, 8)}@sample.invalid`, name: 'Visitor' };
    await insertUser(tx, { ...visitor, passwordHash: 'none' });
    await insertTenant(tx, { ...input, tenantId, isSample: true });
    await insertMember(tx, { ...visitor, tenantId, role: 'owner' });
    return { tenantId, created: true };
  });
}
