import type { ReorderLine } from '@ordernimbus/contracts';
import type { ReactNode } from 'react';
import { formatDay } from '../../ui/format/dates.ts';
import { formatMoney, formatPercent, formatUnits } from '../../ui/format/numbers.ts';
import type { Column } from '../../ui/table/column.ts';
import { StatusChip, statuses } from './status.tsx';

type Key = keyof ReorderLine;
const units = (
  id: string,
  key: Key,
  header: string,
  width: number,
  more: Partial<Column<ReorderLine>> = {},
) =>
  ({
    id,
    header,
    unit: 'units',
    width,
    align: 'right',
    cell: (line) => formatUnits(line[key] as number | null),
    text: (line) => line[key] as number | null,
    ...more,
  }) satisfies Column<ReorderLine>;
const words = (
  id: string,
  key: Key,
  header: string,
  width: number,
  more: Partial<Column<ReorderLine>> = {},
) =>
  ({
    id,
    header,
    width,
    cell: (line): ReactNode => <span className="truncate">{(line[key] as string | null) ?? '–'}</span>,
    text: (line) => line[key] as string | null,
    ...more,
  }) satisfies Column<ReorderLine>;

/**
 * Columns of the list; money stands in the shop's currency, named in the header. A list of overstock shows its value in
 * place of what to order, which is nothing. Where an item is planned at several locations, the location stands beside it:
 * nothing else tells its lines apart.
 */
export function reorderColumns(
  currency: string,
  { ofOverstock = false, severalPlaces = false } = {},
): readonly Column<ReorderLine>[] {
  const money = (
    id: string,
    key: Key,
    header: string,
    width: number,
    more: Partial<Column<ReorderLine>> = {},
  ) =>
    ({
      id,
      header,
      unit: currency,
      width,
      align: 'right',
      cell: (line) => (line[key] ? formatMoney(line[key] as number, currency, 'whole') : '–'),
      text: (line) => formatMoney(line[key] as number | null, currency),
      ...more,
    }) satisfies Column<ReorderLine>;
  const overstock = money('over', 'overstockMinor', 'Overstock', 148, {
    sortId: 'overstock',
    onPhone: ofOverstock,
    hiddenByDefault: !ofOverstock,
  });
  const location = words('location', 'locationName', 'Location', 140, { sortId: 'location_name' });
  return [
    {
      id: 'item',
      header: 'Item',
      width: 260,
      sortId: 'item_name',
      cell: (line) => (
        <span className="min-w-0">
          <span className="block truncate">
            <span className="font-medium">{line.itemName}</span>{' '}
            <span className="text-ink-3">{line.sku}</span>
          </span>
          <span className="block truncate text-xs text-ink-2 sm:hidden">
            {severalPlaces && `${line.locationName} · `}
            {statuses[line.status].word}
            {line.stockOutOn && `, runs out ${formatDay(line.stockOutOn, 'short')}`}
          </span>
        </span>
      ),
      text: (line) => `${line.sku} ${line.itemName}`,
    },
    ...(severalPlaces ? [location] : []),
    {
      id: 'status',
      header: 'Status',
      width: 148,
      sortId: 'status',
      cell: (line) => <StatusChip status={line.status} />,
      text: (line) => statuses[line.status].word,
    },
    ...(ofOverstock ? [overstock] : []),
    units('suggested', 'suggested', 'Order', 116, {
      onPhone: !ofOverstock,
      hiddenByDefault: ofOverstock,
      sortId: 'suggested',
      cell: (line) => (
        <b className="font-semibold">{line.suggested > 0 ? formatUnits(line.suggested) : '–'}</b>
      ),
    }),
    money('value', 'valueMinor', 'Value', 112, { sortId: 'value' }),
    money('risk', 'atRiskMinor', 'At risk', 124, {
      sortId: 'at_risk',
      help: 'Sales likely lost before a delivery can arrive',
    }),
    units('onHand', 'onHand', 'On hand', 132, { sortId: 'on_hand' }),
    units('onOrder', 'onOrder', 'On order', 136),
    {
      id: 'stockOut',
      header: 'Runs out',
      width: 116,
      sortId: 'stock_out_on',
      cell: (line) => formatDay(line.stockOutOn),
      text: (line) => line.stockOutOn,
    },
    units('demand', 'demandMean', 'Expected', 140, {
      sortId: 'demand_mean',
      help: 'Expected demand over lead time and the days to the next order',
    }),
    units('point', 'reorderPoint', 'Order below', 146, { sortId: 'reorder_point', hiddenByDefault: true }),
    units('upTo', 'orderUpTo', 'Order up to', 144, { sortId: 'order_up_to', hiddenByDefault: true }),
    words('supplier', 'supplier', 'Supplier', 140, { sortId: 'supplier' }),
    units('lead', 'leadTimeDays', 'Lead time', 132, { unit: 'days', sortId: 'lead_time_days' }),
    units('review', 'reviewDays', 'Order every', 138, { unit: 'days', hiddenByDefault: true }),
    {
      id: 'service',
      header: 'Service',
      width: 100,
      align: 'right',
      hiddenByDefault: true,
      cell: (line) => formatPercent(line.serviceLevel, 1),
      text: (line) => line.serviceLevel,
    },
    units('pack', 'packSize', 'Pack', 104, { hiddenByDefault: true }),
    units('minimum', 'minimumQuantity', 'Minimum', 126, { hiddenByDefault: true }),
    money('cost', 'unitCostMinor', 'Cost', 104, {
      hiddenByDefault: true,
      cell: (line) => formatMoney(line.unitCostMinor, currency),
    }),
    ...(ofOverstock ? [] : [overstock]),
    ...(severalPlaces ? [] : [location]),
    words('category', 'category', 'Category', 140, { sortId: 'category', hiddenByDefault: true }),
  ];
}
