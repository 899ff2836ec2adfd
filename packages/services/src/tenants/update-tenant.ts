import { ServiceError, type Tenant, type TenantPatch } from '@ordernimbus/contracts';
import { type TenantTransaction, updateTenant as updateTenantRow } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { forgetVersion } from '../cache/index.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { checkCurrency, checkTimeZone } from './check-settings.ts';
import { readTenant } from './read-tenant.ts';

/** Amounts are whole numbers of the smallest unit, so another currency would relabel them, by a factor of 100 for JPY. */
async function checkMoneyAllows(tx: TenantTransaction, currency: string): Promise<void> {
  const tenant = await readTenant(tx);
  if (currency === tenant.currency || !tenant.isCurrencyFixed) return;
  throw new ServiceError(
    'conflict',
    `The currency stays ${tenant.currency}: prices, costs or sales are stored in it. Make another shop for ${currency}.`,
    { places: [{ field: 'currency', message: `stays ${tenant.currency}` }] },
  );
}

export async function updateTenant(ctx: Context, input: TenantPatch): Promise<Tenant> {
  requireScope(ctx, 'admin');
  if (input.currency !== undefined) checkCurrency(input.currency);
  if (input.timeZone !== undefined) checkTimeZone(input.timeZone);
  if (input.nightlyAt !== undefined && input.nightlyAt > '23:59') {
    throw new ServiceError('invalid_input', `"${input.nightlyAt}" is not a time of day such as 02:30.`, {
      places: [{ field: 'nightlyAt', message: 'is not between 00:00 and 23:59' }],
    });
  }
  const tenant = await inTenant(ctx, async (tx) => {
    if (input.currency !== undefined) await checkMoneyAllows(tx, input.currency);
    await updateTenantRow(tx, ctx.tenantId, input);
    await writeAudit(tx, ctx, { action: 'tenant.updated', detail: { fields: Object.keys(input) } });
    return readTenant(tx);
  });
  forgetVersion(ctx.platform.database, ctx.tenantId);
  if (input.planningDefaults !== undefined) {
    const { tenantId } = ctx;
    await ctx.platform.queue.send('reorder-recompute', { tenantId }, { singletonKey: tenantId });
  }
  return tenant;
}
