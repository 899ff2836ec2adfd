// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual list are placed freely, which table elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and points at its active row
import type { ReactNode } from 'react';
import { cx } from '../cx.ts';
import type { Column } from './column.ts';

/** A line at the foot that stays in sight. */
export function TableTotals<Row>({
  columns,
  selectable,
  totals,
}: {
  readonly columns: readonly Column<Row>[];
  readonly selectable: boolean;
  readonly totals: Readonly<Record<string, ReactNode>>;
}) {
  return (
    <div role="rowgroup" className="sticky bottom-0 z-20">
      <div
        role="row"
        className="table-row-box grid h-10 border-t border-line-strong/40 bg-sunken text-sm font-semibold"
      >
        {selectable && <div role="gridcell" aria-label="Totals" className="sticky left-0 bg-sunken" />}
        {columns.map((column, index) => (
          <div
            key={column.id}
            role="gridcell"
            className={cx(
              'num flex min-w-0 items-center truncate bg-sunken px-3',
              column.align === 'right' && 'justify-end',
              index === 0 && 'sticky z-[1] border-r border-line',
            )}
            style={index === 0 ? { left: selectable ? 40 : 0 } : undefined}
          >
            {totals[column.id]}
          </div>
        ))}
      </div>
    </div>
  );
}
