export * from './audit.ts';
export * from './context.ts';
export * from './platform/index.ts';
