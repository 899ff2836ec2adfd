import type { Readable } from 'node:stream';
import type { TenantTransaction } from '../database.ts';
import { copyIntoTemporary } from './copy-in.ts';

export interface ItemRow {
  itemId: number;
  sku: string;
  name: string;
  category: string | null;
  barcode: string | null;
  supplier: string | null;
  unitCostMinor: number | null;
  priceMinor: number | null;
  /** where it was sold */
  locationIds: number[];
}

const columns = `i.id as "itemId", i.sku, i.name, i.category, i.barcode, i.supplier, i.unit_cost_minor as "unitCostMinor",
  i.price_minor as "priceMinor", array(select distinct s.location_id from sales_quarters s
    where s.tenant_id = i.tenant_id and s.item_id = i.id order by 1) as "locationIds"`;

/** By code; `search` is looked for in code, name and barcode. */
export function listItemRows(
  tx: TenantTransaction,
  filter: { search?: string; category?: string; after?: string; limit: number },
): Promise<ItemRow[]> {
  return tx.query<ItemRow>(
    `select ${columns} from items i where i.tenant_id = $1
       and ($2::text is null or i.sku ilike $2 or i.name ilike $2 or i.barcode ilike $2)
       and ($3::text is null or i.category = $3) and ($4::text is null or i.sku > $4)
     order by i.sku limit $5`,
    [
      tx.tenantId,
      filter.search === undefined ? null : `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`,
      filter.category ?? null,
      filter.after ?? null,
      filter.limit,
    ],
  );
}

export async function findItem(tx: TenantTransaction, itemId: number): Promise<ItemRow | undefined> {
  return (
    await tx.query<ItemRow>(`select ${columns} from items i where i.tenant_id = $1 and i.id = $2`, [
      tx.tenantId,
      itemId,
    ])
  )[0];
}

const incoming = `sku text not null, name text, category text, barcode text, supplier text, supplier_sku text,
  unit_cost_minor bigint, price_minor bigint`;

/** Adds the items and takes over what the file says about those that are there; what it does not say stays. */
export async function storeItems(tx: TenantTransaction, csv: Readable): Promise<void> {
  await copyIntoTemporary(tx, 'incoming_items', incoming, csv);
  await tx.query(
    `insert into items as i (tenant_id, sku, name, category, barcode, supplier, supplier_sku, unit_cost_minor, price_minor)
     select $1, sku, coalesce(name, sku), category, barcode, supplier, supplier_sku, unit_cost_minor, price_minor
     from incoming_items order by sku
     on conflict (tenant_id, sku) do update set
       name = case when excluded.name = excluded.sku then i.name else excluded.name end,
       category = coalesce(excluded.category, i.category), barcode = coalesce(excluded.barcode, i.barcode),
       supplier = coalesce(excluded.supplier, i.supplier), supplier_sku = coalesce(excluded.supplier_sku, i.supplier_sku),
       unit_cost_minor = coalesce(excluded.unit_cost_minor, i.unit_cost_minor),
       price_minor = coalesce(excluded.price_minor, i.price_minor)
     where (i.name, i.category, i.barcode, i.supplier, i.supplier_sku, i.unit_cost_minor, i.price_minor) is distinct from
       (case when excluded.name = excluded.sku then i.name else excluded.name end, coalesce(excluded.category, i.category),
        coalesce(excluded.barcode, i.barcode), coalesce(excluded.supplier, i.supplier),
        coalesce(excluded.supplier_sku, i.supplier_sku), coalesce(excluded.unit_cost_minor, i.unit_cost_minor),
        coalesce(excluded.price_minor, i.price_minor))`,
    [tx.tenantId],
  );
}

/** Takes back what a file said about items, where it still stands; the item itself stays. */
export async function withdrawItems(tx: TenantTransaction, csv: Readable): Promise<void> {
  await copyIntoTemporary(tx, 'incoming_items', incoming, csv);
  const said = ['category', 'barcode', 'supplier', 'supplier_sku', 'unit_cost_minor', 'price_minor'];
  await tx.query(
    `update items i set name = case when i.name = n.name then i.sku else i.name end,
       ${said.map((name) => `${name} = nullif(i.${name}, n.${name})`).join(', ')}
     from incoming_items n where i.tenant_id = $1 and i.sku = n.sku
       and (i.name = n.name or ${said.map((name) => `i.${name} = n.${name}`).join(' or ')})`,
    [tx.tenantId],
  );
}

/** How many of the codes (the first column of the CSV) are not there yet. */
export async function countNewItems(tx: TenantTransaction, csv: Readable): Promise<number> {
  await copyIntoTemporary(tx, 'incoming_items', incoming, csv);
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from incoming_items n
     where not exists (select 1 from items i where i.tenant_id = $1 and i.sku = n.sku)`,
    [tx.tenantId],
  );
  return row?.n ?? 0;
}

/** Takes away those of the items that nothing is stored for any more. */
export async function removeUnusedItems(tx: TenantTransaction, csv: Readable): Promise<number> {
  await copyIntoTemporary(tx, 'own_items', 'sku text not null', csv);
  const rows = await tx.query(
    `delete from items i using own_items o where i.tenant_id = $1 and i.sku = o.sku
       and not exists (select 1 from sales_quarters s where s.tenant_id = $1 and s.item_id = i.id)
       and not exists (select 1 from stock s where s.tenant_id = $1 and s.item_id = i.id)
       and not exists (select 1 from reorder_parameters p where p.tenant_id = $1 and p.item_id = i.id)
       and not exists (select 1 from calendar_entries e where e.tenant_id = $1 and e.item_id = i.id)
     returning i.id`,
    [tx.tenantId],
  );
  return rows.length;
}
