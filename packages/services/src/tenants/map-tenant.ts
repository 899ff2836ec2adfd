import type { Tenant } from '@ordernimbus/contracts';
import type { TenantRow } from '@ordernimbus/data';

export function mapTenant(row: TenantRow, isCurrencyFixed: boolean): Tenant {
  return { ...row, isCurrencyFixed, createdAt: row.createdAt.toISOString() };
}
