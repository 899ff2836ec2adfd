import { timingSafeEqual } from 'node:crypto';
import { ServiceError } from '@ordernimbus/contracts';
import { findApiKeyByPrefix, touchApiKey, withPlatform } from '@ordernimbus/data';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../auth/principal.ts';
import { hashSecret } from '../auth/refresh-token.ts';
import type { Platform } from '../context.ts';

interface CachedKey {
  /** absent: there is no such key, or it was revoked */
  readonly principal: Principal | undefined;
  readonly keyHash: Buffer;
  /** after a minute the row is read again, which is also when its time of last use is written */
  readonly loadedAtMs: number;
}

/** How long another process may still accept a key that was revoked in this one. */
const cacheMs = 30_000;
const touchEveryMs = 60_000;

const caches = new WeakMap<Platform, LRUCache<string, CachedKey>>();

function cacheOf(platform: Platform): LRUCache<string, CachedKey> {
  let cache = caches.get(platform);
  if (!cache) {
    cache = new LRUCache({ max: 10_000, ttl: cacheMs });
    caches.set(platform, cache);
  }
  return cache;
}

export function forgetApiKey(platform: Platform, prefix: string): void {
  cacheOf(platform).delete(prefix);
}

const form = /^onk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;
const refusal = () => new ServiceError('unauthenticated', 'The API key is not valid or was revoked.');
const nothing = Buffer.alloc(32);

/** Checks `onk_<prefix>_<secret>`. A plain result when the key is in the cache and needs no time stamp. */
export function authenticateApiKey(platform: Platform, key: string): Principal | Promise<Principal> {
  const match = form.exec(key);
  if (!match) throw refusal();
  const [, prefix = '', secret = ''] = match;
  const cached = cacheOf(platform).get(prefix);
  if (cached && platform.now().getTime() - cached.loadedAtMs < touchEveryMs) return check(cached, secret);
  return load(platform, prefix, secret);
}

function check(cached: CachedKey, secret: string): Principal {
  const same = timingSafeEqual(hashSecret(secret), cached.keyHash);
  if (!same || !cached.principal) throw refusal();
  return cached.principal;
}

async function load(platform: Platform, prefix: string, secret: string): Promise<Principal> {
  const now = platform.now();
  return withPlatform(platform.platformDatabase, async (tx) => {
    const row = await findApiKeyByPrefix(tx, prefix);
    const principal: Principal | undefined =
      row && !row.revokedAt
        ? {
            tenantId: row.tenantId,
            actor: { kind: 'key', keyId: row.id, name: row.name },
            role: null,
            scopes: row.scopes,
          }
        : undefined;
    const cached: CachedKey = {
      principal,
      keyHash: row?.keyHash ?? nothing,
      loadedAtMs: now.getTime(),
    };
    cacheOf(platform).set(prefix, cached);
    const found = check(cached, secret);
    const lastUsedMs = row?.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
    // at most one write a minute, and only for who knows the secret
    if (row && now.getTime() - lastUsedMs >= touchEveryMs) await touchApiKey(tx, row.tenantId, row.id, now);
    return found;
  });
}
