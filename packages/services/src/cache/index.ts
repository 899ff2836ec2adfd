export { answerCacheOf } from './answer-cache.ts';
export type { CachedAnswer, ReadCache } from './memory-cache.ts';
export { currentVersion, forgetVersion, type ShopVersion } from './shop-version.ts';
