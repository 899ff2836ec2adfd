import { LRUCache } from 'lru-cache';

/** A finished answer: its bytes, plain and compressed, and the ETag of each. */
export interface CachedAnswer {
  readonly body: Buffer;
  readonly etag: string;
  /** compressed once, because sending fifteen kilobytes costs more than all else that a cached read does */
  readonly gzip: Buffer;
  readonly gzipEtag: string;
}

/**
 * Port of the read cache: in this process by default, a shared store where several processes serve. Keys carry the shop's
 * data version, so an entry is never wrong, only unused, and nothing has to be removed.
 */
export interface ReadCache {
  get(key: string): CachedAnswer | undefined | Promise<CachedAnswer | undefined>;
  set(key: string, answer: CachedAnswer): void | Promise<void>;
}

export function createMemoryCache(options: { maxBytes: number }): ReadCache {
  const entries = new LRUCache<string, CachedAnswer>({
    maxSize: options.maxBytes,
    // key and bookkeeping count too
    sizeCalculation: (answer, key) => answer.body.length + answer.gzip.length + 2 * key.length + 200,
  });
  return {
    get: (key) => entries.get(key),
    set: (key, answer) => {
      entries.set(key, answer);
    },
  };
}
