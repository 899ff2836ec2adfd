import { type CalendarEntryRow, findTenant, listAllCalendarRows } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { csvLine } from '../reorder/csv.ts';
import { majorUnits } from '../reorder/money.ts';
import { fileColumns } from './file-columns.ts';

const pieceSize = 1000;

/** The whole calendar as a file that `importCalendarEntries` reads back. */
export async function exportCalendarEntries(ctx: Context): Promise<AsyncGenerator<string>> {
  requireScope(ctx, 'read');
  const tenant = await inTenant(ctx, (tx) => findTenant(tx, ctx.tenantId));
  const currency = tenant?.currency ?? 'USD';
  const cells = (row: CalendarEntryRow): (string | number | null)[] => [
    row.kind,
    row.name,
    row.sku,
    row.category,
    row.locationCode,
    row.fromDay,
    row.toDay,
    row.discountPercent,
    row.priceMinor === null ? null : majorUnits(row.priceMinor, currency),
    row.closed ? 'yes' : null,
  ];
  async function* text(): AsyncGenerator<string> {
    yield csvLine(fileColumns);
    let after: { day: string; id: string } | undefined;
    for (;;) {
      const rows = await inTenant(ctx, (tx) =>
        listAllCalendarRows(tx, { limit: pieceSize, ...(after ? { after } : {}) }),
      );
      if (rows.length > 0) yield rows.map((row) => csvLine(cells(row))).join('');
      const last = rows.at(-1);
      if (rows.length < pieceSize || !last) return;
      after = { day: last.fromDay, id: last.id };
    }
  }
  return text();
}
