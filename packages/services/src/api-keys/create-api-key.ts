import { randomBytes, randomUUID } from 'node:crypto';
import type { ApiKeyCreated, ApiKeyInput } from '@ordernimbus/contracts';
import { insertApiKey } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { hashSecret, newSecret } from '../auth/refresh-token.ts';
import { actorId, type Context, inTenant, requireScope } from '../context.ts';
import { mapApiKey } from './map-api-key.ts';

/** The whole key is in this answer and nowhere else. A key never holds more than its maker. */
export async function createApiKey(ctx: Context, input: ApiKeyInput): Promise<ApiKeyCreated> {
  requireScope(ctx, 'admin');
  const scopes = [...new Set(input.scopes)];
  for (const scope of scopes) requireScope(ctx, scope);
  const prefix = randomBytes(6).toString('hex');
  const secret = newSecret();
  const row = await inTenant(ctx, async (tx) => {
    const inserted = await insertApiKey(tx, {
      tenantId: ctx.tenantId,
      id: randomUUID(),
      name: input.name,
      prefix,
      keyHash: hashSecret(secret),
      scopes,
      createdBy: actorId(ctx.actor),
      createdAt: ctx.platform.now(),
    });
    await writeAudit(tx, ctx, { action: 'api_key.created', subject: inserted.id, detail: { scopes } });
    return inserted;
  });
  return { apiKey: mapApiKey(row), secret: `onk_${prefix}_${secret}` };
}
