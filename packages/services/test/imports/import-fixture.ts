import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type Import, type ImportMapping, ServiceError } from '@ordernimbus/contracts';
import { withTenant } from '@ordernimbus/data';
import {
  type Context,
  createImport,
  runImport,
  setMapping,
  startImport,
  undoImport,
} from '../../src/index.ts';

export const bodyOf = (text: string | Buffer): AsyncIterable<Uint8Array> =>
  Readable.from([typeof text === 'string' ? Buffer.from(text) : text]);

export function upload(ctx: Context, text: string | Buffer, fileName = 'sales.csv'): Promise<Import> {
  return createImport(ctx, { fileName, body: bodyOf(text) });
}

export const uploadFile = (ctx: Context, path: string): Promise<Import> =>
  createImport(ctx, { fileName: path, body: createReadStream(path) });

/** Uploads, confirms the proposal (with changes), imports, and gives the finished import back. */
export async function importWhole(
  ctx: Context,
  text: string | Buffer,
  change: Partial<ImportMapping> = {},
): Promise<Import> {
  const uploaded = await upload(ctx, text);
  if (!uploaded.mapping) throw new ServiceError('unsupported_file', uploaded.error?.message ?? 'no mapping');
  await setMapping(ctx, { importId: uploaded.id, mapping: { ...uploaded.mapping, ...change } });
  return finish(ctx, uploaded.id);
}

export async function finish(ctx: Context, importId: string): Promise<Import> {
  await startImport(ctx, { importId });
  await runImport(ctx.platform, { tenantId: ctx.tenantId, importId });
  return read(ctx, importId);
}

export async function undo(ctx: Context, importId: string): Promise<Import> {
  await undoImport(ctx, { importId });
  await runImport(ctx.platform, { tenantId: ctx.tenantId, importId });
  return read(ctx, importId);
}

async function read(ctx: Context, importId: string): Promise<Import> {
  const { getImport } = await import('../../src/index.ts');
  return getImport(ctx, { importId });
}

/** Every stored daily fact, `sku|location|day sold returned revenue lines`, in order. */
export function dailyFacts(ctx: Context): Promise<string[]> {
  return withTenant(ctx.platform.database, ctx.tenantId, async (tx) => {
    const rows = await tx.query<{ fact: string }>(
      `select i.sku || '|' || l.code || '|' || (q.quarter + u.day::int)::text || ' ' || u.sold || ' ' || u.returned || ' '
         || u.revenue || ' ' || u.lines as fact
       from sales_quarters q join items i on i.tenant_id = q.tenant_id and i.id = q.item_id
       join locations l on l.tenant_id = q.tenant_id and l.id = q.location_id,
         unnest(q.days, q.sold, q.returned, q.revenue_minor, q.lines) as u(day, sold, returned, revenue, lines)
       order by (i.sku || '|' || l.code) collate "C", q.quarter, u.day`,
    );
    return rows.map((row) => row.fact);
  });
}

export async function allRows(
  ctx: Context,
  table: 'items' | 'locations' | 'stock' | 'reorder_parameters' | 'unavailable_spans' | 'imports',
): Promise<Record<string, unknown>[]> {
  return withTenant(ctx.platform.database, ctx.tenantId, (tx) => tx.query(`select * from ${table}`));
}
