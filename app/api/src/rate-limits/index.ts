import { ServiceError } from '@ordernimbus/contracts';
import type { RateLimits } from '../config.ts';
import { createTokenBuckets, type TokenBuckets } from './token-buckets.ts';

export type Limiters = Readonly<Record<keyof RateLimits, TokenBuckets>>;

export function createLimiters(limits: RateLimits, now?: () => number): Limiters {
  const names = Object.keys(limits) as (keyof RateLimits)[];
  return Object.fromEntries(
    names.map((name) => [name, createTokenBuckets(limits[name], now)]),
  ) as unknown as Limiters;
}

/** Throws when the bucket is empty, saying when to try again. */
export function limitRate(buckets: TokenBuckets, key: string): void {
  const seconds = buckets.take(key);
  if (seconds === 0) return;
  const retryAfterSeconds = Math.min(3600, Math.ceil(seconds));
  throw new ServiceError(
    'rate_limited',
    `Too many requests. Try again in ${retryAfterSeconds} second${retryAfterSeconds === 1 ? '' : 's'}.`,
    { retryAfterSeconds },
  );
}
