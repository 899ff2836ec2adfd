import type { ReorderLine, ReorderStatus, ReorderTotals } from '@ordernimbus/contracts';
import type { ReorderLineRow, ReorderTotalsRow } from '@ordernimbus/data';

export function mapLine(row: ReorderLineRow): ReorderLine {
  return { ...row, status: row.status as ReorderStatus };
}

export const noTotals: ReorderTotals = {
  lines: 0,
  linesToOrder: 0,
  units: 0,
  valueMinor: 0,
  linesToOrderWithoutCost: 0,
  linesPlanned: 0,
  linesWithoutStock: 0,
  linesWithoutPrice: 0,
  atRiskMinor: 0,
  overstockMinor: 0,
  bySupplier: [],
};

export function mapTotals(rows: readonly ReorderTotalsRow[]): ReorderTotals {
  const whole = rows.find((row) => row.whole);
  if (!whole) return noTotals;
  const { whole: _whole, supplier: _supplier, ...sums } = whole;
  return {
    ...sums,
    bySupplier: rows
      .filter((row) => !row.whole && row.linesToOrder > 0)
      .map(({ supplier, linesToOrder, units, valueMinor, linesToOrderWithoutCost }) => ({
        supplier,
        linesToOrder,
        units,
        valueMinor,
        linesToOrderWithoutCost,
      })),
  };
}
