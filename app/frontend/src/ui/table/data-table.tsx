// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual list are placed freely, which table elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and points at its active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys of its rows
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { cx } from '../cx.ts';
import { Checkbox } from '../field.tsx';
import { Skeleton } from '../states.tsx';
import { type Column, type Density, rowHeights, type Sort } from './column.ts';
import { countSelected, everything, isSelected, nothing, type Selection, setSelected } from './selection.ts';
import { TableHeader } from './table-header.tsx';
import { useTableKeys } from './use-table-keys.ts';

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly count: number;
  /** undefined: not here yet, a placeholder stands for it */
  readonly row: (index: number) => Row | undefined;
  readonly keyOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  readonly onRange?: (first: number, last: number) => void;
  readonly sort?: Sort | undefined;
  readonly onSort?: (sort: Sort) => void;
  readonly selection?: Selection;
  readonly onSelection?: (selection: Selection) => void;
  readonly onOpen?: (row: Row) => void;
  readonly openKey?: string | undefined;
  readonly density?: Density;
  /** a line of totals that stays in sight, one cell per column id */
  readonly totals?: Readonly<Record<string, ReactNode>>;
  readonly height: string;
}

/** A grid of any length: only the rows in sight exist. Arrows move, space ticks, enter opens, Ctrl/Cmd-C copies. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, count, row, keyOf, selection, onSelection, totals, density = 'regular' } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(0);
  const [focused, setFocused] = useState(false);
  const height = rowHeights[density];
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    scrollPaddingStart: 36,
    scrollPaddingEnd: totals ? 40 : 0,
  });
  // the size of a row changes with the density, not with its content
  useEffect(() => virtual.measure(), [height]);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { onRange } = props;
  useEffect(() => onRange?.(first, last), [first, last, onRange]);

  const [leading, ...others] = columns;
  const template = [
    ...(selection ? ['40px'] : []),
    `minmax(min(${leading?.width ?? 200}px, 40vw), 2fr)`,
    ...others.map(({ width }) => `minmax(${width}px, 1fr)`),
  ].join(' ');
  const width = others.reduce((sum, column) => sum + column.width, selection ? 40 : 0);
  const ticked = selection ? countSelected(selection, count) : 0;
  const onKeyDown = useTableKeys({
    ...props,
    active,
    setActive,
    scrollTo: (index) => virtual.scrollToIndex(index),
  });

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={focused && count > 0 ? `${id}-${active}` : undefined}
      onKeyDown={onKeyDown}
      onFocus={(event) => setFocused(event.target === event.currentTarget)}
      onBlur={() => setFocused(false)}
      className="relative overflow-auto overscroll-x-contain rounded-b-xl focus-visible:outline-offset-[-2px]"
      style={{ maxHeight: props.height }}
    >
      <div style={{ minWidth: `calc(min(${leading?.width ?? 200}px, 40vw) + ${width}px)` }}>
        <TableHeader
          columns={columns}
          template={template}
          sort={props.sort}
          onSort={props.onSort}
          lead={
            selection && onSelection ? (
              <div
                role="columnheader"
                className="sticky left-0 z-10 flex items-center justify-center bg-sunken"
              >
                <Checkbox
                  label={`Select all ${count} rows`}
                  hideLabel
                  tabIndex={-1}
                  checked={count > 0 && ticked === count}
                  indeterminate={ticked > 0 && ticked < count}
                  onChange={() => onSelection(ticked === count ? nothing : everything)}
                />
              </div>
            ) : null
          }
        />
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const data = row(item.index);
            const key = data && keyOf(data);
            const selected = key !== undefined && selection !== undefined && isSelected(selection, key);
            const isActive = focused && item.index === active;
            const surface =
              selected || (key !== undefined && key === props.openKey) ? 'bg-accent-soft' : 'bg-surface';
            return (
              <div
                key={item.key}
                id={`${id}-${item.index}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={selection ? selected : undefined}
                onClick={() => {
                  setActive(item.index);
                  if (data) props.onOpen?.(data);
                }}
                className={cx(
                  'group absolute inset-x-0 grid border-b border-line text-sm',
                  surface,
                  props.onOpen && 'cursor-pointer',
                  isActive && 'z-[1] outline-2 -outline-offset-2 outline-accent',
                )}
                style={{
                  gridTemplateColumns: template,
                  height: item.size,
                  transform: `translateY(${item.start}px)`,
                }}
              >
                {selection && onSelection && (
                  <div
                    role="gridcell"
                    onClick={(event) => event.stopPropagation()}
                    className={cx('sticky left-0 z-[1] flex items-center justify-center', surface)}
                  >
                    {data && key !== undefined && (
                      <Checkbox
                        label={`Select ${props.nameOf(data)}`}
                        hideLabel
                        tabIndex={-1}
                        checked={selected}
                        onChange={() => onSelection(setSelected(selection, [key], !selected))}
                      />
                    )}
                  </div>
                )}
                {columns.map((column, index) => (
                  <div
                    key={column.id}
                    role="gridcell"
                    className={cx(
                      'num flex min-w-0 items-center overflow-hidden px-3',
                      column.align === 'right' && 'justify-end text-right',
                      index === 0 && 'sticky z-[1] border-r border-line',
                      index === 0 && surface,
                      !selected && props.onOpen && 'group-hover:bg-sunken',
                    )}
                    style={index === 0 ? { left: selection ? 40 : 0 } : undefined}
                  >
                    {data ? column.cell(data) : <Skeleton className="h-3 w-2/3" />}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
        {totals && (
          <div role="rowgroup" className="sticky bottom-0 z-20">
            <div
              role="row"
              style={{ gridTemplateColumns: template }}
              className="grid h-10 border-t border-line-strong/40 bg-sunken text-sm font-semibold"
            >
              {selection && <div role="gridcell" aria-label="Totals" className="sticky left-0 bg-sunken" />}
              {columns.map((column, index) => (
                <div
                  key={column.id}
                  role="gridcell"
                  className={cx(
                    'num flex min-w-0 items-center truncate bg-sunken px-3',
                    column.align === 'right' && 'justify-end',
                    index === 0 && 'sticky z-[1] border-r border-line',
                  )}
                  style={index === 0 ? { left: selection ? 40 : 0 } : undefined}
                >
                  {totals[column.id]}
                </div>
              ))}
            </div>
          </div>
        )}
      </div>
    </div>
  );
}
