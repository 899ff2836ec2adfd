import type { Transaction } from '../database.ts';

export interface AuditRow {
  readonly tenantId: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
  readonly detail: Record<string, unknown>;
}

/** Works in a transaction of the tenant and in one of the platform. */
export async function insertAudit(tx: Transaction, row: AuditRow): Promise<void> {
  await tx.query(
    'insert into audit_log (tenant_id, at, actor, action, subject, detail) values ($1, $2, $3, $4, $5, $6)',
    [row.tenantId, row.at, row.actor, row.action, row.subject, JSON.stringify(row.detail)],
  );
}
