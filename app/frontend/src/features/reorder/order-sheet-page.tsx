import type { ReorderLine, ReorderPage } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, PackageOpen, Printer } from 'lucide-react';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { request } from '../../api/request.ts';
import { useMe } from '../../app/use-me.ts';
import { usePlaceNames } from '../../app/use-place-names.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { formatDay } from '../../ui/format/dates.ts';
import { formatMoney, formatUnits, plural } from '../../ui/format/numbers.ts';
import { Card, Page } from '../../ui/page.tsx';
import { EmptyState, QueryView, SkeletonRows } from '../../ui/states.tsx';
import { readReorderFilter } from './filter.ts';
import { knownMoney } from './known-money.ts';
import { keyOfLine } from './row-key.ts';

const pageSize = 200;

interface Order {
  readonly lines: readonly ReorderLine[];
  readonly totals: ReorderPage['totals'];
  readonly cutoff: string | null;
}

/** Every line of one supplier's order; '' = the lines without a supplier. */
async function fetchOrder(search: URLSearchParams, signal: AbortSignal): Promise<Order> {
  const read = (offset: number) =>
    request<ReorderPage>('/v1/reorder', {
      signal,
      query: {
        ...readReorderFilter(search),
        supplier: search.get('supplier') ?? undefined,
        onlySuggested: true,
        sort: 'sku',
        direction: 'asc',
        offset,
        limit: pageSize,
      },
    });
  const first = await read(0);
  const lines = [...first.lines];
  while (lines.length < first.totals.lines) {
    const next = await read(lines.length);
    if (next.lines.length === 0) break;
    lines.push(...next.lines);
  }
  return { lines, totals: first.totals, cutoff: first.cutoff };
}

function OrderTable({ order, currency }: { readonly order: Order; readonly currency: string }) {
  const places = usePlaceNames();
  const right = 'px-3 py-1.5 text-right';
  return (
    <table className="num w-full text-sm">
      <thead className="border-b border-line-strong/40 text-left text-ink-2">
        <tr>
          <th className="px-3 py-2 font-medium">SKU</th>
          <th className="px-3 py-2 font-medium">Item</th>
          <th className="px-3 py-2 font-medium max-sm:hidden print:table-cell">Supplier SKU</th>
          <th className="px-3 py-2 font-medium max-sm:hidden print:table-cell">Location</th>
          <th className={`${right} font-medium`}>Quantity</th>
          <th className={`${right} font-medium max-sm:hidden print:table-cell`}>Cost</th>
          <th className={`${right} font-medium max-sm:hidden print:table-cell`}>Value</th>
        </tr>
      </thead>
      <tbody>
        {order.lines.map((line) => (
          <tr key={keyOfLine(line)} className="break-inside-avoid border-b border-line">
            <td className="px-3 py-1.5 break-all">{line.sku}</td>
            <td className="px-3 py-1.5">
              {line.itemName}
              {places.size > 0 && (
                <span className="block text-xs text-ink-2 sm:hidden print:hidden">{line.locationName}</span>
              )}
            </td>
            <td className="px-3 py-1.5 max-sm:hidden print:table-cell">{line.supplierSku}</td>
            <td className="px-3 py-1.5 max-sm:hidden print:table-cell">{line.locationName}</td>
            <td className={`${right} font-semibold`}>{formatUnits(line.suggested)}</td>
            <td className={`${right} max-sm:hidden print:table-cell`}>
              {formatMoney(line.unitCostMinor, currency)}
            </td>
            <td className={`${right} max-sm:hidden print:table-cell`}>
              {formatMoney(line.valueMinor, currency)}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot className="font-semibold">
        <tr>
          <td className="px-3 py-2" colSpan={2}>
            {plural(order.totals.linesToOrder, 'line')}
          </td>
          <td className="max-sm:hidden print:table-cell" colSpan={2} />
          <td className={right}>{formatUnits(order.totals.units)}</td>
          <td className="max-sm:hidden print:table-cell" />
          <td className={`${right} max-sm:hidden print:table-cell`}>
            {order.totals.linesToOrderWithoutCost === 0
              ? formatMoney(order.totals.valueMinor, currency)
              : knownMoney(order.totals.valueMinor, currency, {
                  lines: order.totals.linesToOrderWithoutCost,
                  word: 'cost unknown',
                })}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

/** One supplier's order as a document: on paper only the order, without the frame around it. */
export function OrderSheetPage() {
  const [search] = useSearchParams();
  const { tenant } = useMe();
  const address = search.toString();
  const query = useQuery({
    queryKey: ['reorder', 'order', address],
    queryFn: ({ signal }) => fetchOrder(new URLSearchParams(address), signal),
  });
  const back = useMemo(() => {
    const list = new URLSearchParams(address);
    list.delete('supplier');
    return `/reorder${list.size > 0 ? `?${list}` : ''}`;
  }, [address]);
  const supplier = search.get('supplier') || 'No supplier';
  return (
    <Page
      title={`Order to ${supplier}`}
      context={`${tenant.name}${query.data?.cutoff ? ` · planned with sales to ${formatDay(query.data.cutoff)}` : ''}`}
      actions={
        <>
          <ButtonLink to={back} icon={ArrowLeft}>
            Reorder list
          </ButtonLink>
          <Button
            variant="primary"
            icon={Printer}
            disabled={!query.data?.lines.length}
            onClick={() => window.print()}
          >
            Print
          </Button>
        </>
      }
    >
      <Card flush>
        <QueryView query={query} skeleton={<SkeletonRows rows={12} />}>
          {(order) =>
            order.lines.length === 0 ? (
              <EmptyState icon={PackageOpen} title="Nothing to order">
                No line of this supplier needs an order now.
              </EmptyState>
            ) : (
              <OrderTable order={order} currency={tenant.currency} />
            )
          }
        </QueryView>
      </Card>
    </Page>
  );
}
