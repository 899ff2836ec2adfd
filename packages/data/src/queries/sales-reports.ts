import type { TenantTransaction } from '../database.ts';

export interface SalesReportRow {
  report: unknown;
  madeAt: Date;
}

/** The shop's report where one of this format is kept. */
export async function findSalesReport(
  tx: TenantTransaction,
  format: number,
): Promise<SalesReportRow | undefined> {
  const rows = await tx.query<SalesReportRow>(
    `select report, made_at as "madeAt" from sales_reports where tenant_id = $1 and format = $2`,
    [tx.tenantId, format],
  );
  return rows[0];
}

/**
 * Puts a report in the place of the shop's last one. One made for a reader (`isRead`) only where none of this format is kept,
 * since an import may have kept a later one meanwhile, and while no import is changing the sales that it was made of.
 */
export async function storeSalesReport(
  tx: TenantTransaction,
  { format, report, madeAt, isRead }: { format: number; report: unknown; madeAt: Date; isRead: boolean },
): Promise<void> {
  await tx.query(
    `insert into sales_reports as kept (tenant_id, format, report, made_at)
     select $1, $2::int, $3::jsonb, $4::timestamptz
     where not $5 or not exists (
       select 1 from imports where tenant_id = $1 and status in ('running', 'undoing'))
     on conflict (tenant_id) do update set format = excluded.format, report = excluded.report, made_at = excluded.made_at
       where not $5 or kept.format <> excluded.format`,
    [tx.tenantId, format, JSON.stringify(report), madeAt, isRead],
  );
}

/** The next reader has one made. */
export async function forgetSalesReport(tx: TenantTransaction): Promise<void> {
  await tx.query('delete from sales_reports where tenant_id = $1', [tx.tenantId]);
}
