import type { Invitation } from '@ordernimbus/contracts';
import { listInvitationRows } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { mapInvitation } from './map-people.ts';

export async function listInvitations(ctx: Context): Promise<{ items: Invitation[] }> {
  requireScope(ctx, 'admin');
  const rows = await inTenant(ctx, (tx) => listInvitationRows(tx, ctx.platform.now()));
  return { items: rows.map(mapInvitation) };
}
