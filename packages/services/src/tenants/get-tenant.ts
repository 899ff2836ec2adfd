import { ServiceError, type Tenant } from '@ordernimbus/contracts';
import { findTenant } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { mapTenant } from './map-tenant.ts';

export async function getTenant(ctx: Context): Promise<Tenant> {
  requireScope(ctx, 'read');
  const row = await inTenant(ctx, (tx) => findTenant(tx, ctx.tenantId));
  if (!row) throw new ServiceError('not_found', 'This shop does not exist any more.');
  return mapTenant(row);
}
