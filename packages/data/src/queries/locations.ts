import type { Readable } from 'node:stream';
import type { TenantTransaction } from '../database.ts';
import { copyIntoTemporary } from './copy-in.ts';

export interface LocationRow {
  locationId: number;
  code: string;
  name: string;
}

export function listLocationRows(tx: TenantTransaction): Promise<LocationRow[]> {
  return tx.query<LocationRow>(
    'select id as "locationId", code, name from locations where tenant_id = $1 order by code',
    [tx.tenantId],
  );
}

export async function findLocation(
  tx: TenantTransaction,
  locationId: number,
): Promise<LocationRow | undefined> {
  return (
    await tx.query<LocationRow>(
      'select id as "locationId", code, name from locations where tenant_id = $1 and id = $2',
      [tx.tenantId, locationId],
    )
  )[0];
}

export async function storeLocations(tx: TenantTransaction, csv: Readable): Promise<void> {
  await copyIntoTemporary(tx, 'incoming_locations', 'code text not null', csv);
  await tx.query(
    `insert into locations (tenant_id, code, name) select $1, code, code from incoming_locations order by code
     on conflict (tenant_id, code) do nothing`,
    [tx.tenantId],
  );
}

export async function countNewLocations(tx: TenantTransaction, csv: Readable): Promise<number> {
  await copyIntoTemporary(tx, 'incoming_locations', 'code text not null', csv);
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from incoming_locations n
     where not exists (select 1 from locations l where l.tenant_id = $1 and l.code = n.code)`,
    [tx.tenantId],
  );
  return row?.n ?? 0;
}

export async function removeUnusedLocations(tx: TenantTransaction, csv: Readable): Promise<number> {
  await copyIntoTemporary(tx, 'own_locations', 'code text not null', csv);
  const rows = await tx.query(
    `delete from locations l using own_locations o where l.tenant_id = $1 and l.code = o.code
       and not exists (select 1 from sales_quarters s where s.tenant_id = $1 and s.location_id = l.id)
       and not exists (select 1 from stock s where s.tenant_id = $1 and s.location_id = l.id)
       and not exists (select 1 from reorder_parameters p where p.tenant_id = $1 and p.location_id = l.id)
       and not exists (select 1 from calendar_entries e where e.tenant_id = $1 and e.location_id = l.id)
     returning l.id`,
    [tx.tenantId],
  );
  return rows.length;
}
