import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type JsonWebKey } from 'node:crypto';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export interface SigningKey {
  readonly kid: string;
  readonly privatePem: string;
  readonly publicPem: string;
  readonly jwk: JsonWebKey & { kid: string; use: 'sig'; alg: 'RS256' };
}

/** The id is the key's RFC 7638 thumbprint, so the same key has the same id everywhere. */
export function signingKeyOf(privatePem: string): SigningKey {
  const publicKey = createPublicKey(createPrivateKey(privatePem));
  const { e, n, kty } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
  return {
    kid,
    privatePem,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    jwk: { kty: kty ?? 'RSA', n: n ?? '', e: e ?? '', kid, use: 'sig', alg: 'RS256' },
  };
}

export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return signingKeyOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

/** Reads the key file, or makes it (mode 0600). Two processes that start together end with the same key. */
export async function loadSigningKey(file: string): Promise<SigningKey> {
  try {
    return await readSigningKey(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = await generateSigningKey();
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(file, key.privatePem, { mode: 0o600, flag: 'wx' });
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readSigningKey(file);
  }
}

async function readSigningKey(file: string): Promise<SigningKey> {
  const pem = await readFile(file, 'utf8');
  const { mode } = await stat(file);
  // whoever can read this file can sign in as anybody
  if ((mode & 0o077) !== 0 && process.platform !== 'win32') await chmod(file, 0o600);
  try {
    return signingKeyOf(pem);
  } catch (error) {
    throw new Error(
      `The signing key ${file} is not a private RSA key in PEM form. Restore it, or delete it: everybody then has to sign in again.`,
      { cause: error },
    );
  }
}
