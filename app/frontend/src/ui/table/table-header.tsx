// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual list are placed freely, which table elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and points at its active row
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../cx.ts';
import { type Column, nextSort, type Sort } from './column.ts';

export function TableHeader<Row>({
  columns,
  sort,
  onSort,
  lead,
}: {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
  readonly lead: ReactNode;
}) {
  return (
    <div role="rowgroup" className="sticky top-0 z-20">
      <div
        role="row"
        aria-rowindex={1}
        className="table-row-box grid h-9 border-b border-line bg-sunken text-sm text-ink-2"
      >
        {lead}
        {columns.map((column, index) => {
          const sorted = sort && sort.id === column.sortId ? sort.direction : undefined;
          const words = (
            <span className="truncate">
              {column.header}
              {column.unit && <span className="text-ink-3"> {column.unit}</span>}
            </span>
          );
          const Arrow = sorted === 'asc' ? ArrowUp : ArrowDown;
          const sortId = column.sortId;
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
              title={column.help}
              className={cx(
                'flex min-w-0 items-center bg-sunken',
                index === 0 && 'sticky z-10 border-r border-line',
                column.align === 'right' && 'justify-end',
              )}
              style={index === 0 ? { left: lead ? 40 : 0 } : undefined}
            >
              {sortId && onSort ? (
                <button
                  type="button"
                  onClick={() => onSort(nextSort(sort, sortId))}
                  className={cx(
                    'group flex h-full min-w-0 items-center gap-1 px-3 font-medium hover:text-ink',
                    sorted && 'text-ink',
                    column.align === 'right' && 'flex-row-reverse',
                  )}
                >
                  {words}
                  <Arrow
                    aria-hidden
                    className={cx('size-3.5 shrink-0', !sorted && 'opacity-0 group-hover:opacity-60')}
                  />
                </button>
              ) : (
                <span className="flex min-w-0 px-3 font-medium">{words}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
