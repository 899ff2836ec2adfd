import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { insertRefreshToken, type Transaction } from '@ordernimbus/data';

export const refreshTokenDays = 30;

/** Secrets with 256 bits of chance need no slow hash: they cannot be guessed from one. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export interface IssuedRefreshToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** A new token, of a new family unless it succeeds another. */
export async function issueRefreshToken(
  tx: Transaction,
  who: { tenantId: string; userId: string; familyId?: string },
  now: Date,
): Promise<IssuedRefreshToken> {
  const token = newSecret();
  const expiresAt = new Date(now.getTime() + refreshTokenDays * 86_400_000);
  await insertRefreshToken(tx, {
    tenantId: who.tenantId,
    id: randomUUID(),
    userId: who.userId,
    familyId: who.familyId ?? randomUUID(),
    tokenHash: hashSecret(token),
    createdAt: now,
    expiresAt,
  });
  return { token, expiresAt };
}
