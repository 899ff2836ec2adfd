import { type Me, type Role, ServiceError } from '@ordernimbus/contracts';
import { findMember, findTenant, listMemberships, withPlatform } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { mapTenant } from '../tenants/map-tenant.ts';

/** Who is signed in, what they may do, and the shops they can switch to. */
export async function getMe(ctx: Context, input: { role: Role | null }): Promise<Me> {
  requireScope(ctx, 'read');
  const { actor, scopes } = ctx;
  const userId = actor.kind === 'user' ? actor.userId : null;
  const [tenant, member] = await inTenant(ctx, async (tx) => [
    await findTenant(tx, ctx.tenantId),
    userId ? await findMember(tx, ctx.tenantId, userId) : undefined,
  ]);
  if (!tenant) throw new ServiceError('not_found', 'This shop does not exist any more.');
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
    tenant: mapTenant(tenant),
    tenants,
  };
}
