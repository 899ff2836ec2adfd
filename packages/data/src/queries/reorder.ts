import type { TenantTransaction } from '../database.ts';
import type { ReorderLineInsert } from './reorder-work.ts';
import type { LineKey } from './stock.ts';

export interface ReorderFilterRow {
  search?: string;
  status?: readonly string[];
  /** '' = without a supplier */
  supplier?: string;
  locationId?: number;
  /** '' = without a category */
  category?: string;
  onlySuggested?: boolean;
  runsOut?: boolean;
}

const statusOrder = `array_position(
  array['order_now', 'order_soon', 'overstock', 'ok', 'no_stock_data', 'no_forecast'], r.status)`;
const sorts = {
  at_risk: 'r.at_risk_minor',
  suggested: 'r.suggested',
  value: 'r.value_minor',
  stock_out_on: 'r.stock_out_on',
  on_hand: 'r.on_hand',
  sku: 'i.sku',
  item_name: 'i.name',
  supplier: 'r.supplier',
  demand_mean: 'r.demand_mean',
  status: statusOrder,
  lead_time_days: 'r.lead_time_days',
  reorder_point: 'r.reorder_point',
  order_up_to: 'r.order_up_to',
  category: 'i.category',
  location_name: 'l.name',
  overstock: 'r.overstock_minor',
} as const;
export type ReorderSort = keyof typeof sorts;
export interface ReorderOrder {
  sort: ReorderSort;
  direction: 'asc' | 'desc';
}

/**
 * A line runs out when its median demand reaches the position before an order of the next review could arrive. For lines
 * `r` of the tenant $1.
 */
export const runsOut = `r.stock_out_on <= (
  select c.cutoff from tenants t join forecast_runs c on c.tenant_id = t.tenant_id and c.id = t.current_run_id
  where t.tenant_id = $1) + r.lead_time_days + r.review_days`;

const itemJoin = 'join items i on i.tenant_id = r.tenant_id and i.id = r.item_id';
const locationJoin = 'join locations l on l.tenant_id = r.tenant_id and l.id = r.location_id';

/** From and where of a filter; tables that it does not need are not joined. `values` begins with the tenant. */
function source(filter: ReorderFilterRow, values: unknown[], sort?: ReorderSort): string {
  const terms = ['r.tenant_id = $1'];
  const place = (value: unknown) => `$${values.push(value)}`;
  if (filter.status?.length) terms.push(`r.status = any(${place(filter.status)}::text[])`);
  if (filter.locationId !== undefined) terms.push(`r.location_id = ${place(filter.locationId)}::int`);
  if (filter.onlySuggested) terms.push('r.suggested > 0');
  if (filter.runsOut) terms.push(runsOut);
  if (filter.supplier === '') terms.push('r.supplier is null');
  else if (filter.supplier !== undefined) terms.push(`r.supplier = ${place(filter.supplier)}`);
  if (filter.category === '') terms.push('i.category is null');
  else if (filter.category !== undefined) terms.push(`i.category = ${place(filter.category)}`);
  if (filter.search) {
    // no wildcards of LIKE: what is typed is what is looked for
    const text = `${place(filter.search.toLowerCase())}::text`;
    terms.push(
      `(position(${text} in lower(i.sku)) > 0 or position(${text} in lower(i.name)) > 0 or i.barcode = ${text})`,
    );
  }
  const sorted = sort ? sorts[sort] : '';
  const items = terms.some((term) => term.includes('i.')) || sorted.startsWith('i.');
  return `reorder_lines r ${items ? itemJoin : ''} ${sorted.startsWith('l.') ? locationJoin : ''}
    where ${terms.join(' and ')}`;
}

const orderBy = ({ sort, direction }: ReorderOrder): string =>
  `${sorts[sort]} ${direction === 'desc' ? 'desc nulls last' : 'asc nulls last'}, r.item_id, r.location_id`;

/** Keys of a page, or of all lines that the filter matches, in order. */
export async function listReorderKeys(
  tx: TenantTransaction,
  page: { filter: ReorderFilterRow; order: ReorderOrder; offset?: number; limit?: number },
): Promise<LineKey[]> {
  const values: unknown[] = [tx.tenantId];
  const from = source(page.filter, values, page.order.sort);
  const limit = page.limit === undefined ? '' : `limit $${values.push(page.limit)}`;
  const offset = page.offset ? `offset $${values.push(page.offset)}` : '';
  return tx.query<LineKey>(
    `select r.item_id as "itemId", r.location_id as "locationId" from ${from}
     order by ${orderBy(page.order)} ${limit} ${offset}`,
    values,
  );
}

export interface ReorderLineRow extends ReorderLineInsert {
  sku: string;
  itemName: string;
  category: string | null;
  locationName: string;
  supplierSku: string | null;
  barcode: string | null;
}

/** Whole lines of the keys, in the order of the keys; a line that is gone is left out. */
export async function readReorderLines(
  tx: TenantTransaction,
  keys: readonly LineKey[],
): Promise<ReorderLineRow[]> {
  if (keys.length === 0) return [];
  return tx.query<ReorderLineRow>(
    `select r.item_id as "itemId", r.location_id as "locationId", i.sku, i.name as "itemName", i.category,
       l.name as "locationName", r.status, r.supplier, coalesce(p.supplier_sku, i.supplier_sku) as "supplierSku",
       i.barcode, r.on_hand as "onHand", r.on_order as "onOrder", r.lead_time_days as "leadTimeDays",
       r.review_days as "reviewDays", r.service_level as "serviceLevel", r.pack_size as "packSize",
       r.minimum_quantity as "minimumQuantity", r.unit_cost_minor as "unitCostMinor",
       r.demand_mean as "demandMean", r.reorder_point as "reorderPoint", r.order_up_to as "orderUpTo", r.suggested,
       r.value_minor as "valueMinor", r.stock_out_on as "stockOutOn", r.at_risk_minor as "atRiskMinor",
       r.overstock_minor as "overstockMinor"
     from unnest($2::int[], $3::int[]) with ordinality k(item_id, location_id, place)
     join reorder_lines r on r.tenant_id = $1 and r.item_id = k.item_id and r.location_id = k.location_id
     ${itemJoin} ${locationJoin}
     left join reorder_parameters p on p.tenant_id = $1 and p.item_id = k.item_id and p.location_id = k.location_id
     order by k.place`,
    [tx.tenantId, keys.map((key) => key.itemId), keys.map((key) => key.locationId)],
  );
}

export interface LineNamesRow extends LineKey {
  sku: string;
  itemName: string;
  category: string | null;
  locationName: string;
}

/** What people call the lines, also those that are not in the list yet. */
export async function readLineNames(
  tx: TenantTransaction,
  keys: readonly LineKey[],
): Promise<LineNamesRow[]> {
  if (keys.length === 0) return [];
  return tx.query<LineNamesRow>(
    `select i.id as "itemId", l.id as "locationId", i.sku, i.name as "itemName", i.category, l.name as "locationName"
     from unnest($2::int[], $3::int[]) k(item_id, location_id)
     join items i on i.tenant_id = $1 and i.id = k.item_id
     join locations l on l.tenant_id = $1 and l.id = k.location_id`,
    [tx.tenantId, keys.map((key) => key.itemId), keys.map((key) => key.locationId)],
  );
}

export interface ReorderTotalsRow {
  /** true for the row over all suppliers */
  whole: boolean;
  supplier: string | null;
  lines: number;
  linesToOrder: number;
  linesToOrderWithoutCost: number;
  linesPlanned: number;
  linesWithoutStock: number;
  linesWithoutPrice: number;
  units: number;
  valueMinor: number;
  atRiskMinor: number;
  overstockMinor: number;
}

const planned = `r.status not in ('no_stock_data', 'no_forecast')`;

/** Sums over everything that the filter matches, whole and by supplier. */
export async function readReorderTotals(
  tx: TenantTransaction,
  filter: ReorderFilterRow,
): Promise<ReorderTotalsRow[]> {
  const values: unknown[] = [tx.tenantId];
  return tx.query<ReorderTotalsRow>(
    `select grouping(r.supplier) = 1 as whole, r.supplier, count(*)::int as lines,
       (count(*) filter (where r.suggested > 0))::int as "linesToOrder", coalesce(sum(r.suggested), 0) as units,
       (count(*) filter (where r.suggested > 0 and r.value_minor is null))::int as "linesToOrderWithoutCost",
       (count(*) filter (where ${planned}))::int as "linesPlanned",
       (count(*) filter (where r.status = 'no_stock_data'))::int as "linesWithoutStock",
       (count(*) filter (where ${planned} and r.at_risk_minor is null))::int as "linesWithoutPrice",
       coalesce(sum(r.value_minor), 0)::bigint as "valueMinor",
       coalesce(sum(r.at_risk_minor), 0)::bigint as "atRiskMinor",
       coalesce(sum(r.overstock_minor), 0)::bigint as "overstockMinor"
     from ${source(filter, values)}
     group by grouping sets ((), (r.supplier))
     order by "valueMinor" desc, r.supplier nulls last`,
    values,
  );
}

/** Takes everything that the filter matches into the edited rows. */
export async function addEditedByFilter(tx: TenantTransaction, filter: ReorderFilterRow): Promise<void> {
  const values: unknown[] = [tx.tenantId];
  await tx.query(
    `insert into edited_lines (item_id, location_id)
     select r.item_id, r.location_id from ${source(filter, values)}`,
    values,
  );
}
