import type { Readable } from 'node:stream';
import type { TenantTransaction } from '../database.ts';
import { copyIntoTemporary } from './copy-in.ts';

/** Puts the spans that files tell of in the place of those stored for the same pairs of item and location. */
export async function storeSpans(
  tx: TenantTransaction,
  input: { importId: string; pairs: Readable; spans: Readable },
): Promise<void> {
  await copyIntoTemporary(tx, 'span_pairs', 'sku text not null, code text not null', input.pairs);
  await copyIntoTemporary(
    tx,
    'incoming_spans',
    'sku text not null, code text not null, from_day date not null, to_day date not null, reason text not null',
    input.spans,
  );
  await tx.query(
    `delete from unavailable_spans u using span_pairs p, items i, locations l
     where u.tenant_id = $1 and u.import_id is not null and i.tenant_id = $1 and i.sku = p.sku
       and l.tenant_id = $1 and l.code = p.code and u.item_id = i.id and u.location_id = l.id`,
    [tx.tenantId],
  );
  await tx.query(
    `insert into unavailable_spans (tenant_id, item_id, location_id, from_day, to_day, reason, import_id)
     select $1, i.id, l.id, n.from_day, n.to_day, n.reason, $2 from incoming_spans n
     join items i on i.tenant_id = $1 and i.sku = n.sku join locations l on l.tenant_id = $1 and l.code = n.code
     order by 2, 3, 4
     on conflict (tenant_id, item_id, location_id, from_day, reason) do nothing`,
    [tx.tenantId, input.importId],
  );
}

/** Item-days that were out of stock, closed or not listed. */
export async function countUnavailableDays(
  tx: TenantTransaction,
): Promise<{ outOfStock: number; closed: number }> {
  const [row] = await tx.query<{ outOfStock: number; closed: number }>(
    `select coalesce(sum(to_day - from_day + 1) filter (where reason = 'out_of_stock'), 0)::int as "outOfStock",
       coalesce(sum(to_day - from_day + 1) filter (where reason <> 'out_of_stock'), 0)::int as closed
     from unavailable_spans where tenant_id = $1`,
    [tx.tenantId],
  );
  return row ?? { outOfStock: 0, closed: 0 };
}
