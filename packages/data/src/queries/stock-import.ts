import type { Readable } from 'node:stream';
import type { TenantTransaction } from '../database.ts';
import { copyIntoTemporary } from './copy-in.ts';

const incoming = `sku text not null, code text not null, on_hand float8, on_order float8, lead_time_days int, review_days int,
  service_level float8, pack_size float8, minimum_quantity float8, supplier text, supplier_sku text, unit_cost_minor bigint, sequence bigint`;
const parameters = [
  'lead_time_days',
  'review_days',
  'service_level',
  'pack_size',
  'minimum_quantity',
  'supplier',
  'supplier_sku',
  'unit_cost_minor',
];

/** Stock and parameters as files say them; cells that no file fills keep what a person entered. */
export async function storeStock(
  tx: TenantTransaction,
  input: { source: string; csv: Readable; now: Date; asOf: string },
): Promise<number> {
  await copyIntoTemporary(tx, 'incoming_stock', incoming, input.csv);
  const keyed = `select i.id as item_id, l.id as location_id, n.* from incoming_stock n
     join items i on i.tenant_id = $1 and i.sku = n.sku join locations l on l.tenant_id = $1 and l.code = n.code`;
  await tx.query(
    `insert into stock as s (tenant_id, item_id, location_id, on_hand, on_order, as_of, source, updated_at)
     select $1, item_id, location_id, coalesce(on_hand, 0), coalesce(on_order, 0), $2, $3, $4 from (${keyed}) k
     where on_hand is not null or on_order is not null order by 2, 3
     on conflict (tenant_id, item_id, location_id) do update set on_hand = excluded.on_hand,
       on_order = excluded.on_order, as_of = excluded.as_of, source = excluded.source, updated_at = excluded.updated_at`,
    [tx.tenantId, input.asOf, input.source, input.now],
  );
  const given = parameters.map((name) => `k.${name} is not null`).join(' or ');
  const rows = await tx.query(
    `with k as (${keyed}), parameters as (
       insert into reorder_parameters as p (tenant_id, item_id, location_id, ${parameters.join(', ')}, updated_at)
       select $1, item_id, location_id, ${parameters.join(', ')}, $2 from k where ${given} order by 2, 3
       on conflict (tenant_id, item_id, location_id) do update set
         ${parameters.map((name) => `${name} = coalesce(excluded.${name}, p.${name})`).join(', ')}, updated_at = excluded.updated_at)
     select 1 from k`,
    [tx.tenantId, input.now],
  );
  return rows.length;
}

/**
 * Takes a stock file back: pairs whose stock still is that file's get what the remaining files say, or lose their stock;
 * its parameters go where nobody changed them since.
 */
export async function withdrawStock(
  tx: TenantTransaction,
  input: { source: string; own: Readable; remaining: Readable; now: Date; asOf: string },
): Promise<void> {
  await copyIntoTemporary(tx, 'own_stock', incoming, input.own);
  const keyed = `select i.id as item_id, l.id as location_id, n.* from own_stock n
     join items i on i.tenant_id = $1 and i.sku = n.sku join locations l on l.tenant_id = $1 and l.code = n.code`;
  await tx.query(
    `update reorder_parameters p set ${parameters.map((name) => `${name} = case when p.${name} = k.${name} then null else p.${name} end`).join(', ')},
       updated_at = $2
     from (${keyed}) k where p.tenant_id = $1 and p.item_id = k.item_id and p.location_id = k.location_id`,
    [tx.tenantId, input.now],
  );
  await tx.query(
    `delete from reorder_parameters p using (${keyed}) k
     where p.tenant_id = $1 and p.item_id = k.item_id and p.location_id = k.location_id
       and coalesce(${parameters.map((name) => `p.${name}::text`).join(', ')}) is null`,
    [tx.tenantId],
  );
  await tx.query(
    `delete from stock s using (${keyed}) k
     where s.tenant_id = $1 and s.item_id = k.item_id and s.location_id = k.location_id and s.source = $2`,
    [tx.tenantId, input.source],
  );
  await copyIntoTemporary(tx, 'incoming_stock', incoming, input.remaining);
  // a pair that a person has set since is not the file's any more and keeps its stock
  await tx.query(
    `insert into stock (tenant_id, item_id, location_id, on_hand, on_order, as_of, source, updated_at)
     select $1, i.id, l.id, coalesce(n.on_hand, 0), coalesce(n.on_order, 0), $2,
       'import:' || (select m.id from imports m where m.tenant_id = $1 and m.sequence = n.sequence), $3 from incoming_stock n
     join items i on i.tenant_id = $1 and i.sku = n.sku join locations l on l.tenant_id = $1 and l.code = n.code
     where n.on_hand is not null or n.on_order is not null
     on conflict (tenant_id, item_id, location_id) do nothing`,
    [tx.tenantId, input.asOf, input.now],
  );
  await tx.query(
    `insert into reorder_parameters as p (tenant_id, item_id, location_id, ${parameters.join(', ')}, updated_at)
     select $1, i.id, l.id, ${parameters.map((name) => `n.${name}`).join(', ')}, $2 from incoming_stock n
     join items i on i.tenant_id = $1 and i.sku = n.sku join locations l on l.tenant_id = $1 and l.code = n.code
     where coalesce(${parameters.map((name) => `n.${name}::text`).join(', ')}) is not null
     on conflict (tenant_id, item_id, location_id) do update set
       ${parameters.map((name) => `${name} = coalesce(p.${name}, excluded.${name})`).join(', ')}, updated_at = excluded.updated_at`,
    [tx.tenantId, input.now],
  );
}
