import type { Platform } from '../context.ts';
import { createMemoryCache, type ReadCache } from './memory-cache.ts';

const maxBytes = 64 * 1024 * 1024;
const caches = new WeakMap<Platform['database'], ReadCache>();

/** The process's cache of finished answers, one for each database it serves. */
export function answerCacheOf(platform: Platform): ReadCache {
  let cache = caches.get(platform.database);
  if (!cache) {
    cache = createMemoryCache({ maxBytes });
    caches.set(platform.database, cache);
  }
  return cache;
}
