import { Tenant, TenantPatch } from '@ordernimbus/contracts';
import { getTenant, updateTenant } from '@ordernimbus/services';
import { type ApiInstance, contextOf } from '../../context.ts';

export async function tenantRoutes(app: ApiInstance): Promise<void> {
  app.get('/tenant', { schema: { response: { 200: Tenant } } }, (request) => getTenant(contextOf(request)));

  app.patch('/tenant', { schema: { body: TenantPatch, response: { 200: Tenant } } }, (request) =>
    updateTenant(contextOf(request), request.body),
  );
}
