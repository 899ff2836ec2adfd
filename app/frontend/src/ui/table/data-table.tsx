// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual list are placed freely, which table elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and points at its active row
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { Checkbox } from '../field.tsx';
import { type Column, type Density, rowHeights, type Sort } from './column.ts';
import { useListPlace } from './list-place.ts';
import { countSelected, everything, isSelected, nothing, type Selection, setSelected } from './selection.ts';
import { TableHeader } from './table-header.tsx';
import { TableRow } from './table-row.tsx';
import { TableTotals } from './table-totals.tsx';
import { useTableKeys } from './use-table-keys.ts';

const rangeEveryMs = 100;
/** Pixels of the header and of the totals, which stand over the rows: their h-9 and h-10. */
const headHeight = 36;
const totalsHeight = 40;

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

/** Tells which rows are in sight, after the frame that shows them and a few times a second at most. */
function useRangeInSight(first: number, last: number, onRange: DataTableProps<never>['onRange']): void {
  const latest = useRef<() => void>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = () => onRange?.(first, last);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current?.();
    }, rangeEveryMs);
  }, [first, last, onRange]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

/** What rows call: the same functions for the life of the grid, so that unchanged rows are not drawn again. */
function useRowEvents<Row>(props: DataTableProps<Row>, setActive: (index: number) => void) {
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const onClick = useCallback(
    (index: number) => {
      setActive(index);
      const { row, onOpen } = latest.current;
      const data = row(index);
      if (data) onOpen?.(data);
    },
    [setActive],
  );
  const onTick = useCallback((index: number, selected: boolean) => {
    const { row, keyOf, selection, onSelection } = latest.current;
    const data = row(index);
    if (data && selection) onSelection?.(setSelected(selection, [keyOf(data)], selected));
  }, []);
  return { onClick, onTick };
}

/** A grid of any length: only the rows in sight exist. Arrows move, space ticks, enter opens, Ctrl/Cmd-C copies. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, count, row, keyOf, selection, onSelection, totals, density = 'regular' } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [focused, setFocused] = useState(false);
  const height = rowHeights[density];
  const place = useListPlace(props.label, scroller);
  const { setActive } = place;
  const active = Math.min(place.active, Math.max(0, count - 1));
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    initialOffset: place.top,
    // drawing inside the scroll event would hold the frame up; the overscan covers the one that comes late
    useFlushSync: false,
  });
  // the size of a row changes with the density, not with its content
  useEffect(() => virtual.measure(), [height]);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  // a power of two, so that a row more in sight does not give every row another place
  const pool = 2 ** Math.ceil(Math.log2(Math.max(items.length, 32)));
  useRangeInSight(first, last, props.onRange);
  const selectable = selection !== undefined && onSelection !== undefined;
  const { onClick, onTick } = useRowEvents(props, setActive);

  const [leading, ...others] = columns;
  const template = [
    ...(selectable ? ['40px'] : []),
    `minmax(min(${leading?.width ?? 200}px, 40vw), 2fr)`,
    // a phone gives what is left to the name
    ...others.map(({ width }) => (density === 'touch' ? `${width}px` : `minmax(${width}px, 1fr)`)),
  ].join(' ');
  const width = others.reduce((sum, column) => sum + column.width, selectable ? 40 : 0);
  const ticked = selection ? countSelected(selection, count) : 0;
  const scrollTo = (index: number) => {
    const box = scroller.current;
    if (!box) return;
    const inSight = box.clientHeight - headHeight - (totals ? totalsHeight : 0);
    const top = index * height;
    box.scrollTop = Math.min(top, Math.max(box.scrollTop, top + height - inSight));
    box.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = useTableKeys({ ...props, active, setActive, scrollTo });

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
      onScroll={place.onScroll}
      onFocus={(event) => setFocused(event.target === event.currentTarget)}
      onBlur={() => setFocused(false)}
      className="relative overflow-auto overscroll-x-contain rounded-b-xl bg-surface focus-visible:outline-offset-[-2px]"
      style={{ maxHeight: props.height }}
    >
      <div
        style={
          {
            '--table-columns': template,
            minWidth: `calc(min(${leading?.width ?? 200}px, 40vw) + ${width}px)`,
          } as CSSProperties
        }
      >
        <TableHeader
          columns={columns}
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
            return (
              <TableRow
                // a row that leaves hands its elements to the one that comes: changing text is cheaper than building
                key={item.index % pool}
                id={`${id}-${item.index}`}
                index={item.index}
                data={data}
                name={data ? props.nameOf(data) : ''}
                columns={columns}
                height={height}
                selectable={selectable}
                selected={key !== undefined && selection !== undefined && isSelected(selection, key)}
                open={key !== undefined && key === props.openKey}
                active={focused && item.index === active}
                canOpen={props.onOpen !== undefined}
                onClick={onClick}
                onTick={onTick}
              />
            );
          })}
        </div>
        {totals && <TableTotals columns={columns} selectable={selectable} totals={totals} />}
      </div>
    </div>
  );
}
