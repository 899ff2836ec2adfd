export * from './common.ts';
export * from './errors.ts';
export * from './forecasts.ts';
export * from './home.ts';
export * from './imports.ts';
export * from './jobs.ts';
export * from './people.ts';
export * from './reorder.ts';
