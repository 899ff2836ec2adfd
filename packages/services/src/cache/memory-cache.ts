import { LRUCache } from 'lru-cache';

/** A finished answer and its ETag. Compression is the edge's: it costs more than the whole read here. */
export interface CachedAnswer {
  /** ASCII alone (`asciiJson`): Node then sends header and body as one piece, without encoding or gathering */
  readonly body: string;
  readonly etag: string;
}

/**
 * Port of the read cache: in this process by default, a shared store where several processes serve. Keys carry the shop's
 * data version, so an entry is never wrong, only unused, and nothing has to be removed.
 */
export interface ReadCache {
  /** What is here without asking anybody: a store in this process finds all of its entries so. */
  peek?(key: string): CachedAnswer | undefined;
  get(key: string): CachedAnswer | undefined | Promise<CachedAnswer | undefined>;
  set(key: string, answer: CachedAnswer): void | Promise<void>;
}

export function createMemoryCache(options: { maxBytes: number }): ReadCache {
  const entries = new LRUCache<string, CachedAnswer>({
    maxSize: options.maxBytes,
    // key and bookkeeping count too
    sizeCalculation: (answer, key) => answer.body.length + 2 * key.length + 200,
  });
  return {
    peek: (key) => entries.get(key),
    get: (key) => entries.get(key),
    set: (key, answer) => {
      entries.set(key, answer);
    },
  };
}
