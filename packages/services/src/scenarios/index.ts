export * from './preview-scenario.ts';
