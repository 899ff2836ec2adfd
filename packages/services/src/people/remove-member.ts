import { ServiceError } from '@ordernimbus/contracts';
import { deleteMember } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { keepAnOwner } from './keep-an-owner.ts';

/** The person's sessions cannot be prolonged for this shop any more: every refresh reads the membership. */
export async function removeMember(ctx: Context, input: { userId: string }): Promise<void> {
  requireScope(ctx, 'admin');
  await inTenant(ctx, async (tx) => {
    await keepAnOwner(tx, input.userId);
    if (!(await deleteMember(tx, ctx.tenantId, input.userId))) {
      throw new ServiceError('not_found', 'There is no such member in this shop.');
    }
    await writeAudit(tx, ctx, { action: 'member.removed', subject: input.userId });
  });
}
