import type { Suppliers } from '@ordernimbus/contracts';
import { readReorderTotals } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';

/** The suppliers that lines of the reorder list have, by name, those without one last. */
export async function listSuppliers(ctx: Context): Promise<Suppliers> {
  requireScope(ctx, 'read');
  const rows = await inTenant(ctx, (tx) => readReorderTotals(tx, {}));
  const items = rows.filter(({ whole }) => !whole).map(({ supplier, lines }) => ({ supplier, lines }));
  const byName = (a: string | null, b: string | null): number =>
    a === null || b === null ? Number(a === null) - Number(b === null) : a.localeCompare(b, 'en');
  return { items: items.sort((a, b) => byName(a.supplier, b.supplier)) };
}
