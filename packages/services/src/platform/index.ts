export * from './check-ready.ts';
export * from './create-platform.ts';
export * from './folder-object-store.ts';
