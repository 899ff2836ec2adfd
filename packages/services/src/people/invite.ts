import { randomUUID } from 'node:crypto';
import { type InvitationCreated, type InviteInput, ServiceError } from '@ordernimbus/contracts';
import { insertInvitation, listMemberRows, revokeInvitationsTo } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { hashSecret, newSecret } from '../auth/refresh-token.ts';
import { actorId, type Context, inTenant, requireScope } from '../context.ts';
import { mapInvitation } from './map-people.ts';

export const invitationDays = 7;

/** A link that works once, for seven days. A newer invitation to the same address replaces the older. */
export async function invite(ctx: Context, input: InviteInput): Promise<InvitationCreated> {
  requireScope(ctx, 'admin');
  const now = ctx.platform.now();
  const token = newSecret();
  const row = {
    tenantId: ctx.tenantId,
    id: randomUUID(),
    email: input.email.toLowerCase(),
    role: input.role,
    createdAt: now,
    expiresAt: new Date(now.getTime() + invitationDays * 86_400_000),
  };
  await inTenant(ctx, async (tx) => {
    const members = await listMemberRows(tx, ctx.tenantId);
    if (members.some((member) => member.email === row.email)) {
      throw new ServiceError('conflict', 'This person belongs to the shop already. Change the role instead.');
    }
    await revokeInvitationsTo(tx, ctx.tenantId, row.email, now);
    await insertInvitation(tx, { ...row, tokenHash: hashSecret(token), invitedBy: actorId(ctx.actor) });
    await writeAudit(tx, ctx, {
      action: 'invitation.created',
      subject: row.id,
      detail: { role: row.role },
    });
  });
  return { invitation: mapInvitation(row), token };
}
