import type { Member } from '@ordernimbus/contracts';
import { listMemberRows } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { mapMember } from './map-people.ts';

export async function listMembers(ctx: Context): Promise<{ items: Member[] }> {
  requireScope(ctx, 'read');
  const rows = await inTenant(ctx, (tx) => listMemberRows(tx, ctx.tenantId));
  return { items: rows.map(mapMember) };
}
