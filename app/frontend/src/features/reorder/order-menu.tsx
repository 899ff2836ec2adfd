import type { ReorderFilter, ReorderTotals } from '@ordernimbus/contracts';
import { FileDown, FileText, Printer } from 'lucide-react';
import { useNavigate } from 'react-router';
import { download, pathWithQuery, type Query } from '../../api/request.ts';
import { useCurrency } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format/numbers.ts';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx';
import type { Sort } from '../../ui/table/column.ts';
import { showToast } from '../../ui/toast.tsx';
import { knownMoney } from './known-money.ts';

const save = (path: string, fileName: string, query: Query) =>
  download(path, fileName, query).then(
    () => showToast(`Saved ${fileName}`),
    (error: unknown) =>
      showToast(error instanceof Error ? error.message : 'The file could not be made.', { failed: true }),
  );

/** The list as CSV, and one purchase order per supplier in the columns Shopify imports. */
export function OrderMenu({
  filter,
  sort,
  totals,
}: {
  readonly filter: ReorderFilter;
  readonly sort: Sort;
  readonly totals: ReorderTotals | undefined;
}) {
  const navigate = useNavigate();
  const currency = useCurrency();
  const orders = totals?.bySupplier.filter(({ linesToOrder }) => linesToOrder > 0) ?? [];
  return (
    <>
      <Button
        icon={FileDown}
        onClick={() =>
          save('/v1/reorder/export.csv', 'reorder.csv', {
            ...filter,
            sort: sort.id,
            direction: sort.direction,
          })
        }
      >
        Export CSV
      </Button>
      <Menu
        trigger={
          <Button variant="primary" icon={FileText} disabled={orders.length === 0}>
            Create order
          </Button>
        }
      >
        <MenuLabel>One purchase order per supplier (CSV)</MenuLabel>
        {orders.map(({ supplier, linesToOrder, valueMinor, linesToOrderWithoutCost: lines }) => (
          <MenuItem
            key={supplier ?? ''}
            onSelect={() =>
              save('/v1/reorder/purchase-order.csv', `purchase-order-${supplier ?? 'no-supplier'}.csv`, {
                ...filter,
                supplier: supplier ?? '',
              })
            }
          >
            <span className="min-w-0 flex-1 truncate">{supplier ?? 'No supplier'}</span>
            <span className="num text-ink-3">
              {plural(linesToOrder, 'line')} ·{' '}
              {knownMoney(valueMinor, currency, { lines, word: 'cost unknown' })}
            </span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuLabel>To print</MenuLabel>
        {orders.map(({ supplier }) => (
          <MenuItem
            key={supplier ?? ''}
            icon={Printer}
            onSelect={() =>
              navigate(pathWithQuery('/reorder/order', { ...filter, supplier: supplier ?? '' }))
            }
          >
            <span className="min-w-0 truncate">{`Order to ${supplier ?? 'no supplier'}`}</span>
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
