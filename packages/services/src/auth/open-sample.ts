import { ServiceError } from '@ordernimbus/contracts';
import { findSampleTenant, listMemberRows, withPlatform } from '@ordernimbus/data';
import { type AuthContext, type OpenedSession, openSession } from './session.ts';

/** Opens the sample shop without a password. The caller lets only loopback peers of a local installation in. */
export async function openSample(auth: AuthContext): Promise<OpenedSession> {
  return withPlatform(auth.platform.platformDatabase, async (tx) => {
    const tenant = await findSampleTenant(tx);
    const members = tenant ? await listMemberRows(tx, tenant.tenantId) : [];
    const owner = members.find((member) => member.role === 'owner');
    if (!tenant || !owner) throw new ServiceError('not_found', 'There is no sample shop here.');
    return openSession(tx, auth, {
      tenantId: tenant.tenantId,
      userId: owner.userId,
      role: 'owner',
      name: owner.name,
    });
  });
}
