import { type ReorderFilter, type ReorderLine, ServiceError } from '@ordernimbus/contracts';
import { listReorderKeys, type ReorderOrder, readPlanningBasis, readReorderLines } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { csvLine } from './csv.ts';
import { mapLine } from './map-line.ts';
import { majorUnits } from './money.ts';

type Cell = (line: ReorderLine, currency: string) => string | number | null;
const round = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 100) / 100;
const amount = (minor: number | null, currency: string): number | null =>
  minor === null ? null : Number(majorUnits(minor, currency));

/** Columns that an export may have, by the names of a line's fields. */
const columns: Readonly<Record<string, readonly [header: string, cell: Cell]>> = {
  sku: ['SKU', (line) => line.sku],
  itemName: ['Item', (line) => line.itemName],
  category: ['Category', (line) => line.category],
  locationName: ['Location', (line) => line.locationName],
  status: ['Status', (line) => line.status],
  supplier: ['Supplier', (line) => line.supplier],
  supplierSku: ['Supplier SKU', (line) => line.supplierSku],
  barcode: ['Barcode', (line) => line.barcode],
  onHand: ['On hand', (line) => line.onHand],
  onOrder: ['On order', (line) => line.onOrder],
  leadTimeDays: ['Lead time (days)', (line) => line.leadTimeDays],
  reviewDays: ['Review period (days)', (line) => line.reviewDays],
  serviceLevel: ['Service level', (line) => line.serviceLevel],
  packSize: ['Pack size', (line) => line.packSize],
  minimumQuantity: ['Minimum', (line) => line.minimumQuantity],
  unitCostMinor: ['Cost', (line, currency) => amount(line.unitCostMinor, currency)],
  demandMean: ['Expected demand', (line) => round(line.demandMean)],
  reorderPoint: ['Reorder point', (line) => round(line.reorderPoint)],
  orderUpTo: ['Order up to', (line) => round(line.orderUpTo)],
  suggested: ['Suggested', (line) => line.suggested],
  valueMinor: ['Value', (line, currency) => amount(line.valueMinor, currency)],
  stockOutOn: ['Runs out on', (line) => line.stockOutOn],
  atRiskMinor: ['At risk', (line, currency) => amount(line.atRiskMinor, currency)],
  overstockMinor: ['Overstock', (line, currency) => amount(line.overstockMinor, currency)],
};

export interface ExportReorderInput extends ReorderOrder {
  readonly filter: ReorderFilter;
  /** names of a line's fields, in the wanted order; absent means all */
  readonly columns?: readonly string[];
}

function chooseColumns(names: readonly string[] | undefined) {
  return (names ?? Object.keys(columns)).map((name) => {
    const column = columns[name];
    if (!column) {
      throw new ServiceError(
        'invalid_input',
        `There is no column "${name}". Choose among ${Object.keys(columns).join(', ')}.`,
        { places: [{ field: 'columns', message: `does not know "${name}"` }] },
      );
    }
    return column;
  });
}

const pieceSize = 500;

/** Lines of the keys in order, a piece at a time: no transaction lasts as long as a slow reader. */
export async function* pieces(
  ctx: Context,
  keys: readonly { itemId: number; locationId: number }[],
): AsyncGenerator<ReorderLine[]> {
  for (let from = 0; from < keys.length; from += pieceSize) {
    const rows = await inTenant(ctx, (tx) => readReorderLines(tx, keys.slice(from, from + pieceSize)));
    yield rows.map(mapLine);
  }
}

/** The list as CSV, in the order and with the columns that are on screen. */
export async function exportReorder(
  ctx: Context,
  input: ExportReorderInput,
): Promise<AsyncGenerator<string>> {
  requireScope(ctx, 'read');
  const chosen = chooseColumns(input.columns);
  const { keys, currency } = await inTenant(ctx, async (tx) => ({
    keys: await listReorderKeys(tx, {
      filter: input.filter,
      order: { sort: input.sort, direction: input.direction },
    }),
    currency: (await readPlanningBasis(tx))?.currency ?? 'USD',
  }));
  async function* text(): AsyncGenerator<string> {
    yield csvLine(chosen.map(([header]) => header));
    for await (const lines of pieces(ctx, keys)) {
      yield lines.map((line) => csvLine(chosen.map(([, cell]) => cell(line, currency)))).join('');
    }
  }
  return text();
}
