import type { Role, Session } from '@ordernimbus/contracts';
import type { Transaction } from '@ordernimbus/data';
import type { Platform } from '../context.ts';
import { type IssuedRefreshToken, issueRefreshToken } from './refresh-token.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** What the verbs of signing in get instead of a context: nobody is signed in yet. */
export interface AuthContext {
  readonly platform: Platform;
  readonly issuer: TokenIssuer;
  readonly requestId: string;
}

export interface OpenedSession {
  readonly session: Session;
  /** for the cookie; absent when the cookie that the browser holds is still right */
  readonly refresh: IssuedRefreshToken | undefined;
}

export async function openSession(
  tx: Transaction,
  auth: AuthContext,
  who: { tenantId: string; userId: string; role: Role; name: string; familyId?: string },
): Promise<OpenedSession> {
  const now = auth.platform.now();
  const refresh = await issueRefreshToken(tx, who, now);
  return { session: auth.issuer.issue(who, now), refresh };
}
