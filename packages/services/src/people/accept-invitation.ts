import { randomUUID } from 'node:crypto';
import { type AcceptInvitationInput, ServiceError } from '@ordernimbus/contracts';
import {
  findUserByEmail,
  insertMember,
  insertUser,
  lockInvitationByToken,
  markInvitationAccepted,
  withPlatform,
} from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { hashPassword, verifyPassword } from '../auth/password.ts';
import { hashSecret } from '../auth/refresh-token.ts';
import { type AuthContext, type OpenedSession, openSession } from '../auth/session.ts';

/**
 * Joins the shop that the link names. Who has an account already must give its password, so that a link sent on
 * to somebody else does not open that account. A refused attempt leaves the link usable.
 */
export async function acceptInvitation(
  auth: AuthContext,
  input: AcceptInvitationInput,
): Promise<OpenedSession> {
  const { platform } = auth;
  const now = platform.now();
  return withPlatform(platform.platformDatabase, async (tx) => {
    const invitation = await lockInvitationByToken(tx, hashSecret(input.token), now);
    if (!invitation) {
      throw new ServiceError(
        'not_found',
        'This invitation was used, withdrawn or has expired. Ask for a new one.',
      );
    }
    const { tenantId, email, role } = invitation;
    let user = await findUserByEmail(tx, email);
    if (user) {
      if (!(await verifyPassword(user.passwordHash, input.password))) {
        throw new ServiceError(
          'unauthenticated',
          'You have an account with this e-mail address already: enter its password to join.',
          { places: [{ field: 'password', message: 'is not the password of the account' }] },
        );
      }
    } else {
      user = {
        userId: randomUUID(),
        email,
        name: input.name,
        passwordHash: await hashPassword(input.password),
      };
      await insertUser(tx, user);
    }
    const { userId, name } = user;
    if (!(await insertMember(tx, { tenantId, userId, role, email, name }))) {
      throw new ServiceError('conflict', 'You belong to this shop already. Sign in instead.');
    }
    await markInvitationAccepted(tx, tenantId, invitation.id, now);
    const actor = { kind: 'user', userId, name } as const;
    await writeAudit(
      tx,
      { platform, tenantId, actor },
      { action: 'invitation.accepted', subject: invitation.id },
    );
    return openSession(tx, auth, { tenantId, userId, role, name });
  });
}
