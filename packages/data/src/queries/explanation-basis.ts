import type { Database } from '../database.ts';
import { type PreparedRead, readOnce } from '../read-once.ts';

/** What the explanation of one current forecast is made from, besides the run's files. */
export interface ExplanationBasis {
  runId: string;
  cutoff: string;
  engineVersion: string | null;
  options: object;
  found: boolean;
  ok: boolean | null;
  detail: string | null;
  partition: number | null;
  weights: { model: string; weight: number; loss: number | null }[] | null;
  sku: string | null;
  locationCode: string | null;
  /** of the catalogue, in hundredths */
  priceMinor: number | null;
}

const explanationBasis: PreparedRead = {
  name: 'explanation_basis',
  integers: 2,
  text: `select r.id as "runId", r.cutoff, r.engine_version as "engineVersion", r.options,
       f.item_id is not null as found, f.ok, f.detail, f.partition, f.weights, i.sku, i.price_minor as "priceMinor",
       l.code as "locationCode"
     from tenants t
     join forecast_runs r on r.tenant_id = $1 and r.id = t.current_run_id
     left join forecasts f on f.tenant_id = $1 and f.run_id = r.id and f.item_id = $2 and f.location_id = $3
     left join items i on i.tenant_id = $1 and i.id = f.item_id
     left join locations l on l.tenant_id = $1 and l.id = f.location_id
     where t.tenant_id = $1`,
};

/** The basis in one round trip; undefined when the shop has no forecast at all. */
export async function readExplanationBasis(
  database: Database,
  tenantId: string,
  key: { itemId: number; locationId: number },
): Promise<ExplanationBasis | undefined> {
  const rows = await readOnce<ExplanationBasis>(database, tenantId, explanationBasis, [
    key.itemId,
    key.locationId,
  ]);
  return rows[0];
}
