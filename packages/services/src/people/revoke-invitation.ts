import { ServiceError } from '@ordernimbus/contracts';
import { revokeInvitationRow } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';

export async function revokeInvitation(ctx: Context, input: { id: string }): Promise<void> {
  requireScope(ctx, 'admin');
  await inTenant(ctx, async (tx) => {
    if (!(await revokeInvitationRow(tx, ctx.tenantId, input.id, ctx.platform.now()))) {
      throw new ServiceError('not_found', 'There is no such open invitation.');
    }
    await writeAudit(tx, ctx, { action: 'invitation.revoked', subject: input.id });
  });
}
