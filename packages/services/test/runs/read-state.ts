import { type Database, withTenant } from '@ordernimbus/data';

export interface ForecastState {
  readonly forecasts: { sku: string; code: string; ok: boolean; mean: number[]; run: string; text: string }[];
  readonly nodes: {
    kind: string;
    locationId: number;
    category: string;
    mean: number[];
    mean28: number | null;
  }[];
}

/** Everything that the current run left in the database, in a fixed order and without ids. */
export function readForecastState(database: Database, tenantId: string): Promise<ForecastState> {
  return withTenant(database, tenantId, async (tx) => ({
    forecasts: await tx.query(
      `select i.sku, l.code, f.ok, to_json(f.mean) as mean, f.run_id as run,
         (to_jsonb(f) - array['tenant_id', 'run_id', 'item_id', 'location_id'])::text as text
       from forecasts f join tenants t on t.tenant_id = f.tenant_id and t.current_run_id = f.run_id
       join items i on i.tenant_id = f.tenant_id and i.id = f.item_id
       join locations l on l.tenant_id = f.tenant_id and l.id = f.location_id
       order by i.sku, l.code`,
    ),
    nodes: await tx.query(
      `select kind, location_id as "locationId", category, to_json(mean) as mean, mean_28 as "mean28"
       from forecast_nodes n join tenants t on t.tenant_id = n.tenant_id and t.current_run_id = n.run_id
       order by array_position(array['company', 'location', 'category'], kind), location_id, category`,
    ),
  }));
}
