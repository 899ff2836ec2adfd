import type { ReorderFilter, ReorderTotals } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { PackageOpen, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { reorderExplanationQuery } from '../../api/queries.ts';
import { useCan, useCurrency } from '../../app/use-me.ts';
import { usePlaceNames } from '../../app/use-place-names.ts';
import { TextLink } from '../../ui/button.tsx';
import { Drawer } from '../../ui/dialog.tsx';
import { formatMoney, formatUnits, plural } from '../../ui/format/numbers.ts';
import { NeedsSales } from '../../ui/needs-sales.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { EmptyState, QueryView, Skeleton, SkeletonRows } from '../../ui/states.tsx';
import { useTableView } from '../../ui/table/column-menu.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { keepSort } from '../../ui/table/keep-sort.ts';
import { SavedViews } from '../../ui/table/saved-views.tsx';
import { nothing, type Selection } from '../../ui/table/selection.ts';
import { useSearch } from '../../ui/use-search.ts';
import { BulkBar } from './bulk-bar.tsx';
import { reorderColumns } from './columns.tsx';
import { Explanation } from './explanation.tsx';
import { isFiltered, isOnly, readReorderFilter, readSort } from './filter.ts';
import { FilterRow } from './filter-row.tsx';
import { listHead, salesTo } from './list-head.ts';
import { OrderMenu } from './order-menu.tsx';
import { keyOfLine, rowOfKey } from './row-key.ts';
import { useReorderRows } from './use-reorder-rows.ts';

function LineDrawer({ openKey, onClose }: { readonly openKey: string; readonly onClose: () => void }) {
  const { itemId, locationId } = rowOfKey(openKey);
  const query = useQuery(reorderExplanationQuery(itemId, locationId));
  const line = query.data?.line;
  return (
    <Drawer
      open
      onClose={onClose}
      title={line?.itemName ?? 'Reorder line'}
      description={
        <>
          {line ? `${line.sku} · ${line.locationName} · ` : ''}
          <TextLink to={`/items/${itemId}/${locationId}`}>Open the item</TextLink>
        </>
      }
    >
      <QueryView query={query} skeleton={<Skeleton className="h-96" />}>
        {(explanation) => <Explanation explanation={explanation} />}
      </QueryView>
    </Drawer>
  );
}

/** The way to the lines of which nothing can be said, or out of them. */
function StockUnknown({
  filter,
  totals,
}: {
  readonly filter: ReorderFilter;
  readonly totals: ReorderTotals;
}) {
  const lines = totals.linesWithoutStock;
  if (lines === 0) return null;
  return isOnly(filter, 'no_stock_data') || totals.linesPlanned === 0 ? (
    <TextLink to="/data">import a stock file.</TextLink>
  ) : (
    <TextLink to="/reorder?status=no_stock_data">{`Stock unknown for ${plural(lines, 'line')}: enter it.`}</TextLink>
  );
}

export function ReorderPage() {
  const [search, changeSearch] = useSearch();
  const currency = useCurrency();
  const canPlan = useCan('plan');
  const filter = useMemo(() => readReorderFilter(search), [search]);
  const sort = readSort(search);
  const { head, row, onRange, total } = useReorderRows(filter, sort);
  const ofOverstock = isOnly(filter, 'overstock');
  const severalPlaces = usePlaceNames().size > 0;
  const allColumns = useMemo(
    () => reorderColumns(currency, { ofOverstock, severalPlaces }),
    [currency, ofOverstock, severalPlaces],
  );
  const view = useTableView('reorder', allColumns);
  // a new filter is a new list: what was ticked in the old one may not be in it
  const filterKey = JSON.stringify(filter);
  const [ticked, setTicked] = useState<{ readonly filterKey: string; readonly selection: Selection }>();
  const selection = ticked?.filterKey === filterKey ? ticked.selection : nothing;
  const setSelection = (next: Selection) => setTicked({ filterKey, selection: next });
  const openKey = search.get('open') ?? undefined;
  const setOpen = (key: string | undefined) =>
    changeSearch(
      (now) => {
        if (key) now.set('open', key);
        else now.delete('open');
      },
      { preventScrollReset: true },
    );
  const totals = head.data?.totals;
  const words = totals && listHead(filter, totals, currency);
  const sumOrDash = (minor: number, unknownLines: number) =>
    minor === 0 && (unknownLines > 0 || totals?.linesPlanned === 0)
      ? '–'
      : formatMoney(minor, currency, 'whole');
  // only rows that were fetched can be shown changed at once
  const loaded = () =>
    Array.from({ length: total }, (_, index) => row(index)).filter((line) => line !== undefined);
  return (
    <Page
      title={words?.title ?? 'Reorder'}
      documentTitle="Reorder"
      context={
        words && (
          <>
            {words.context} <StockUnknown filter={filter} totals={totals} />
            {salesTo(head.data?.cutoff)}
          </>
        )
      }
      actions={<OrderMenu filter={filter} sort={sort} totals={totals} />}
    >
      <QueryView
        query={head}
        skeleton={
          <Card flush>
            <SkeletonRows rows={12} />
          </Card>
        }
      >
        {(page) =>
          page.totals.lines === 0 && !isFiltered(filter) ? (
            <Card>
              <NeedsSales icon={PackageOpen} title="There is nothing to plan yet">
                When sales are in and forecast, every item stands here with what to order.
              </NeedsSales>
            </Card>
          ) : (
            <Card flush actions={undefined}>
              <div className="flex items-start justify-between gap-2 pr-3 sm:pr-4">
                <div className="min-w-0 flex-1">
                  <FilterRow filter={filter} suppliers={page.totals.bySupplier} changeSearch={changeSearch} />
                </div>
                <div className="flex gap-2 pt-3">
                  <SavedViews list="reorder" />
                  {view.menu}
                </div>
              </div>
              <div className="border-t border-line">
                {page.totals.lines === 0 ? (
                  <EmptyState icon={SearchX} title="Nothing fits this filter">
                    Clear a part of it to see more lines.
                  </EmptyState>
                ) : (
                  <DataTable
                    label="Reorder list"
                    columns={view.columns}
                    density={view.density}
                    count={total}
                    row={row}
                    keyOf={keyOfLine}
                    nameOf={(line) => `${line.itemName}, ${line.locationName}`}
                    onRange={onRange}
                    sort={sort}
                    onSort={keepSort(changeSearch)}
                    {...(canPlan ? { selection, onSelection: setSelection } : {})}
                    onOpen={(line) => setOpen(keyOfLine(line))}
                    openKey={openKey}
                    totals={{
                      item: `${plural(page.totals.lines, 'line')}`,
                      suggested: page.totals.linesPlanned > 0 ? formatUnits(page.totals.units) : '–',
                      value: sumOrDash(page.totals.valueMinor, page.totals.linesToOrderWithoutCost),
                      risk: sumOrDash(page.totals.atRiskMinor, page.totals.linesWithoutPrice),
                      over: sumOrDash(page.totals.overstockMinor, page.totals.linesWithoutPrice),
                    }}
                    height="max(360px, calc(100dvh - 300px))"
                  />
                )}
              </div>
            </Card>
          )
        }
      </QueryView>
      <BulkBar
        selection={selection}
        setSelection={setSelection}
        total={total}
        filter={filter}
        loaded={loaded}
      />
      {openKey && <LineDrawer key={openKey} openKey={openKey} onClose={() => setOpen(undefined)} />}
    </Page>
  );
}
