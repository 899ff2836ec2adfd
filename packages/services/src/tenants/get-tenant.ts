import type { Tenant } from '@ordernimbus/contracts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { readTenant } from './read-tenant.ts';

export async function getTenant(ctx: Context): Promise<Tenant> {
  requireScope(ctx, 'read');
  return inTenant(ctx, readTenant);
}
