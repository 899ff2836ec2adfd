import type { Readable } from 'node:stream';
import type { TenantTransaction } from '../database.ts';
import { copyIntoTemporary } from './copy-in.ts';

const incoming = `sku text not null, code text not null, quarter date not null, days smallint[] not null,
  sold float8[] not null, returned float8[] not null, revenue_minor bigint[] not null, lines int[] not null`;

export interface StoredSales {
  /** rows of the chunk */
  quarters: number;
  /** item-location-days that are different now */
  changedDays: number;
}

/**
 * Puts quarters in the place of those stored for the same item, location and quarter; an empty one takes it away.
 * Quarters that are equal already are not written. Items and locations are there already.
 */
export async function storeSales(tx: TenantTransaction, csv: Readable): Promise<StoredSales> {
  await copyIntoTemporary(tx, 'incoming_sales', incoming, csv);
  // several times as fast as the default way of packing arrays, where the server was built with it
  await tx.query(
    `select set_config('default_toast_compression', 'lz4', true) from pg_settings
     where name = 'default_toast_compression' and 'lz4' = any (enumvals)`,
  );
  const [changed] = await tx.query<StoredSales>(
    `with keyed as (
       select i.id as item_id, l.id as location_id, n.* from incoming_sales n
       join items i on i.tenant_id = $1 and i.sku = n.sku
       join locations l on l.tenant_id = $1 and l.code = n.code),
     written as (
       insert into sales_quarters as s (tenant_id, item_id, location_id, quarter, days, sold, returned, revenue_minor, lines)
       select $1, item_id, location_id, quarter, days, sold, returned, revenue_minor, lines from keyed
       where cardinality(days) > 0
       on conflict (tenant_id, item_id, location_id, quarter) do update
         set days = excluded.days, sold = excluded.sold, returned = excluded.returned,
             revenue_minor = excluded.revenue_minor, lines = excluded.lines
         where (s.days, s.sold, s.returned, s.revenue_minor, s.lines)
           is distinct from (excluded.days, excluded.sold, excluded.returned, excluded.revenue_minor, excluded.lines)),
     removed as (
       delete from sales_quarters s using keyed k
       where s.tenant_id = $1 and s.item_id = k.item_id and s.location_id = k.location_id and s.quarter = k.quarter
         and cardinality(k.days) = 0)
     select count(*)::int as quarters, coalesce(sum(case when o.days is null then cardinality(k.days) else (
         select count(*) from unnest(k.days, k.sold, k.returned, k.revenue_minor) as n(day, sold, returned, revenue)
         full join unnest(o.days, o.sold, o.returned, o.revenue_minor) as p(day, sold, returned, revenue) using (day)
         where (n.sold, n.returned, n.revenue) is distinct from (p.sold, p.returned, p.revenue)) end), 0)::int as "changedDays"
     from keyed k left join sales_quarters o
       on o.tenant_id = $1 and o.item_id = k.item_id and o.location_id = k.location_id and o.quarter = k.quarter`,
    [tx.tenantId],
  );
  return changed ?? { quarters: 0, changedDays: 0 };
}

export interface SalesDay {
  sold: number;
  returned: number;
}

/** What is stored for one item, location and day. */
export async function findSalesDay(
  tx: TenantTransaction,
  key: { itemId: number; locationId: number; day: string },
): Promise<SalesDay | undefined> {
  return (
    await tx.query<SalesDay>(
      `select u.sold, u.returned from sales_quarters q, unnest(q.days, q.sold, q.returned) as u(day, sold, returned)
       where q.tenant_id = $1 and q.item_id = $2 and q.location_id = $3
         and q.quarter = date_trunc('quarter', $4::date)::date and u.day = $4::date - q.quarter`,
      [tx.tenantId, key.itemId, key.locationId, key.day],
    )
  )[0];
}

export interface SalesQuality {
  series: number;
  saleDays: number;
  shortItems: number;
  items: number;
  firstDay: string | null;
  lastDay: string | null;
  units: number;
  returnedUnits: number;
  negativeRevenueDays: number;
  /** days far above what the same series sells on a day with sales */
  outlierDays: number;
}

/**
 * Counts behind the report on a shop's demand: one pass over its facts, quarter by quarter, and a second look at the
 * quarters alone that hold a day far above the rest of their series.
 */
export async function readSalesQuality(tx: TenantTransaction): Promise<SalesQuality> {
  const [row] = await tx.query<SalesQuality>(
    `with parts as materialized (
       select q.item_id, q.location_id, q.quarter, part.* from sales_quarters q cross join lateral (
         select (count(*) filter (where sold > 0))::int as days, coalesce(sum(sold) filter (where sold > 0), 0) as sales,
           coalesce(sum(sold * sold) filter (where sold > 0), 0) as squares, max(sold) as most,
           (min(day) filter (where sold > 0))::int as first, (max(day) filter (where sold > 0))::int as last,
           sum(sold) as units, sum(returned) as returned,
           (count(*) filter (where revenue < 0 and sold > returned))::int as negative
         from unnest(q.days, q.sold, q.returned, q.revenue_minor) as d(day, sold, returned, revenue)) part
       where q.tenant_id = $1),
     sums as (select item_id, location_id, sum(days) as days, sum(sales) as sales, sum(squares) as squares
       from parts group by 1, 2),
     series as (
       select item_id, location_id, days, sales / nullif(days, 0) as mean,
         sqrt(greatest(squares - sales * sales / nullif(days, 0), 0) / nullif(days - 1, 0)) as spread from sums),
     items as (
       select item_id, max(quarter + last) - min(quarter + first) + 1 as span from parts where days > 0 group by 1),
     high as (
       select p.item_id, p.location_id, p.quarter, s.mean + 6 * s.spread as most
       from parts p join series s using (item_id, location_id)
       -- a spread of less is what rounding leaves of a constant
       where s.days >= 10 and s.spread > 1e-6 * s.mean and p.most > s.mean + 6 * s.spread)
     select (select count(*) from series)::int as series, (select coalesce(sum(days), 0) from series)::int as "saleDays",
       (select count(*) from items)::int as items, (select count(*) from items where span < 90)::int as "shortItems",
       min(quarter + first)::text as "firstDay", max(quarter + last)::text as "lastDay",
       coalesce(sum(units), 0)::float8 as units, coalesce(sum(returned), 0)::float8 as "returnedUnits",
       coalesce(sum(negative), 0)::int as "negativeRevenueDays",
       (select coalesce(sum((select count(*) from unnest(q.sold) as d(sold) where d.sold > h.most)), 0)
        from high h join sales_quarters q on q.tenant_id = $1 and q.item_id = h.item_id
          and q.location_id = h.location_id and q.quarter = h.quarter)::int as "outlierDays"
     from parts`,
    [tx.tenantId],
  );
  return row as SalesQuality;
}
