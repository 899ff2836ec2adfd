export * from './begin-idempotent.ts';
