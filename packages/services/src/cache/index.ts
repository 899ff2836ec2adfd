export { createMemoryCache, type ReadCache } from './memory-cache.ts';
export { currentVersion, forgetVersion, type ShopVersion } from './shop-version.ts';
