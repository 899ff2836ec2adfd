import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServeError } from './errors.ts';

/** Passwords of the two database roles that the product uses. */
export interface Secrets {
  readonly appPassword: string;
  readonly platformPassword: string;
}

function isSecrets(value: unknown): value is Secrets {
  const { appPassword, platformPassword } = (value ?? {}) as Partial<Secrets>;
  return typeof appPassword === 'string' && typeof platformPassword === 'string';
}

/** Secrets of this installation, made at its first start; nobody but us may read the file. */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json');
  if (!statSync(path, { throwIfNoEntry: false })) {
    const word = (): string => randomBytes(24).toString('base64url');
    const secrets = { appPassword: word(), platformPassword: word() };
    writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return secrets;
  }
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isSecrets(read)) return read;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ServeError(`The file ${path} is damaged: delete it, and the next start makes a new one.`);
}
