import type { ApiKey } from '@ordernimbus/contracts';
import { listApiKeyRows } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { mapApiKey } from './map-api-key.ts';

export async function listApiKeys(ctx: Context): Promise<{ items: ApiKey[] }> {
  requireScope(ctx, 'admin');
  const rows = await inTenant(ctx, listApiKeyRows);
  return { items: rows.map(mapApiKey) };
}
