import { type Item, type Location, ServiceError } from '@ordernimbus/contracts';
import { findItem, listItemRows, listLocationRows } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';

/** In the order of their codes. */
export async function listItems(
  ctx: Context,
  input: {
    readonly search?: string;
    readonly category?: string;
    readonly cursor?: string;
    readonly limit?: number;
  },
): Promise<{ items: Item[]; nextCursor?: string }> {
  requireScope(ctx, 'read');
  const limit = input.limit ?? 50;
  const after = decodeCursor(input.cursor, { sku: 'string' })?.sku;
  const rows = await inTenant(ctx, (tx) =>
    listItemRows(tx, {
      limit: limit + 1,
      ...(input.search ? { search: input.search } : {}),
      ...(input.category ? { category: input.category } : {}),
      ...(after === undefined ? {} : { after }),
    }),
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last ? { items, nextCursor: encodeCursor({ sku: last.sku }) } : { items };
}

export async function getItem(ctx: Context, input: { readonly itemId: number }): Promise<Item> {
  requireScope(ctx, 'read');
  const item = await inTenant(ctx, (tx) => findItem(tx, input.itemId));
  if (!item) throw new ServiceError('not_found', 'There is no such item.');
  return item;
}

export async function listLocations(ctx: Context): Promise<{ items: Location[] }> {
  requireScope(ctx, 'read');
  return { items: await inTenant(ctx, listLocationRows) };
}
