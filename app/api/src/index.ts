export { type ApiConfig, defaultRateLimits, type RateLimits, readApiConfig } from './config.ts';
export type { ApiInstance } from './context.ts';
export { type ApiOptions, createApi } from './create-api.ts';
