import { insertAudit, type Transaction } from '@ordernimbus/data';
import { actorName, type Context } from './context.ts';

export interface AuditEntry {
  /** noun.verb in the past: `import.started`, `member.removed` */
  readonly action: string;
  readonly subject?: string;
  /** no secrets, no addresses: ids and numbers */
  readonly detail?: Record<string, unknown>;
}

/** Writes who did what, in the transaction of the change itself: when this fails, the change is undone. */
export async function writeAudit(
  tx: Transaction,
  ctx: Pick<Context, 'tenantId' | 'actor' | 'platform'>,
  entry: AuditEntry,
): Promise<void> {
  await insertAudit(tx, {
    tenantId: ctx.tenantId,
    at: ctx.platform.now(),
    actor: actorName(ctx.actor),
    action: entry.action,
    subject: entry.subject ?? null,
    detail: entry.detail ?? {},
  });
}
