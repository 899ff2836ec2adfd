import { ServiceError } from '@ordernimbus/contracts';
import {
  findMember,
  lockRefreshToken,
  markRefreshTokenUsed,
  type RefreshTokenRow,
  revokeFamily,
  type Transaction,
  withPlatform,
} from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { hashSecret } from './refresh-token.ts';
import { type AuthContext, type OpenedSession, openSession } from './session.ts';

/** Two tabs that wake together send the same cookie: within this time the second is no theft. */
const graceMs = 10_000;

const ended = () => new ServiceError('unauthenticated', 'Your session has ended. Sign in again.');

/**
 * Exchanges a refresh token for an access token and the next refresh token.
 *
 * A token that comes back after it was used means that somebody copied it: the whole family ends, for the thief and
 * for the owner. Within the grace the caller gets an access token but no refresh token. The other tab's answer has
 * put the new one in the cookie that both tabs share; a thief would get ten minutes and no way to prolong them.
 */
export async function refreshSession(
  auth: AuthContext,
  input: { refreshToken: string; tenantId?: string },
): Promise<OpenedSession> {
  const now = auth.platform.now();
  const result = await withPlatform(auth.platform.platformDatabase, async (tx) => {
    const row = await lockRefreshToken(tx, hashSecret(input.refreshToken));
    if (!row || row.revokedAt || row.expiresAt <= now) return undefined;
    if (row.usedAt && now.getTime() - row.usedAt.getTime() > graceMs) {
      await endStolenFamily(tx, auth, row, now);
      return undefined;
    }
    const tenantId = input.tenantId ?? row.tenantId;
    // read anew each time: a changed role or a removed member shows here, at the latest after ten minutes
    const member = await findMember(tx, tenantId, row.userId);
    if (!member) return undefined;
    const who = { tenantId, userId: row.userId, role: member.role, name: member.name };
    if (row.usedAt) return { session: auth.issuer.issue(who, now), refresh: undefined };
    await markRefreshTokenUsed(tx, row.tenantId, row.id, now);
    return openSession(tx, auth, { ...who, familyId: row.familyId });
  });
  // thrown outside, so that the end of a stolen family is committed
  if (!result) throw ended();
  return result;
}

async function endStolenFamily(
  tx: Transaction,
  auth: AuthContext,
  row: RefreshTokenRow,
  now: Date,
): Promise<void> {
  await revokeFamily(tx, row.familyId, now);
  const who = {
    platform: auth.platform,
    tenantId: row.tenantId,
    actor: { kind: 'system', name: 'auth' },
  } as const;
  await writeAudit(tx, who, {
    action: 'session.reuse_detected',
    subject: row.familyId,
    detail: { userId: row.userId },
  });
  auth.platform.log.warn(
    { requestId: auth.requestId, userId: row.userId, familyId: row.familyId },
    'a used refresh token came back: the session was ended',
  );
}
