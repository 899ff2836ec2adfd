import type { Readable } from 'node:stream';
import type { TenantTransaction } from '../database.ts';
import { copyIntoTemporary } from './copy-in.ts';

export interface StoredPromotions {
  /** entries that came or went */
  readonly changed: number;
  /** promotions that found no room in the calendar; then none of these items has any */
  readonly leftOut: number;
}

/** What sales files said of promotions of the items until now. */
const ofFiles = `e.tenant_id = $1 and e.from_sales_file
  and e.item_id in (select i.id from items i join promotion_items p on p.sku = i.sku where i.tenant_id = $1)`;

/**
 * Puts the promotions that files tell of in the place of those stored for the same items. What is there already stays as
 * it is, so the same file twice changes nothing; an entry of a person with the same first day goes before.
 */
export async function storeFilePromotions(
  tx: TenantTransaction,
  input: { name: string; items: Readable; promotions: Readable; most: number; now: Date },
): Promise<StoredPromotions> {
  await copyIntoTemporary(tx, 'promotion_items', 'sku text not null', input.items);
  await copyIntoTemporary(
    tx,
    'incoming_promotions',
    'sku text not null, code text, from_day date not null, to_day date not null',
    input.promotions,
  );
  const [room] = await tx.query<{ incoming: number; others: number }>(
    `select (select count(*)::int from incoming_promotions) as incoming,
       (select count(*)::int from calendar_entries e where e.tenant_id = $1 and not (${ofFiles})) as others`,
    [tx.tenantId],
  );
  const { incoming = 0, others = 0 } = room ?? {};
  const leftOut = incoming + others > input.most ? incoming : 0;
  if (leftOut > 0) await tx.query('delete from incoming_promotions');
  const gone = await tx.query(
    `with said as (${said})
     delete from calendar_entries e where ${ofFiles} and not exists (
       select 1 from said s where s.item_id = e.item_id and s.place = coalesce(e.location_id, 0)
         and s.from_day = e.from_day and s.to_day = e.to_day)
     returning e.id`,
    [tx.tenantId],
  );
  const fresh = await tx.query(
    `with said as (${said})
     insert into calendar_entries (tenant_id, id, updated_at, kind, name, item_id, location_id, from_day, to_day,
       from_sales_file)
     select $1, gen_random_uuid(), $2, 'promotion', $3, item_id, nullif(place, 0), from_day, to_day, true from said
     on conflict do nothing returning id`,
    [tx.tenantId, input.now, input.name],
  );
  return { changed: gone.length + fresh.length, leftOut };
}

/** The incoming rows by ids; place 0 is every location. */
const said = `select i.id as item_id, coalesce(l.id, 0) as place, n.from_day, n.to_day from incoming_promotions n
  join items i on i.tenant_id = $1 and i.sku = n.sku left join locations l on l.tenant_id = $1 and l.code = n.code
  where n.code is null or l.id is not null`;
