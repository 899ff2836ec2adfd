import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { ServiceError } from '@ordernimbus/contracts';
import type { SigningKey } from './signing-key.ts';

/** Public keys by id. A plain answer where the key is known: the hot path stays synchronous. */
export interface KeySource {
  find(kid: string): string | undefined | Promise<string | undefined>;
}

export function createLocalKeySource(keys: readonly SigningKey[]): KeySource {
  const byId = new Map(keys.map((key) => [key.kid, key.publicPem]));
  return { find: (kid) => byId.get(kid) };
}

export interface RemoteJwksOptions {
  readonly url: string;
  readonly now?: () => number;
  /** keys are asked for again after this time, so that a withdrawn key ends */
  readonly maxAgeMs?: number;
  /** an unknown id asks again at most this often: tokens with invented ids cannot make us hammer the issuer */
  readonly cooldownMs?: number;
  readonly timeoutMs?: number;
}

/** Keys of a remote issuer (Cognito, or any that publishes a JWKS), cached; a new id makes it look again. */
export function createRemoteKeySource(options: RemoteJwksOptions): KeySource {
  const now = options.now ?? Date.now;
  const maxAgeMs = options.maxAgeMs ?? 600_000;
  const cooldownMs = options.cooldownMs ?? 10_000;
  let keys = new Map<string, string>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | undefined;

  const refresh = (): Promise<void> => {
    pending ??= (async () => {
      triedAt = now();
      try {
        keys = await fetchKeys(options.url, options.timeoutMs ?? 3000);
        fetchedAt = now();
      } finally {
        pending = undefined;
      }
    })();
    return pending;
  };

  return {
    find(kid) {
      const known = keys.get(kid);
      const fresh = now() - fetchedAt < maxAgeMs;
      if (known !== undefined && fresh) return known;
      if (now() - triedAt < cooldownMs && !pending) return known;
      return refresh().then(
        () => keys.get(kid),
        (error) => {
          // an issuer that is away for a moment does not sign everybody out
          if (known !== undefined) return known;
          throw new ServiceError('unavailable', 'Sign-in cannot be checked now. Try again in a minute.', {
            cause: error,
            retryAfterSeconds: 30,
          });
        },
      );
    },
  };
}

async function fetchKeys(url: string, timeoutMs: number): Promise<Map<string, string>> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!answer.ok) throw new Error(`The JWKS at ${url} answered ${answer.status}.`);
  const body = (await answer.json()) as { keys?: (JsonWebKey & { kid?: string; use?: string })[] };
  const keys = new Map<string, string>();
  for (const jwk of body.keys ?? []) {
    if (jwk.kty !== 'RSA' || !jwk.kid || (jwk.use !== undefined && jwk.use !== 'sig')) continue;
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    keys.set(jwk.kid, pem.toString());
  }
  return keys;
}
