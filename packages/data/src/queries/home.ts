import type { TenantTransaction } from '../database.ts';
import type { NightlyTenantRow } from './nightly.ts';
import { runsOut } from './reorder.ts';
import type { LineKey } from './stock.ts';

export interface AttentionLineRow extends LineKey {
  itemName: string;
  locationName: string;
  moneyMinor: number | null;
  onHand: number;
  onOrder: number;
  leadTimeDays: number;
  reviewDays: number;
  demandMean: number;
  stockOutOn: string | null;
  suggested: number;
}

const attentionColumns = `r.item_id as "itemId", r.location_id as "locationId", i.name as "itemName",
  l.name as "locationName", r.on_hand as "onHand", coalesce(r.on_order, 0) as "onOrder",
  r.lead_time_days as "leadTimeDays", r.review_days as "reviewDays", r.demand_mean as "demandMean",
  r.stock_out_on as "stockOutOn", r.suggested`;
const names = `join items i on i.tenant_id = r.tenant_id and i.id = r.item_id
  join locations l on l.tenant_id = r.tenant_id and l.id = r.location_id`;

/** Lines with most money at risk among those that run out. */
export async function listRunningOut(tx: TenantTransaction, limit: number): Promise<AttentionLineRow[]> {
  return tx.query<AttentionLineRow>(
    `select ${attentionColumns}, r.at_risk_minor as "moneyMinor"
     from (select * from reorder_lines r where r.tenant_id = $1 and ${runsOut}
       order by r.at_risk_minor desc nulls last, r.item_id, r.location_id limit $2) r ${names}
     order by r.at_risk_minor desc nulls last, r.item_id, r.location_id`,
    [tx.tenantId, limit],
  );
}

/** Lines with most money in stock that is too much. */
export async function listOverstocked(tx: TenantTransaction, limit: number): Promise<AttentionLineRow[]> {
  return tx.query<AttentionLineRow>(
    `select ${attentionColumns}, r.overstock_minor as "moneyMinor"
     from (select * from reorder_lines r where r.tenant_id = $1 and r.status = 'overstock'
       order by r.overstock_minor desc nulls last, r.item_id, r.location_id limit $2) r ${names}
     order by r.overstock_minor desc nulls last, r.item_id, r.location_id`,
    [tx.tenantId, limit],
  );
}

export interface ChangedDemandRow extends LineKey {
  itemName: string;
  locationName: string;
  mean28: number;
  low28: number;
  high28: number;
  soldPrior28: number;
  moneyMinor: number | null;
}

/** Series whose next 28 days are expected outside of what the 28 days before were, dearest change first. */
export async function listChangedDemand(
  tx: TenantTransaction,
  runId: string,
  limit: number,
): Promise<ChangedDemandRow[]> {
  return tx.query<ChangedDemandRow>(
    `select r.item_id as "itemId", r.location_id as "locationId", r.name as "itemName", l.name as "locationName",
       r.mean_28 as "mean28", r.low_28 as "low28", r.high_28 as "high28", r.sold_prior_28 as "soldPrior28",
       r.money::bigint as "moneyMinor"
     from (
       select f.tenant_id, f.item_id, f.location_id, f.mean_28, f.low_28, f.high_28, f.sold_prior_28, i.name,
         round(abs(f.mean_28 - f.sold_prior_28)::numeric * coalesce(i.price_minor, i.unit_cost_minor)) as money
       from forecasts f join items i on i.tenant_id = f.tenant_id and i.id = f.item_id
       where f.tenant_id = $1 and f.run_id = $2 and f.ok
         and (f.low_28 > f.sold_prior_28 or f.high_28 < f.sold_prior_28)
       order by money desc nulls last, abs(f.mean_28 - f.sold_prior_28) desc, f.item_id, f.location_id limit $3) r
     join locations l on l.tenant_id = r.tenant_id and l.id = r.location_id
     order by r.money desc nulls last, abs(r.mean_28 - r.sold_prior_28) desc, r.item_id, r.location_id`,
    [tx.tenantId, runId, limit],
  );
}

export interface SparkRow extends LineKey {
  /** weekly sums of what was sold, oldest first; null before the series began */
  history: (number | null)[];
  /** weekly sums of the expected demand */
  forecast: number[];
}

/** Thirteen weeks behind the cut-off and four ahead of it. */
export async function readSparks(
  tx: TenantTransaction,
  of: { runId: string; cutoff: string; keys: readonly LineKey[] },
): Promise<SparkRow[]> {
  return tx.query<SparkRow>(
    `select k.item_id as "itemId", k.location_id as "locationId", h.history, coalesce(m.forecast, '[]') as forecast
     from unnest($2::int[], $3::int[]) k(item_id, location_id)
     left join forecasts f on f.tenant_id = $1 and f.run_id = $4 and f.item_id = k.item_id
       and f.location_id = k.location_id
     cross join lateral (
       select json_agg(case when $5::date - 7 * w < f.first_day then null else coalesce(s.sold, 0) end
         order by w desc) as history
       from generate_series(0, 12) w
       left join (
         select ($5::date - (q.quarter + u.day)) / 7 as week, sum(u.sold) as sold
         from sales_quarters q, unnest(q.days, q.sold) u(day, sold)
         where q.tenant_id = $1 and q.item_id = k.item_id and q.location_id = k.location_id
           and q.quarter > $5::date - 190 and q.quarter + u.day between $5::date - 90 and $5::date
         group by 1) s on s.week = w) h
     cross join lateral (
       select json_agg(week order by n) as forecast from (
         select (d.n - 1) / 7 as n, sum(d.value) as week
         from unnest(f.mean[1:28]) with ordinality d(value, n) group by 1) weeks) m`,
    [
      tx.tenantId,
      of.keys.map((key) => key.itemId),
      of.keys.map((key) => key.locationId),
      of.runId,
      of.cutoff,
    ],
  );
}

/** Rows that did not go in although nobody agreed to leave them out. */
const unasked = `((m.result ->> 'rejectedRows')::int - (select coalesce(sum((g ->> 'rows')::int), 0)::int
  from jsonb_array_elements(coalesce(m.result -> 'rejections', '[]')) g where g ->> 'reason' = 'excluded_item'))`;

export interface ImportProblemRow {
  importId: string;
  fileName: string;
  status: string;
  message: string | null;
  rejectedRows: number;
  rows: number;
}

/**
 * Imports of the last two weeks that failed, unless the same file went in later, and the newest import when rows of it
 * were rejected.
 */
export async function listImportProblems(tx: TenantTransaction, now: Date): Promise<ImportProblemRow[]> {
  return tx.query<ImportProblemRow>(
    `select m.id as "importId", m.file_name as "fileName", m.status, m.error ->> 'message' as message,
       coalesce(${unasked}, 0) as "rejectedRows", coalesce((m.result ->> 'rows')::int, 0) as rows
     from imports m
     where m.tenant_id = $1 and m.created_at > $2::timestamptz - interval '14 days' and (
       m.status = 'failed' and not exists (
         select 1 from imports o where o.tenant_id = $1 and o.sequence > m.sequence and o.status = 'done'
           and o.file_name = m.file_name)
       or m.status = 'done' and ${unasked} > 0 and not exists (
         select 1 from imports o where o.tenant_id = $1 and o.sequence > m.sequence and o.status = 'done'))
     order by m.sequence desc limit 5`,
    [tx.tenantId, now],
  );
}

export interface HomeBasisRow {
  runId: string | null;
  cutoff: string | null;
  seriesFailed: number | null;
  wape: number | null;
  naiveWape: number | null;
  mean28: number | null;
  low28: number | null;
  high28: number | null;
  soldPrior28: number | null;
  timeZone: string;
  dataVersion: number;
  hasSales: boolean;
}

/** The current run and what the tiles say of the whole shop. */
export async function readHomeBasis(tx: TenantTransaction): Promise<HomeBasisRow> {
  const rows = await tx.query<HomeBasisRow>(
    `select t.current_run_id as "runId", r.cutoff, r.series_failed as "seriesFailed",
       (r.metrics #>> '{overall,wape}')::float8 as wape, (r.metrics #>> '{overall,naiveWape}')::float8 as "naiveWape",
       n.mean_28 as "mean28", n.low_28 as "low28", n.high_28 as "high28", n.sold_prior_28 as "soldPrior28",
       t.time_zone as "timeZone", t.data_version as "dataVersion",
       exists (select 1 from sales_quarters where tenant_id = $1) as "hasSales"
     from tenants t
     left join forecast_runs r on r.tenant_id = t.tenant_id and r.id = t.current_run_id
     left join forecast_nodes n on n.tenant_id = r.tenant_id and n.run_id = r.id and n.kind = 'company'
       and n.location_id = 0 and n.category = ''
     where t.tenant_id = $1`,
    [tx.tenantId],
  );
  return rows[0] as HomeBasisRow;
}

export interface FreshnessRow extends Omit<NightlyTenantRow, 'tenantId'> {
  cutoff: string | null;
  forecastAt: Date | null;
  /** the newest run that is over or under way */
  lastRunStatus: string | null;
  lastRunMessage: string | null;
  runningRunId: string | null;
  runPartitions: number | null;
  runPartitionsDone: number | null;
  runningImportId: string | null;
  importProgress: { stage?: string; done?: number; total?: number } | null;
  importStatus: string | null;
  /** last day of data of any import that is in */
  importedTo: string | null;
  /** data changed after the current run was begun */
  changedSince: boolean;
  calendarChangedSince: boolean;
  /** the last night on which nothing had changed */
  checkedAt: Date | null;
  hasSales: boolean;
  isSample: boolean;
  /** the last days of the current run's history, at most 91 */
  recentDays: number;
  /** those of them on which something was sold */
  recentDaysWithSales: number;
}

export async function readFreshness(tx: TenantTransaction): Promise<FreshnessRow> {
  const rows = await tx.query<FreshnessRow>(
    `select c.cutoff, c.finished_at as "forecastAt", last.status as "lastRunStatus",
       last.error ->> 'message' as "lastRunMessage", going.id as "runningRunId",
       going.partitions as "runPartitions", going.partitions_done as "runPartitionsDone",
       importing.id as "runningImportId", importing.progress as "importProgress", importing.status as "importStatus",
       done.last_day as "importedTo", coalesce(done.changed_at > c.created_at, false) as "changedSince",
       coalesce(t.calendar_changed_at > c.started_at, false) as "calendarChangedSince",
       case when t.nightly_checked_at > c.finished_at then t.nightly_checked_at end as "checkedAt",
       t.time_zone as "timeZone", to_char(t.nightly_at, 'HH24:MI') as "nightlyAt",
       t.last_nightly_on as "lastNightlyOn", t.created_at as "createdAt",
       exists (select 1 from sales_quarters where tenant_id = $1) as "hasSales", t.is_sample as "isSample",
       recent.days as "recentDays", recent.sold as "recentDaysWithSales"
     from tenants t
     left join forecast_runs c on c.tenant_id = t.tenant_id and c.id = t.current_run_id
     left join lateral (select status, error from forecast_runs r where r.tenant_id = t.tenant_id
       and r.status in ('done', 'failed') order by r.created_at desc, r.id desc limit 1) last on true
     left join lateral (select id, partitions, partitions_done from forecast_runs r where r.tenant_id = t.tenant_id
       and r.status in ('queued', 'freezing', 'running', 'finishing') order by r.created_at, r.id limit 1) going on true
     left join lateral (select id, progress, status from imports m where m.tenant_id = t.tenant_id
       and m.status in ('queued', 'running', 'undoing') order by m.sequence limit 1) importing on true
     left join lateral (select max((m.result ->> 'lastDay')::date) filter (where m.status = 'done') as last_day,
       max(coalesce(m.undone_at, m.finished_at)) as changed_at
       from imports m where m.tenant_id = t.tenant_id and m.status in ('done', 'undone')
         and m.result is not null and m.mapping ->> 'layout' is distinct from 'stock') done on true
     left join lateral (select count(*)::int as days, count(*) filter (where v > 0)::int as sold
       from forecast_nodes n, unnest(n.history[greatest(1, cardinality(n.history) - 90):]) v
       where n.tenant_id = t.tenant_id and n.run_id = c.id and n.kind = 'company' and n.location_id = 0
         and n.category = '') recent on true
     where t.tenant_id = $1`,
    [tx.tenantId],
  );
  return rows[0] as FreshnessRow;
}
