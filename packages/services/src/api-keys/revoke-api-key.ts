import { ServiceError } from '@ordernimbus/contracts';
import { revokeApiKeyRow } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { forgetApiKey } from './authenticate-api-key.ts';

/** Holds at once in this process, and within the cache's time in others. */
export async function revokeApiKey(ctx: Context, input: { id: string }): Promise<void> {
  requireScope(ctx, 'admin');
  const row = await inTenant(ctx, async (tx) => {
    const revoked = await revokeApiKeyRow(tx, ctx.tenantId, input.id, ctx.platform.now());
    if (!revoked) throw new ServiceError('not_found', 'There is no such key, or it was revoked already.');
    await writeAudit(tx, ctx, { action: 'api_key.revoked', subject: input.id });
    return revoked;
  });
  forgetApiKey(ctx.platform, row.prefix);
}
