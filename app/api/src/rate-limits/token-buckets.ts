import type { RateLimit } from '../config.ts';

interface Bucket {
  tokens: number;
  atMs: number;
}

/**
 * A token bucket for each key. The number of buckets is bounded: when it is reached, those that are full again are
 * dropped first, then the oldest.
 */
export interface TokenBuckets {
  /** Takes a token: 0 when there was one, else the seconds until there is. */
  take(key: string): number;
}

export function createTokenBuckets(
  limit: RateLimit,
  now: () => number = Date.now,
  maxKeys = 50_000,
): TokenBuckets {
  const buckets = new Map<string, Bucket>();
  const perMs = limit.perSecond / 1000;

  const makeRoom = (at: number): void => {
    for (const [key, bucket] of buckets) {
      if (bucket.tokens + (at - bucket.atMs) * perMs >= limit.burst) buckets.delete(key);
    }
    for (const key of buckets.keys()) {
      if (buckets.size < maxKeys * 0.9) break;
      buckets.delete(key);
    }
  };

  return {
    take(key) {
      const at = now();
      let bucket = buckets.get(key);
      if (!bucket) {
        if (buckets.size >= maxKeys) makeRoom(at);
        bucket = { tokens: limit.burst, atMs: at };
        buckets.set(key, bucket);
      }
      // a clock that was set back gives nothing and takes nothing
      const elapsedMs = Math.max(0, at - bucket.atMs);
      const tokens = Math.min(limit.burst, bucket.tokens + elapsedMs * perMs);
      bucket.atMs = at;
      if (tokens >= 1) {
        bucket.tokens = tokens - 1;
        return 0;
      }
      bucket.tokens = tokens;
      return perMs > 0 ? (1 - tokens) / limit.perSecond : Number.POSITIVE_INFINITY;
    },
  };
}
