import type { Tenant } from '@ordernimbus/contracts';
import type { TenantRow } from '@ordernimbus/data';

export function mapTenant(row: TenantRow): Tenant {
  return { ...row, createdAt: row.createdAt.toISOString() };
}
