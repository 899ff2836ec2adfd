import { type ColumnMeaning, type ImportInspection, ServiceError } from '@ordernimbus/contracts';
import { type HeaderMatch, matchColumns } from '../columns/index.ts';
import {
  findPeriods,
  isSumHeading,
  monthsBetween,
  type PeriodColumn,
  type PeriodUnit,
} from '../wide/index.ts';

/** The columns of a file as they are read: of a wide table, those of its items, then the date and the value of each cell. */
export interface FileColumns {
  readonly headers: readonly string[];
  readonly matches: readonly HeaderMatch[];
  readonly wide?: NonNullable<ImportInspection['wide']>;
  /** Of a wide table: columns that are not read though they may be meant to be: among the periods without naming one, or of stock. */
  readonly unread?: readonly string[];
  /** Of a wide table: places in the file of its items' columns, and the columns that become rows. */
  readonly cells?: { readonly own: readonly number[]; readonly periods: readonly PeriodColumn[] };
}

const unused: HeaderMatch = { meaning: 'ignore', confidence: 1, personal: false };

/** What can be said of an item once for all of its sales. */
const ofItems: ReadonlySet<ColumnMeaning> = new Set<ColumnMeaning>([
  ...(['item', 'item_name', 'category', 'barcode', 'supplier', 'supplier_sku'] as const),
  ...(['location', 'price', 'cost'] as const),
]);

const ofStock: ReadonlySet<ColumnMeaning> = new Set<ColumnMeaning>([
  ...(['on_hand', 'on_order', 'lead_time_days', 'review_days', 'pack_size', 'minimum_quantity'] as const),
]);

const nameOf: Readonly<Record<PeriodUnit, string>> = { day: 'Day', week: 'Week', month: 'Month' };

/** @throws ServiceError unsupported_file where two columns are of one period */
export function readColumns(headers: readonly string[]): FileColumns {
  const matches = matchColumns(headers);
  const periods = findPeriods(headers);
  const names = (meaning: ColumnMeaning): boolean => matches.some((match) => match.meaning === meaning);
  // a row of its own for each date and quantity
  if (!periods || (names('date') && names('quantity'))) return { headers, matches };
  if (periods.repeated) {
    const [one, other] = periods.repeated;
    throw new ServiceError(
      'unsupported_file',
      `Two columns are of one ${periods.unit}: "${one}" and "${other}". Rename or remove one of them and choose the file again.`,
    );
  }
  const [start, end] = [periods.columns[0], periods.columns.at(-1)];
  if (monthsBetween(periods.columns) === 'longer') {
    throw new ServiceError(
      'unsupported_file',
      `The columns "${start?.header}" to "${end?.header}" seem to be of quarters or longer. Give one column for each month, week or day.`,
    );
  }
  const taken = new Set(periods.columns.map(({ index }) => index));
  const places = headers.map((_, index) => index).filter((index) => !taken.has(index));
  const own = places.map((place) => headers[place] ?? '');
  const matched = matchColumns(own).map((match, at) =>
    match.personal || (ofItems.has(match.meaning) && !isSumHeading(own[at] ?? '')) ? match : unused,
  );
  return {
    headers: [...own, `${nameOf[periods.unit]} (heading)`, 'Quantity (cell)'],
    matches: [
      ...matched,
      { meaning: 'date', confidence: 0.95, personal: false },
      { meaning: 'quantity', confidence: 0.95, personal: false },
    ],
    cells: { own: places, periods: periods.columns },
    wide: {
      unit: periods.unit,
      columns: periods.columns.length,
      first: start?.header ?? '',
      last: end?.header ?? '',
    },
    unread: places.flatMap((place, at) => {
      const match = matched[at];
      if (!match || match.personal || match.meaning !== 'ignore' || isSumHeading(own[at] ?? '')) return [];
      const isAmong = place > (start?.index ?? 0) && place < (end?.index ?? 0);
      const isOfStock = ofStock.has(matches[place]?.meaning ?? 'ignore');
      return isAmong || isOfStock ? [own[at] ?? ''] : [];
    }),
  };
}
