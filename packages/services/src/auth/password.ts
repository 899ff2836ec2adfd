import { hash, verify } from '@node-rs/argon2';

/** argon2id with the parameters OWASP gives as minimum: 19 MiB, two passes, one lane. */
const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, options);
}

let decoy: Promise<string> | undefined;

/**
 * Compares in the same time whether or not the account exists: without a hash the password is checked against
 * a decoy, so that the answer's delay does not tell which addresses have an account.
 */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  // an account without a password (the sample shop's visitor) holds a text that is no hash
  const usable = stored?.startsWith('$argon2') ? stored : undefined;
  if (usable === undefined) {
    decoy ??= hashPassword('a password nobody has');
    await verify(await decoy, password);
    return false;
  }
  return verify(usable, password);
}
