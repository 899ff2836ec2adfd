export { answerCacheOf } from './answer-cache.ts';
export type { CachedAnswer, ReadCache } from './memory-cache.ts';
export { currentVersion, forgetVersion, peekVersion, type ShopVersion } from './shop-version.ts';
