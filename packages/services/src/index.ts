export * from './api-keys/index.ts';
export * from './audit.ts';
export * from './auth/index.ts';
export * from './context.ts';
export * from './idempotency/index.ts';
export * from './people/index.ts';
export * from './platform/index.ts';
export * from './tenants/index.ts';
