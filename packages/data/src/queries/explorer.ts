import type { TenantTransaction } from '../database.ts';

export type ExplorerSort = 'name' | 'next28' | 'sold' | 'change' | 'wape';
export type SortDirection = 'asc' | 'desc';

export interface ExplorerItemRow {
  itemId: number;
  locationId: number;
  sku: string;
  name: string;
  category: string | null;
  locationName: string;
  /** the next 28 days */
  mean: number[] | null;
  mean28: number | null;
  low28: number | null;
  high28: number | null;
  soldPrior28: number | null;
  wape: number | null;
  naiveWape: number | null;
  firstDay: string | null;
  /** [weeks back from the cut-off, units]: 0 is the last week */
  weeks: [number, number][] | null;
}

const orders: Record<ExplorerSort, string> = {
  name: 'i.name',
  next28: 'f.mean_28',
  sold: 'f.sold_prior_28',
  change: 'f.mean_28 / nullif(f.sold_prior_28, 0)',
  wape: `(f.metrics ->> 'wape')::float8`,
};

export interface ExplorerItemsFilter {
  readonly runId: string;
  readonly cutoff: string;
  readonly locationId?: number;
  /** '' = items without one */
  readonly category?: string;
  readonly search?: string;
  readonly sort: ExplorerSort;
  /** unknown values come last either way */
  readonly direction: SortDirection;
  readonly offset: number;
  readonly limit: number;
}

/** A page of the run's items with the sums of their last 13 weeks, and how many there are. */
export async function listExplorerItems(
  tx: TenantTransaction,
  filter: ExplorerItemsFilter,
): Promise<{ rows: ExplorerItemRow[]; total: number }> {
  const where = `f.tenant_id = $1 and f.run_id = $2 and ($3::int is null or f.location_id = $3)
    and ($4::text is null or coalesce(i.category, '') = $4)
    and ($5::text is null or i.name ilike $5 or i.sku ilike $5)`;
  const pattern = filter.search ? `%${filter.search.replace(/[\\%_]/g, '\\$&')}%` : null;
  const values = [tx.tenantId, filter.runId, filter.locationId ?? null, filter.category ?? null, pattern];
  const joins = `from forecasts f join items i on i.tenant_id = f.tenant_id and i.id = f.item_id
    join locations l on l.tenant_id = f.tenant_id and l.id = f.location_id`;
  const [count] = await tx.query<{ total: number }>(
    `select count(*)::int as total ${joins} where ${where}`,
    values,
  );
  const rows = await tx.query<ExplorerItemRow>(
    `select f.item_id as "itemId", f.location_id as "locationId", i.sku, i.name, i.category,
       l.name as "locationName", to_json(f.mean[1:28]) as mean, f.mean_28 as "mean28", f.low_28 as "low28",
       f.high_28 as "high28", f.sold_prior_28 as "soldPrior28", (f.metrics ->> 'wape')::float8 as wape,
       (f.metrics ->> 'naiveWape')::float8 as "naiveWape", f.first_day as "firstDay",
       (select json_agg(json_build_array(week, units)) from (
          select ($6::date - (q.quarter + u.day)) / 7 as week, sum(u.sold) as units
          from sales_quarters q, unnest(q.days, q.sold) as u(day, sold)
          where q.tenant_id = $1 and q.item_id = f.item_id and q.location_id = f.location_id
            and q.quarter > $6::date - 190 and q.quarter + u.day > $6::date - 91 and q.quarter + u.day <= $6::date
          group by 1) as weekly) as weeks
     ${joins} where ${where} order by ${orders[filter.sort]} ${filter.direction === 'asc' ? 'asc' : 'desc'} nulls last,
       i.sku, f.item_id, f.location_id offset $7 limit $8`,
    [...values, filter.cutoff, filter.offset, filter.limit],
  );
  return { rows, total: count?.total ?? 0 };
}

export interface SeriesNameRow {
  itemId: number;
  locationId: number;
  name: string;
  locationName: string;
}

export async function listSeriesNames(
  tx: TenantTransaction,
  keys: readonly { itemId: number; locationId: number }[],
): Promise<SeriesNameRow[]> {
  return tx.query<SeriesNameRow>(
    `select k.item as "itemId", k.location as "locationId", i.name, l.name as "locationName"
     from unnest($2::int[], $3::int[]) as k(item, location)
     join items i on i.tenant_id = $1 and i.id = k.item
     join locations l on l.tenant_id = $1 and l.id = k.location`,
    [tx.tenantId, keys.map((key) => key.itemId), keys.map((key) => key.locationId)],
  );
}

export async function listLocationNames(tx: TenantTransaction): Promise<{ id: number; name: string }[]> {
  return tx.query<{ id: number; name: string }>(
    'select id, name from locations where tenant_id = $1 order by name, id',
    [tx.tenantId],
  );
}

export interface CurrentRunRow {
  id: string;
  cutoff: string;
  metrics: object | null;
}

/** The run whose forecasts are shown, with its report. */
export async function findCurrentRun(tx: TenantTransaction): Promise<CurrentRunRow | undefined> {
  return (
    await tx.query<CurrentRunRow>(
      `select r.id, r.cutoff, r.metrics from tenants t
       join forecast_runs r on r.tenant_id = t.tenant_id and r.id = t.current_run_id where t.tenant_id = $1`,
      [tx.tenantId],
    )
  )[0];
}
