import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServiceError, type SourceLine } from '@ordernimbus/contracts';
import { findItem, findLocation, listCountedImports } from '@ordernimbus/data';
import { readFactLines } from '@ordernimbus/importers';
import { type Context, inTenant, requireScope } from '../context.ts';
import { sourcesOf } from '../imports/import-state.ts';

const maxLines = 1000;

/** The lines of all files behind what one item sold at one location on one day, and which of them count. */
export async function getSourceLines(
  ctx: Context,
  input: { readonly itemId: number; readonly locationId: number; readonly day: string },
): Promise<{ items: SourceLine[]; sold: number; returned: number }> {
  requireScope(ctx, 'read');
  const { item, location, imports } = await inTenant(ctx, async (tx) => ({
    item: await findItem(tx, input.itemId),
    location: await findLocation(tx, input.locationId),
    imports: await listCountedImports(tx),
  }));
  if (!item || !location) throw new ServiceError('not_found', 'There is no such item at such a location.');
  const sources = await sourcesOf(imports, (key) => ctx.platform.objects.localPath(key));
  const sales = sources.filter((source) => source.layout !== 'stock');
  const found = await readFactLines(
    sales,
    { item: item.sku, location: location.code, day: input.day },
    maxLines,
    { folder: path.join(tmpdir(), 'ordernimbus') },
  );
  const bySequence = new Map(imports.map((row) => [row.sequence, row]));
  return {
    sold: found.sold,
    returned: found.returned,
    items: found.lines.map(({ sequence, ...line }) => ({
      importId: bySequence.get(sequence)?.id ?? '',
      fileName: bySequence.get(sequence)?.fileName ?? '',
      ...line,
    })),
  };
}
