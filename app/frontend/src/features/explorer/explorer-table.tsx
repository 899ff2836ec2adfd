import type { ExplorerRow } from '@ordernimbus/contracts';
import { Folder, MapPin, Package, Search } from 'lucide-react';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { Field, Input } from '../../ui/field.tsx';
import { formatChange, formatPercent, formatRange, formatUnits, plural } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { useTableView } from '../../ui/table/column-menu.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { keepSort } from '../../ui/table/keep-sort.ts';
import { SavedViews } from '../../ui/table/saved-views.tsx';
import { type ChangeSearch, useTypedSearch } from '../../ui/use-search.ts';
import { nodeSearch, readExplorerSort } from './filter.ts';

const icons = { location: MapPin, category: Folder, item: Package };
const gain = (row: ExplorerRow) => (row.wape !== null && row.naiveWape ? 1 - row.wape / row.naiveWape : null);

/** Items have errors of their own; a category or a location that of its total, in which the misses of items cancel out. */
const errorColumn = (ofItems: boolean): Column<ExplorerRow> => ({
  id: 'wape',
  header: ofItems ? 'Error of item' : 'Error of total',
  width: 128,
  align: 'right',
  sortId: 'wape',
  help: ofItems
    ? 'WAPE: sum of absolute errors over sum of sales, of the days of the back-test'
    : 'WAPE: sum of absolute errors over sum of sales, of the total of each day of the back-test: smaller than that of single items, because their misses cancel out',
  cell: (row) => formatPercent(row.wape),
  text: (row) => row.wape,
});

const columnsOf = (ofItems: boolean): readonly Column<ExplorerRow>[] => [
  {
    id: 'name',
    header: 'Name',
    // a search names the location behind the item
    width: 260,
    sortId: 'name',
    cell: (row) => {
      const Icon = icons[row.kind];
      return (
        <span className="flex min-w-0 items-center gap-2 font-medium">
          <Icon aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
          <span className="min-w-0">
            <span className="block truncate" title={row.name}>
              {row.name}
            </span>
            {row.next28 && (
              <span className="block truncate text-xs font-normal text-ink-2 sm:hidden">
                {formatRange(row.next28.low, row.next28.high)}, 8 in 10
              </span>
            )}
          </span>
        </span>
      );
    },
    text: (row) => row.name,
  },
  {
    id: 'spark',
    header: '13 weeks, 4 ahead',
    width: 164,
    cell: (row) => (
      <Sparkline history={row.sparkHistory} forecast={row.sparkForecast} width={136} height={24} />
    ),
    text: (row) => row.sparkHistory.join(' '),
  },
  {
    id: 'next28',
    header: '28 days ahead',
    unit: 'units',
    width: 164,
    align: 'right',
    sortId: 'next28',
    onPhone: true,
    help: 'Expected units in the 28 days after the last sales',
    cell: (row) => formatUnits(row.next28?.mean),
    text: (row) => row.next28?.mean,
  },
  {
    id: 'range',
    header: 'Range',
    unit: '8 in 10',
    width: 130,
    align: 'right',
    cell: (row) => (row.next28 ? formatRange(row.next28.low, row.next28.high) : '–'),
    text: (row) => (row.next28 ? formatRange(row.next28.low, row.next28.high) : null),
  },
  {
    id: 'prior',
    header: '28 days before',
    unit: 'units',
    width: 164,
    align: 'right',
    sortId: 'sold',
    cell: (row) => formatUnits(row.soldPrior28),
    text: (row) => row.soldPrior28,
  },
  {
    id: 'change',
    header: 'Change',
    width: 96,
    align: 'right',
    sortId: 'change',
    cell: (row) => (row.next28 && formatChange(row.next28.mean, row.soldPrior28)) ?? '–',
    text: (row) => row.next28 && formatChange(row.next28.mean, row.soldPrior28),
  },
  errorColumn(ofItems),
  {
    id: 'gain',
    header: 'Against naive',
    width: 120,
    align: 'right',
    help: 'How much smaller the error is than that of repeating the last week',
    cell: (row) => {
      const better = gain(row);
      if (better === null) return '–';
      return `${formatPercent(Math.abs(better))} ${better >= 0 ? 'better' : 'worse'}`;
    },
    text: gain,
  },
];

const [columnsOfTotals, columnsOfItems] = [columnsOf(false), columnsOf(true)];

export function ExplorerTable({
  rows,
  total,
  search,
  changeSearch,
  more,
}: {
  readonly rows: readonly ExplorerRow[];
  readonly total: number;
  readonly search: URLSearchParams;
  readonly changeSearch: ChangeSearch;
  readonly more: (() => unknown) | undefined;
}) {
  const navigate = useNavigate();
  const view = useTableView('explorer', rows[0]?.kind === 'item' ? columnsOfItems : columnsOfTotals);
  const wanted = search.get('search') ?? '';
  const [typed, setTyped] = useTypedSearch(wanted, changeSearch);
  const sort = readExplorerSort(search);
  const onRange = useCallback(
    (_first: number, last: number) => {
      if (last >= rows.length - 20) void more?.();
    },
    [rows.length, more],
  );
  const open = (row: ExplorerRow) => {
    // what is still being typed belongs to this level
    setTyped(wanted);
    void navigate(
      row.kind === 'item' && row.itemId !== null && row.locationId !== null
        ? `/items/${row.itemId}/${row.locationId}`
        : nodeSearch(row),
    );
  };
  return (
    <Card
      flush
      title={plural(total, rows[0]?.kind ?? 'line', rows[0]?.kind === 'category' ? 'categories' : undefined)}
      actions={
        <>
          <div className="relative w-44 sm:w-60">
            <Search
              aria-hidden
              className="pointer-events-none absolute top-2 left-2.5 z-[1] size-4 text-ink-3"
            />
            <Field label="Find a line" hideLabel>
              {(ids) => (
                <Input
                  {...ids}
                  type="search"
                  placeholder="Find"
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  className="!h-8 !pl-8 !text-sm"
                />
              )}
            </Field>
          </div>
          <SavedViews list="explorer" />
          {view.menu}
        </>
      }
    >
      {rows.length === 0 ? (
        <EmptyState icon={Search} title="Nothing fits">
          No line here is called “{wanted}”.
        </EmptyState>
      ) : (
        <DataTable
          label="Lines of this level"
          columns={view.columns}
          density={view.density}
          count={rows.length}
          row={(index) => rows[index]}
          keyOf={(row) => row.key}
          nameOf={(row) => row.name}
          onRange={onRange}
          sort={sort}
          onSort={keepSort(changeSearch)}
          onOpen={open}
          height="min(640px, 70dvh)"
        />
      )}
    </Card>
  );
}
