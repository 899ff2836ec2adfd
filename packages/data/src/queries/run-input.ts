import type { TenantTransaction } from '../database.ts';

/** Trading of a location on one day: how many items sold. `day` counts from 1970-01-01. */
export interface LocationDayRow {
  locationId: number;
  days: number[];
  sellers: number[];
}

/** Days with sales of every location, ascending, with the number of items that sold. */
export async function readLocationDays(tx: TenantTransaction): Promise<LocationDayRow[]> {
  return tx.query<LocationDayRow>(
    `select location_id as "locationId", array_agg(day order by day) as days, array_agg(sellers order by day) as sellers
     from (
       select q.location_id, (q.quarter - date '1970-01-01') + u.day as day, count(*)::int as sellers
       from sales_quarters q, unnest(q.days, q.sold) as u(day, sold)
       where q.tenant_id = $1 and u.sold > 0
       group by 1, 2) as traded
     group by 1 order by 1`,
    [tx.tenantId],
  );
}

/** All that was sold of one item at one location. */
export interface SeriesInputRow {
  key: string;
  itemId: number;
  locationId: number;
  sku: string;
  locationCode: string;
  category: string | null;
  /** of the catalogue, in hundredths */
  priceMinor: number | null;
  /** [days from 1970-01-01 to the quarter, days in it, sold, returned, revenue where it was asked for] by quarter */
  quarters: [number, number[], number[], number[], number[]?][];
  /** [from, to] in days since 1970-01-01 */
  unavailable: [number, number][] | null;
}

/**
 * Streams every series in the order of its stable key, byte by byte, whatever the database's collation. One cursor
 * is one snapshot: an import that commits meanwhile is in the next run or not at all.
 */
export async function* streamSeriesInput(
  tx: TenantTransaction,
  rowsAtATime: number,
  options: { readonly withRevenue: boolean },
): AsyncGenerator<SeriesInputRow[]> {
  await tx.query(
    `declare series_input no scroll cursor for
     select s.key, s.item_id as "itemId", s.location_id as "locationId", s.sku, s.code as "locationCode", s.category,
       s.price_minor as "priceMinor", q.quarters, u.unavailable
     from (
       select i.sku || '|' || l.code as key, i.sku, l.code, i.category, i.price_minor, d.item_id, d.location_id
       from (select distinct item_id, location_id from sales_quarters where tenant_id = $1) d
       join items i on i.tenant_id = $1 and i.id = d.item_id
       join locations l on l.tenant_id = $1 and l.id = d.location_id
       order by (i.sku || '|' || l.code) collate "C", d.item_id, d.location_id) s
     cross join lateral (
       select json_agg(json_build_array(quarter - date '1970-01-01', days, sold, returned${
         options.withRevenue ? ', revenue_minor' : ''
       }) order by quarter) as quarters
       from sales_quarters where tenant_id = $1 and item_id = s.item_id and location_id = s.location_id) q
     cross join lateral (
       select json_agg(json_build_array(from_day - date '1970-01-01', to_day - date '1970-01-01')
         order by from_day, to_day) as unavailable
       from unavailable_spans where tenant_id = $1 and item_id = s.item_id and location_id = s.location_id) u
     order by s.key collate "C", s.item_id, s.location_id`,
    [tx.tenantId],
  );
  for (;;) {
    const rows = await tx.query<SeriesInputRow>(`fetch ${Math.trunc(rowsAtATime)} from series_input`);
    if (rows.length === 0) break;
    yield rows;
  }
  await tx.query('close series_input');
}

/** Reading a whole shop takes longer than a request may. Until the end of the transaction. */
export async function allowLongStatements(tx: TenantTransaction): Promise<void> {
  await tx.query(`set local statement_timeout = '30min'`);
}

export async function countSeries(tx: TenantTransaction): Promise<number> {
  const rows = await tx.query<{ series: number }>(
    `select count(*)::int as series from (
       select distinct item_id, location_id from sales_quarters where tenant_id = $1) as series`,
    [tx.tenantId],
  );
  return rows[0]?.series ?? 0;
}
