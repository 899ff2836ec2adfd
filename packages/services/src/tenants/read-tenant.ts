import { ServiceError, type Tenant } from '@ordernimbus/contracts';
import { findTenant, hasMoney, type TenantTransaction } from '@ordernimbus/data';
import { mapTenant } from './map-tenant.ts';

/** The shop of a transaction with what follows from its data. @throws ServiceError when it is gone */
export async function readTenant(tx: TenantTransaction): Promise<Tenant> {
  const row = await findTenant(tx, tx.tenantId);
  if (!row) throw new ServiceError('not_found', 'This shop does not exist any more.');
  return mapTenant(row, await hasMoney(tx));
}
