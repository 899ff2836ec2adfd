import { ServiceError, type SignInInput } from '@ordernimbus/contracts';
import { findUserByEmail, listMemberships, withPlatform } from '@ordernimbus/data';
import { verifyPassword } from './password.ts';
import { type AuthContext, type OpenedSession, openSession } from './session.ts';

/** The same answer, in the same time, for an unknown address and a wrong password. */
export async function signIn(auth: AuthContext, input: SignInInput): Promise<OpenedSession> {
  const database = auth.platform.platformDatabase;
  const user = await withPlatform(database, (tx) => findUserByEmail(tx, input.email.toLowerCase()));
  // no connection is held while the password is checked
  const right = await verifyPassword(user?.passwordHash, input.password);
  if (!user || !right) {
    throw new ServiceError('unauthenticated', 'The e-mail address or the password is not right.');
  }
  return withPlatform(database, async (tx) => {
    const memberships = await listMemberships(tx, user.userId);
    const chosen = input.tenantId
      ? memberships.find((membership) => membership.tenantId === input.tenantId)
      : memberships[0];
    if (!chosen) {
      throw new ServiceError('forbidden', 'You do not belong to this shop. Ask its owner for an invitation.');
    }
    return openSession(tx, auth, { ...chosen, userId: user.userId, name: user.name });
  });
}
