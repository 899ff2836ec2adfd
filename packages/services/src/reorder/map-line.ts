import type { ReorderLine, ReorderStatus, ReorderTotals } from '@ordernimbus/contracts';
import type { ReorderLineRow, ReorderTotalsRow } from '@ordernimbus/data';

export function mapLine(row: ReorderLineRow): ReorderLine {
  return { ...row, status: row.status as ReorderStatus };
}

export function mapTotals(rows: readonly ReorderTotalsRow[]): ReorderTotals {
  const whole = rows.find((row) => row.whole);
  return {
    lines: whole?.lines ?? 0,
    linesToOrder: whole?.linesToOrder ?? 0,
    units: whole?.units ?? 0,
    valueMinor: whole?.valueMinor ?? 0,
    atRiskMinor: whole?.atRiskMinor ?? 0,
    overstockMinor: whole?.overstockMinor ?? 0,
    bySupplier: rows
      .filter((row) => !row.whole && row.linesToOrder > 0)
      .map(({ supplier, linesToOrder, units, valueMinor }) => ({
        supplier,
        linesToOrder,
        units,
        valueMinor,
      })),
  };
}
