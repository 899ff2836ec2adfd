import type { ReorderFilter } from '@ordernimbus/contracts';
import { listReorderKeys, readPlanningBasis } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { csvLine } from './csv.ts';
import { pieces } from './export-reorder.ts';
import { majorUnits } from './money.ts';

export interface PurchaseOrderInput {
  /** `supplier` names one supplier; '' means lines without a supplier; absent means all */
  readonly filter: ReorderFilter;
}

/**
 * What is suggested, in the columns of Shopify's purchase order import. An item wanted at several locations is one line:
 * choose a location in the filter for an order to one. Tax is the supplier's to say and stays empty.
 */
export async function exportPurchaseOrder(
  ctx: Context,
  input: PurchaseOrderInput,
): Promise<AsyncGenerator<string>> {
  requireScope(ctx, 'read');
  const { keys, currency } = await inTenant(ctx, async (tx) => ({
    keys: await listReorderKeys(tx, {
      filter: { ...input.filter, onlySuggested: true },
      order: { sort: 'sku', direction: 'asc' },
    }),
    currency: (await readPlanningBasis(tx))?.currency ?? 'USD',
  }));
  async function* text(): AsyncGenerator<string> {
    yield 'SKU,Barcode,Supplier SKU,Quantity,Cost,Tax\n';
    const orders = new Map<string, { cells: (string | null)[]; quantity: number; cost: number | null }>();
    for await (const lines of pieces(ctx, keys)) {
      for (const line of lines) {
        if (line.suggested <= 0) continue;
        const cost = line.unitCostMinor;
        const key = JSON.stringify([line.itemId, line.supplierSku, cost]);
        const order = orders.get(key);
        if (order) order.quantity += line.suggested;
        else {
          const cells = [line.sku, line.barcode, line.supplierSku];
          orders.set(key, { cells, quantity: line.suggested, cost });
        }
      }
    }
    let piece = '';
    for (const { cells, quantity, cost } of orders.values()) {
      const price = cost === null ? null : majorUnits(cost, currency);
      piece += csvLine([...cells, Number(quantity.toPrecision(15)), price, null]);
      if (piece.length > 65_536) {
        yield piece;
        piece = '';
      }
    }
    if (piece) yield piece;
  }
  return text();
}
