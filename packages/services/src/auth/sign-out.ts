import { lockRefreshToken, revokeFamily, withPlatform } from '@ordernimbus/data';
import { hashSecret } from './refresh-token.ts';
import type { AuthContext } from './session.ts';

/** Ends the session of this browser. An unknown token is no error: the goal is reached. */
export async function signOut(auth: AuthContext, input: { refreshToken: string }): Promise<void> {
  await withPlatform(auth.platform.platformDatabase, async (tx) => {
    const row = await lockRefreshToken(tx, hashSecret(input.refreshToken));
    if (row) await revokeFamily(tx, row.familyId, auth.platform.now());
  });
}
