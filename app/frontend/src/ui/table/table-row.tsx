// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual list are placed freely, which table elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and points at its active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys of its rows
import { memo, type ReactNode } from 'react';
import { cx } from '../cx.ts';
import { Checkbox } from '../field.tsx';
import type { Column } from './column.ts';

export interface TableRowProps<Row> {
  readonly id: string;
  readonly index: number;
  /** undefined: not here yet */
  readonly data: Row | undefined;
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly height: number;
  readonly selectable: boolean;
  readonly selected: boolean;
  readonly open: boolean;
  readonly active: boolean;
  readonly canOpen: boolean;
  /** Must stay the same function from draw to draw, or every row is drawn anew. */
  readonly onClick: (index: number) => void;
  readonly onTick: (index: number, selected: boolean) => void;
}

function Row<Row>(row: TableRowProps<Row>) {
  const { data, selected, index } = row;
  const surface = selected || row.open ? 'bg-accent-soft' : 'bg-surface';
  return (
    <div
      id={row.id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={row.selectable ? selected : undefined}
      onClick={() => row.onClick(index)}
      className={cx(
        'table-row-box group absolute inset-x-0 grid border-b border-line text-sm',
        surface,
        row.canOpen && 'cursor-pointer',
        row.active && 'z-[1] outline-2 -outline-offset-2 outline-accent',
      )}
      style={{ height: row.height, transform: `translateY(${index * row.height}px)` }}
    >
      {row.selectable && (
        <div
          role="gridcell"
          onClick={(event) => event.stopPropagation()}
          className={cx('sticky left-0 z-[1] flex items-center justify-center', surface)}
        >
          {data && (
            <Checkbox
              label={`Select ${row.name}`}
              hideLabel
              tabIndex={-1}
              checked={selected}
              onChange={() => row.onTick(index, !selected)}
            />
          )}
        </div>
      )}
      {row.columns.map((column, place) => (
        <div
          key={column.id}
          role="gridcell"
          className={cx(
            'num flex min-w-0 items-center overflow-hidden px-3',
            column.align === 'right' && 'justify-end text-right',
            place === 0 && 'sticky z-[1] border-r border-line',
            place === 0 && surface,
            !selected && row.canOpen && 'group-hover:bg-sunken',
          )}
          style={place === 0 ? { left: row.selectable ? 40 : 0 } : undefined}
        >
          {data ? column.cell(data) : <span className="h-3 w-2/3 rounded bg-line" />}
        </div>
      ))}
    </div>
  );
}

/** One row of the grid; drawn again only when something of its own has changed. */
export const TableRow = memo(Row) as <Row>(row: TableRowProps<Row>) => ReactNode;
