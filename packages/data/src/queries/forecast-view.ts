import type { Database } from '../database.ts';
import { type PreparedRead, readOnce } from '../read-once.ts';

/** All that the page of one item at one location shows. */
export interface ForecastViewRow {
  runId: string;
  cutoff: string;
  finishedAt: Date;
  found: boolean;
  sku: string;
  itemName: string;
  category: string | null;
  locationName: string;
  ok: boolean;
  code: string | null;
  detail: string | null;
  model: string | null;
  standIn: { wanted: string; reason: string } | null;
  weights: { model: string; weight: number; loss: number | null }[] | null;
  demandClass: string | null;
  mean: number[] | null;
  quantiles: number[] | null;
  cumulative: number[] | null;
  metrics: object | null;
  mean28: number | null;
  low28: number | null;
  high28: number | null;
  soldPrior28: number | null;
  locations: { locationId: number; name: string }[] | null;
  /** [days from 1970-01-01 to the quarter, days in it, sold, returned] by quarter */
  quarters: [number, number[], number[], number[]][] | null;
  unavailable: { from: string; to: string; reason: string }[] | null;
  closedDays: number[] | null;
  previous: { cutoff: string; mean: number[] | null } | null;
}

const forecastView: PreparedRead = {
  name: 'forecast_view',
  integers: 2,
  text: `select r.id as "runId", r.cutoff, r.finished_at as "finishedAt", f.item_id is not null as found,
       i.sku, i.name as "itemName", i.category, l.name as "locationName",
       f.ok, f.code, f.detail, f.model, f.stand_in as "standIn", f.weights, f.demand_class as "demandClass",
       to_json(f.mean) as mean, to_json(f.quantiles) as quantiles, to_json(f.cumulative) as cumulative,
       f.metrics, f.mean_28 as "mean28", f.low_28 as "low28", f.high_28 as "high28",
       f.sold_prior_28 as "soldPrior28",
       (select json_agg(json_build_object('locationId', o.location_id, 'name', ol.name) order by ol.name, o.location_id)
          from forecasts o join locations ol on ol.tenant_id = $1 and ol.id = o.location_id
          where o.tenant_id = $1 and o.run_id = r.id and o.item_id = $2) as locations,
       (select json_agg(json_build_array(q.quarter - date '1970-01-01', q.days, q.sold, q.returned) order by q.quarter)
          from sales_quarters q
          where q.tenant_id = $1 and q.item_id = $2 and q.location_id = $3) as quarters,
       (select json_agg(json_build_object('from', u.from_day, 'to', u.to_day, 'reason', u.reason)
            order by u.from_day, u.reason)
          from unavailable_spans u
          where u.tenant_id = $1 and u.item_id = $2 and u.location_id = $3) as unavailable,
       (select to_json(n.closed_days) from forecast_nodes n
          where n.tenant_id = $1 and n.run_id = r.id and n.kind = 'location' and n.location_id = $3
            and n.category = '') as "closedDays",
       (select json_build_object('cutoff', pr.cutoff, 'mean', pf.mean)
          from forecast_runs pr
          left join forecasts pf on pf.tenant_id = $1 and pf.run_id = pr.id
            and pf.item_id = $2 and pf.location_id = $3
          where pr.tenant_id = $1 and pr.status = 'done' and (pr.created_at, pr.id) < (r.created_at, r.id)
          order by pr.created_at desc, pr.id desc limit 1) as previous
     from tenants t
     join forecast_runs r on r.tenant_id = $1 and r.id = t.current_run_id
     left join forecasts f on f.tenant_id = $1 and f.run_id = r.id
       and f.item_id = $2 and f.location_id = $3
     left join items i on i.tenant_id = $1 and i.id = f.item_id
     left join locations l on l.tenant_id = $1 and l.id = f.location_id
     where t.tenant_id = $1`,
};

/** The current forecast with its history, in one round trip; undefined when the shop has no forecast at all. */
export async function readForecastView(
  database: Database,
  tenantId: string,
  key: { itemId: number; locationId: number },
): Promise<ForecastViewRow | undefined> {
  const rows = await readOnce<ForecastViewRow>(database, tenantId, forecastView, [
    key.itemId,
    key.locationId,
  ]);
  return rows[0];
}

export interface BacktestRow {
  runId: string;
  found: boolean;
  backtest: { windows: object[] } | null;
}

const backtestView: PreparedRead = {
  name: 'backtest_view',
  integers: 2,
  text: `select t.current_run_id as "runId", f.item_id is not null as found, f.backtest
     from tenants t
     left join forecasts f on f.tenant_id = $1 and f.run_id = t.current_run_id
       and f.item_id = $2 and f.location_id = $3
     where t.tenant_id = $1 and t.current_run_id is not null`,
};

/** The back-test behind the current forecast; undefined when the shop has no forecast at all. */
export async function readBacktest(
  database: Database,
  tenantId: string,
  key: { itemId: number; locationId: number },
): Promise<BacktestRow | undefined> {
  const rows = await readOnce<BacktestRow>(database, tenantId, backtestView, [key.itemId, key.locationId]);
  return rows[0];
}
