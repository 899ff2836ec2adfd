import type { TermsLine, TermsPlan, termsMeasures } from '@ordernimbus/contracts';
import { formatDay } from '../../ui/format/dates.ts';
import { formatMoney, formatSignedUnits, formatUnits } from '../../ui/format/numbers.ts';
import type { Column } from '../../ui/table/column.ts';
import { StatusChip, statuses } from '../reorder/status.tsx';
import { sortIdOf } from './terms-form.ts';

type Measure = (typeof termsMeasures)[number];
type Plan = 'baseline' | 'scenario';
type More = Partial<Column<TermsLine>> & { readonly isMoney?: boolean };

/** Without a known stock nothing is suggested: that is no order of nothing. */
const numberOf = (plan: TermsPlan, measure: Measure): number | null =>
  measure === 'suggested' && plan.expectedLost === null ? null : plan[measure];

function differenceOf({ baseline, scenario }: TermsLine, measure: Measure): number | null {
  const [before, after] = [numberOf(baseline, measure), numberOf(scenario, measure)];
  return before === null || after === null ? null : after - before;
}

/**
 * Columns of a scenario of ordering terms: each measure as it stands and with the change beside it, in the words of the
 * reorder list; money in the shop's currency.
 */
export function termsColumns(
  currency: string,
  { severalPlaces, hasNotes }: { readonly severalPlaces: boolean; readonly hasNotes: boolean },
): readonly Column<TermsLine>[] {
  const shown = (value: number | null, isMoney: boolean) =>
    isMoney ? formatMoney(value, currency, 'whole') : formatUnits(value);
  const column = (
    plan: Plan,
    measure: Measure,
    header: string,
    width: number,
    { isMoney = false, ...more }: More,
  ): Column<TermsLine> => ({
    id: `${measure}.${plan}`,
    header,
    // money carries its sign in the cell
    ...(isMoney ? {} : { unit: 'units' }),
    width,
    align: 'right',
    sortId: sortIdOf(measure, plan),
    cell: (line) => {
      const text = shown(numberOf(line[plan], measure), isMoney);
      return plan === 'scenario' ? <b className="font-semibold">{text}</b> : text;
    },
    text: (line) => {
      const value = numberOf(line[plan], measure);
      return isMoney ? formatMoney(value, currency) : value;
    },
    ...more,
  });
  const pair = (
    measure: Measure,
    [before, after]: readonly [string, string],
    [width, widthAfter]: readonly [number, number],
    more: More = {},
  ) => [
    column('baseline', measure, before, width, { ...more, onPhone: false }),
    column('scenario', measure, after, widthAfter, more),
  ];
  const change = (measure: Measure, header: string, isMoney: boolean): Column<TermsLine> => ({
    id: `${measure}.difference`,
    header,
    ...(isMoney ? {} : { unit: 'units' }),
    width: 140,
    align: 'right',
    sortId: sortIdOf(measure, 'difference'),
    hiddenByDefault: true,
    cell: (line) => {
      const value = differenceOf(line, measure);
      if (value === null) return '–';
      return isMoney ? shown(value, true) : formatSignedUnits(value);
    },
    text: (line) => {
      const value = differenceOf(line, measure);
      return isMoney ? formatMoney(value, currency) : value;
    },
  });
  const words = (
    id: string,
    header: string,
    width: number,
    read: (line: TermsLine) => string | null,
    hiddenByDefault = false,
  ): Column<TermsLine> => ({
    id,
    header,
    width,
    hiddenByDefault,
    cell: (line) => <span className="truncate">{read(line) ?? '–'}</span>,
    text: read,
  });
  return [
    {
      id: 'item',
      header: 'Item',
      width: 220,
      cell: (line) => (
        <span className="min-w-0">
          <span className="block truncate">
            <span className="font-medium">{line.itemName}</span>{' '}
            <span className="text-ink-3">{line.sku}</span>
          </span>
          <span className="block truncate text-xs text-ink-2 sm:hidden">
            {severalPlaces && `${line.locationName} · `}
            {line.scenario.expectedLost === null
              ? statuses[line.scenario.status].word
              : `${formatUnits(line.baseline.suggested)} as it stands`}
          </span>
        </span>
      ),
      text: (line) => `${line.sku} ${line.itemName}`,
    },
    ...(severalPlaces ? [words('location', 'Location', 130, (line) => line.locationName)] : []),
    ...pair('suggested', ['Order', 'New order'], [112, 136], { onPhone: true }),
    change('suggested', 'Change', false),
    ...pair('valueMinor', ['Value', 'New value'], [92, 112], { isMoney: true }),
    change('valueMinor', 'Change of value', true),
    ...pair('safetyStockMinor', ['Safety stock', 'New safety stock'], [122, 150], {
      isMoney: true,
      help: 'What is held above the expected demand until the next delivery, at cost',
    }),
    ...pair('atRiskMinor', ['At risk', 'New at risk'], [94, 122], {
      isMoney: true,
      help: 'Sales likely lost before a delivery can arrive, if nothing is ordered',
    }),
    {
      id: 'status',
      header: 'New status',
      width: 148,
      hiddenByDefault: true,
      cell: (line) => <StatusChip status={line.scenario.status} />,
      text: (line) => statuses[line.scenario.status].word,
    },
    ...pair('safetyStock', ['Safety stock', 'New safety stock'], [150, 186], { hiddenByDefault: true }),
    ...pair('reorderPoint', ['Order below', 'New order below'], [146, 182], { hiddenByDefault: true }),
    ...pair('orderUpTo', ['Order up to', 'New order up to'], [144, 180], { hiddenByDefault: true }),
    ...pair('expectedLost', ['Likely lost', 'New likely lost'], [140, 176], { hiddenByDefault: true }),
    {
      id: 'stockOut',
      header: 'Runs out',
      width: 116,
      sortId: sortIdOf('stockOutOn', 'baseline'),
      hiddenByDefault: true,
      cell: (line) => formatDay(line.stockOutOn),
      text: (line) => line.stockOutOn,
    },
    {
      id: 'daysLeft',
      header: 'Lasts',
      unit: 'days',
      width: 112,
      align: 'right',
      hiddenByDefault: true,
      cell: (line) => formatUnits(line.daysToStockOut),
      text: (line) => line.daysToStockOut,
    },
    words('supplier', 'Supplier now', 140, (line) => line.supplier, true),
    words('category', 'Category', 140, (line) => line.category, true),
    words('note', 'Note', 320, (line) => line.note, !hasNotes),
  ];
}
