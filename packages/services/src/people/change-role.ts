import { type Member, type Role, ServiceError } from '@ordernimbus/contracts';
import { updateMemberRole } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { keepAnOwner } from './keep-an-owner.ts';
import { mapMember } from './map-people.ts';

/** Holds from the next refresh of the member's access token: after ten minutes at the latest. */
export async function changeRole(ctx: Context, input: { userId: string; role: Role }): Promise<Member> {
  requireScope(ctx, 'admin');
  return inTenant(ctx, async (tx) => {
    if (input.role !== 'owner') await keepAnOwner(tx, input.userId);
    const row = await updateMemberRole(tx, ctx.tenantId, input.userId, input.role);
    if (!row) throw new ServiceError('not_found', 'There is no such member in this shop.');
    await writeAudit(tx, ctx, {
      action: 'member.role_changed',
      subject: input.userId,
      detail: { role: input.role },
    });
    return mapMember(row);
  });
}
