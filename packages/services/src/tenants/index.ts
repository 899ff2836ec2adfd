export * from './ensure-sample-tenant.ts';
export * from './get-tenant.ts';
export * from './has-sample-tenant.ts';
export * from './update-tenant.ts';
