import type { TenantTransaction, Transaction } from '../database.ts';

export interface NightlyTenantRow {
  tenantId: string;
  timeZone: string;
  /** HH:MM */
  nightlyAt: string;
  lastNightlyOn: string | null;
  createdAt: Date;
}

/** Platform role: every tenant with what its nightly run depends on. */
export async function listNightlyTenants(tx: Transaction): Promise<NightlyTenantRow[]> {
  return tx.query<NightlyTenantRow>(
    `select tenant_id as "tenantId", time_zone as "timeZone", to_char(nightly_at, 'HH24:MI') as "nightlyAt",
       last_nightly_on as "lastNightlyOn", created_at as "createdAt" from tenants order by tenant_id`,
  );
}

/** A nightly run at most once a local day: true for the one caller that may start it. */
export async function takeNightlyTurn(tx: TenantTransaction, localDay: string): Promise<boolean> {
  const rows = await tx.query(
    `update tenants set last_nightly_on = $2::date
     where tenant_id = $1 and (last_nightly_on is null or last_nightly_on < $2::date) returning tenant_id`,
    [tx.tenantId, localDay],
  );
  return rows.length > 0;
}

/** The current run as far as it tells whether another would give the same. */
export interface RunBasisRow {
  id: string;
  engineVersion: string | null;
  horizonDays: number;
  seed: number;
  options: Record<string, unknown>;
  createdAt: Date;
  /** a later run that was not cancelled, a part that could not be computed, or sales or a calendar of a later hour */
  outdated: boolean;
}

/** Undefined while there is no current run. Imports of stock count too: they may bring categories and prices of items. */
export async function readRunBasis(tx: TenantTransaction): Promise<RunBasisRow | undefined> {
  const rows = await tx.query<RunBasisRow>(
    `select c.id, c.engine_version as "engineVersion", c.horizon_days as "horizonDays", c.seed, c.options,
       c.created_at as "createdAt",
       coalesce(t.calendar_changed_at >= c.started_at, false)
         or exists (select 1 from imports m where m.tenant_id = $1
           and (m.status in ('queued', 'running', 'undoing') or coalesce(m.undone_at, m.finished_at) > c.created_at))
         or exists (select 1 from run_partitions p where p.tenant_id = $1 and p.run_id = c.id and p.status = 'failed')
         or exists (select 1 from forecast_runs r where r.tenant_id = $1 and r.status <> 'cancelled'
           and (r.created_at, r.id) > (c.created_at, c.id)) as outdated
     from tenants t join forecast_runs c on c.tenant_id = t.tenant_id and c.id = t.current_run_id
     where t.tenant_id = $1`,
    [tx.tenantId],
  );
  return rows[0];
}

/** Says that the night came and the current forecast is still the one that would be computed. */
export async function recordNightlyCheck(tx: TenantTransaction, now: Date): Promise<void> {
  await tx.query('update tenants set nightly_checked_at = $2 where tenant_id = $1', [tx.tenantId, now]);
}
