import type { TenantTransaction } from '../database.ts';
import { readRealArrays } from '../real-array.ts';
import type { LineKey } from './stock.ts';

/** What the lines of a shop are computed with. */
export interface PlanningBasisRow {
  runId: string | null;
  cutoff: string | null;
  finishedAt: Date | null;
  /** grids of the run's stored sums, when it kept its own */
  grids: { horizons: number[]; probabilities: number[] } | null;
  currency: string;
  defaults: { leadTimeDays: number; reviewDays: number; serviceLevel: number };
  dataVersion: number;
}

export async function readPlanningBasis(tx: TenantTransaction): Promise<PlanningBasisRow | undefined> {
  return (
    await tx.query<PlanningBasisRow>(
      `select t.current_run_id as "runId", r.cutoff, r.finished_at as "finishedAt",
         r.options #> '{forecast,cumulative}' as grids, t.currency, t.planning_defaults as defaults,
         t.data_version as "dataVersion"
       from tenants t left join forecast_runs r on r.tenant_id = t.tenant_id and r.id = t.current_run_id
       where t.tenant_id = $1`,
      [tx.tenantId],
    )
  )[0];
}

/** Everything that a line follows from. Parameters are null where the shop's default or none applies. */
export interface ReorderInputRow extends LineKey {
  /** null: the run has no such series */
  ok: boolean | null;
  code: string | null;
  detail: string | null;
  mean: Float64Array | null;
  cumulative: Float64Array | null;
  onHand: number | null;
  onOrder: number | null;
  stockAsOf: string | null;
  stockSource: string | null;
  leadTimeDays: number | null;
  reviewDays: number | null;
  serviceLevel: number | null;
  packSize: number | null;
  minimumQuantity: number | null;
  supplier: string | null;
  itemSupplier: string | null;
  unitCostMinor: number | null;
  itemCostMinor: number | null;
  priceMinor: number | null;
}

const planned = `(
  (select item_id, location_id from forecasts where tenant_id = $1 and run_id = $2
     and (item_id, location_id) > ($3, $4) order by item_id, location_id limit $5)
  union
  (select item_id, location_id from stock where tenant_id = $1
     and (item_id, location_id) > ($3, $4) order by item_id, location_id limit $5)
  order by item_id, location_id limit $5)`;
const edited = `(
  select item_id, location_id from edited_lines
  where (item_id, location_id) > ($3, $4) order by item_id, location_id limit $5)`;

/** A piece of all series with a forecast or stock, or of the edited ones, by item and location. */
export async function readReorderInputs(
  tx: TenantTransaction,
  piece: { runId: string; of: 'planned' | 'edited'; after: LineKey; limit: number },
): Promise<ReorderInputRow[]> {
  // `limit 1` holds each table to a look-up by its key: after a large import the planner would read whole tables
  const rows = await tx.query<ReorderInputRow & { means: string | null; sums: string | null }>(
    `select k.item_id as "itemId", k.location_id as "locationId", f.ok, f.code, f.detail,
       encode(array_send(f.mean), 'base64') as means, encode(array_send(f.cumulative), 'base64') as sums, s.on_hand as "onHand", s.on_order as "onOrder", s.as_of as "stockAsOf",
       s.source as "stockSource", p.lead_time_days as "leadTimeDays", p.review_days as "reviewDays",
       p.service_level as "serviceLevel", p.pack_size as "packSize", p.minimum_quantity as "minimumQuantity",
       p.supplier, i.supplier as "itemSupplier", p.unit_cost_minor as "unitCostMinor",
       i.unit_cost_minor as "itemCostMinor", i.price_minor as "priceMinor"
     from ${piece.of === 'planned' ? planned : edited} k
     cross join lateral (
       select supplier, unit_cost_minor, price_minor from items where tenant_id = $1 and id = k.item_id limit 1) i
     left join lateral (
       select ok, code, detail, mean, cumulative from forecasts
       where tenant_id = $1 and run_id = $2 and item_id = k.item_id and location_id = k.location_id limit 1) f on true
     left join lateral (
       select on_hand, on_order, as_of, source from stock
       where tenant_id = $1 and item_id = k.item_id and location_id = k.location_id limit 1) s on true
     left join lateral (
       select * from reorder_parameters
       where tenant_id = $1 and item_id = k.item_id and location_id = k.location_id limit 1) p on true
     order by k.item_id, k.location_id`,
    [tx.tenantId, piece.runId, piece.after.itemId, piece.after.locationId, piece.limit],
  );
  const arrays = readRealArrays(rows.flatMap(({ means, sums }) => [means, sums]));
  return rows.map(({ means: _means, sums: _sums, ...row }, index) => ({
    ...row,
    mean: arrays[2 * index] ?? null,
    cumulative: arrays[2 * index + 1] ?? null,
  }));
}

/** A line as it is stored. */
export interface ReorderLineInsert extends LineKey {
  status: string;
  supplier: string | null;
  onHand: number | null;
  onOrder: number | null;
  leadTimeDays: number;
  reviewDays: number;
  serviceLevel: number;
  packSize: number | null;
  minimumQuantity: number | null;
  unitCostMinor: number | null;
  demandMean: number | null;
  reorderPoint: number | null;
  orderUpTo: number | null;
  suggested: number;
  valueMinor: number | null;
  stockOutOn: string | null;
  atRiskMinor: number | null;
  overstockMinor: number | null;
}

const lineColumns = [
  ['status', 'status', 'text'],
  ['supplier', 'supplier', 'text'],
  ['onHand', 'on_hand', 'float8'],
  ['onOrder', 'on_order', 'float8'],
  ['leadTimeDays', 'lead_time_days', 'int'],
  ['reviewDays', 'review_days', 'int'],
  ['serviceLevel', 'service_level', 'float8'],
  ['packSize', 'pack_size', 'float8'],
  ['minimumQuantity', 'minimum_quantity', 'float8'],
  ['unitCostMinor', 'unit_cost_minor', 'bigint'],
  ['demandMean', 'demand_mean', 'float8'],
  ['reorderPoint', 'reorder_point', 'float8'],
  ['orderUpTo', 'order_up_to', 'float8'],
  ['suggested', 'suggested', 'float8'],
  ['valueMinor', 'value_minor', 'bigint'],
  ['stockOutOn', 'stock_out_on', 'date'],
  ['atRiskMinor', 'at_risk_minor', 'bigint'],
  ['overstockMinor', 'overstock_minor', 'bigint'],
] as const satisfies readonly (readonly [keyof ReorderLineInsert, string, string])[];
const lineNames = lineColumns.map(([, name]) => name);

/** The server's clock as text, to the microsecond: processes may disagree about the time, its one clock does not. */
export async function readDatabaseClock(tx: TenantTransaction): Promise<string> {
  const rows = await tx.query<{ at: string }>('select clock_timestamp()::text as at');
  return rows[0]?.at ?? '';
}

/** Writes lines over those that are there; a line that says the same already is not touched. */
export async function upsertReorderLines(
  tx: TenantTransaction,
  write: { runId: string; lines: readonly ReorderLineInsert[] },
): Promise<void> {
  if (write.lines.length === 0) return;
  await tx.query(
    `insert into reorder_lines (tenant_id, run_id, computed_at, item_id, location_id, ${lineNames.join(', ')})
     select $1, $2, clock_timestamp(), * from unnest($3::int[], $4::int[],
       ${lineColumns.map(([, , type], index) => `$${index + 5}::${type}[]`).join(', ')})
     on conflict (tenant_id, item_id, location_id) do update set run_id = excluded.run_id,
       computed_at = excluded.computed_at, ${lineNames.map((name) => `${name} = excluded.${name}`).join(', ')}
     where (reorder_lines.run_id, ${lineNames.map((name) => `reorder_lines.${name}`).join(', ')})
       is distinct from (excluded.run_id, ${lineNames.map((name) => `excluded.${name}`).join(', ')})`,
    [
      tx.tenantId,
      write.runId,
      write.lines.map((line) => line.itemId),
      write.lines.map((line) => line.locationId),
      ...lineColumns.map(([field]) => write.lines.map((line) => line[field])),
    ],
  );
}

/** Removes lines of series that have neither a forecast in the run nor stock, nor anything left to plan. The number removed. */
export async function deleteOldReorderLines(tx: TenantTransaction, runId: string | null): Promise<number> {
  const rows = await tx.query<{ n: number }>(
    `with gone as (
       delete from reorder_lines r where r.tenant_id = $1 and ($2::uuid is null
         or not exists (select 1 from stock s
           where s.tenant_id = $1 and s.item_id = r.item_id and s.location_id = r.location_id and s.on_hand is not null)
         and not exists (select 1 from forecasts f where f.tenant_id = $1 and f.run_id = $2
           and f.item_id = r.item_id and f.location_id = r.location_id and (f.ok or f.code is distinct from 'delisted')))
       returning 1)
     select count(*)::int as n from gone`,
    [tx.tenantId, runId],
  );
  return rows[0]?.n ?? 0;
}
