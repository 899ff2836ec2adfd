import type { TenantTransaction, Transaction } from '../database.ts';

export interface PlanningDefaultsRow {
  leadTimeDays: number;
  reviewDays: number;
  serviceLevel: number;
}

export interface TenantRow {
  tenantId: string;
  name: string;
  currency: string;
  timeZone: string;
  isSample: boolean;
  planningDefaults: PlanningDefaultsRow;
  /** HH:MM */
  nightlyAt: string;
  createdAt: Date;
}

const columns = `tenant_id as "tenantId", name, currency, time_zone as "timeZone", is_sample as "isSample",
  planning_defaults as "planningDefaults", to_char(nightly_at, 'HH24:MI') as "nightlyAt", created_at as "createdAt"`;

/** Platform role only: the application role may not make tenants. */
export async function insertTenant(
  tx: Transaction,
  row: { tenantId: string; name: string; currency: string; timeZone: string; isSample?: boolean },
): Promise<void> {
  await tx.query(
    'insert into tenants (tenant_id, name, currency, time_zone, is_sample) values ($1, $2, $3, $4, $5)',
    [row.tenantId, row.name, row.currency, row.timeZone, row.isSample ?? false],
  );
}

export async function findTenant(tx: Transaction, tenantId: string): Promise<TenantRow | undefined> {
  return (await tx.query<TenantRow>(`select ${columns} from tenants where tenant_id = $1`, [tenantId]))[0];
}

/** The sample shop of a local installation; the oldest if there were several. Platform role. */
export async function findSampleTenant(tx: Transaction): Promise<TenantRow | undefined> {
  return (
    await tx.query<TenantRow>(`select ${columns} from tenants where is_sample order by created_at limit 1`)
  )[0];
}

/** Whether any price, cost or sale in money is stored, or is about to be. */
export async function hasMoney(tx: TenantTransaction): Promise<boolean> {
  const rows = await tx.query<{ hasMoney: boolean }>(
    `select exists (select 1 from items where tenant_id = $1
         and (price_minor is not null or unit_cost_minor is not null))
       or exists (select 1 from reorder_parameters where tenant_id = $1 and unit_cost_minor is not null)
       or exists (select 1 from calendar_entries where tenant_id = $1 and price_minor is not null)
       or exists (select 1 from imports where tenant_id = $1 and (status in ('queued', 'running', 'undoing')
         or status = 'done' and (result ->> 'revenueMinor')::numeric <> 0)) as "hasMoney"`,
    [tx.tenantId],
  );
  return rows[0]?.hasMoney ?? false;
}

export interface TenantPatchRow {
  name?: string;
  currency?: string;
  timeZone?: string;
  planningDefaults?: PlanningDefaultsRow;
  nightlyAt?: string;
}

/** Absent fields stay. `data_version` grows, because money and quantities shown depend on these settings. */
export async function updateTenant(
  tx: Transaction,
  tenantId: string,
  patch: TenantPatchRow,
): Promise<TenantRow | undefined> {
  return (
    await tx.query<TenantRow>(
      `update tenants set name = coalesce($2, name), currency = coalesce($3, currency),
         time_zone = coalesce($4, time_zone), planning_defaults = coalesce($5::jsonb, planning_defaults),
         nightly_at = coalesce($6::time, nightly_at), data_version = data_version + 1
       where tenant_id = $1 returning ${columns}`,
      [
        tenantId,
        patch.name ?? null,
        patch.currency ?? null,
        patch.timeZone ?? null,
        patch.planningDefaults ? JSON.stringify(patch.planningDefaults) : null,
        patch.nightlyAt ?? null,
      ],
    )
  )[0];
}

/** Makes provisioning steps that must happen once take turns, until the transaction ends. */
export async function lockProvisioning(tx: Transaction): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(7203117)');
}
