import { ServiceError, type Tenant, type TenantPatch } from '@ordernimbus/contracts';
import { updateTenant as updateTenantRow } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { forgetVersion } from '../cache/index.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { checkCurrency, checkTimeZone } from './check-settings.ts';
import { mapTenant } from './map-tenant.ts';

export async function updateTenant(ctx: Context, input: TenantPatch): Promise<Tenant> {
  requireScope(ctx, 'admin');
  if (input.currency !== undefined) checkCurrency(input.currency);
  if (input.timeZone !== undefined) checkTimeZone(input.timeZone);
  if (input.nightlyAt !== undefined && input.nightlyAt > '23:59') {
    throw new ServiceError('invalid_input', `"${input.nightlyAt}" is not a time of day such as 02:30.`, {
      places: [{ field: 'nightlyAt', message: 'is not between 00:00 and 23:59' }],
    });
  }
  const row = await inTenant(ctx, async (tx) => {
    const updated = await updateTenantRow(tx, ctx.tenantId, input);
    await writeAudit(tx, ctx, { action: 'tenant.updated', detail: { fields: Object.keys(input) } });
    return updated;
  });
  if (!row) throw new ServiceError('not_found', 'This shop does not exist any more.');
  forgetVersion(ctx.platform.database, ctx.tenantId);
  if (input.planningDefaults !== undefined) {
    const { tenantId } = ctx;
    await ctx.platform.queue.send('reorder-recompute', { tenantId }, { singletonKey: tenantId });
  }
  return mapTenant(row);
}
