import type { Me, Role } from '@ordernimbus/contracts';
import { findMember, listMemberships, withPlatform } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { readTenant } from '../tenants/read-tenant.ts';

/** Who is signed in, what they may do, and the shops they can switch to. */
export async function getMe(ctx: Context, input: { role: Role | null }): Promise<Me> {
  requireScope(ctx, 'read');
  const { actor, scopes } = ctx;
  const userId = actor.kind === 'user' ? actor.userId : null;
  const [tenant, member] = await inTenant(ctx, async (tx) => [
    await readTenant(tx),
    userId ? await findMember(tx, ctx.tenantId, userId) : undefined,
  ]);
  const tenants = userId
    ? await withPlatform(ctx.platform.platformDatabase, (tx) => listMemberships(tx, userId))
    : [];
  return {
    actor: actor.kind === 'key' ? 'key' : 'user',
    userId,
    email: member?.email ?? null,
    name: member?.name ?? actor.name,
    role: input.role,
    scopes: [...scopes],
    tenant,
    tenants,
  };
}
