import { type ColumnMeaning, type ImportInspection, ServiceError } from '@ordernimbus/contracts';
import { type HeaderMatch, matchColumns } from '../columns/index.ts';
import { findPeriods, isSumHeading, type PeriodColumn, type PeriodUnit } from '../wide/index.ts';

/** The columns of a file as they are read: of a wide table, those of its items, then the date and the value of each cell. */
export interface FileColumns {
  readonly headers: readonly string[];
  readonly matches: readonly HeaderMatch[];
  readonly wide?: NonNullable<ImportInspection['wide']>;
  /** Of a wide table: places in the file of its items' columns, and the columns that become rows. */
  readonly cells?: { readonly own: readonly number[]; readonly periods: readonly PeriodColumn[] };
}

const unused: HeaderMatch = { meaning: 'ignore', confidence: 1, personal: false };

/** What can be said of an item once for all of its sales. */
const ofItems: ReadonlySet<ColumnMeaning> = new Set<ColumnMeaning>([
  ...(['item', 'item_name', 'category', 'barcode', 'supplier', 'supplier_sku'] as const),
  ...(['location', 'price', 'cost'] as const),
]);

const nameOf: Readonly<Record<PeriodUnit, string>> = { day: 'Day', week: 'Week', month: 'Month' };

/** @throws ServiceError unsupported_file where two columns are of one period */
export function readColumns(headers: readonly string[]): FileColumns {
  const periods = findPeriods(headers);
  if (!periods) return { headers, matches: matchColumns(headers) };
  if (periods.repeated) {
    const [one, other] = periods.repeated;
    throw new ServiceError(
      'unsupported_file',
      `Two columns are of one ${periods.unit}: "${one}" and "${other}". Rename or remove one of them and choose the file again.`,
    );
  }
  const taken = new Set(periods.columns.map(({ index }) => index));
  const places = headers.map((_, index) => index).filter((index) => !taken.has(index));
  const own = places.map((place) => headers[place] ?? '');
  const matched = matchColumns(own).map((match, at) =>
    match.personal || (ofItems.has(match.meaning) && !isSumHeading(own[at] ?? '')) ? match : unused,
  );
  const [first, last] = [periods.columns[0], periods.columns.at(-1)];
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
      first: first?.header ?? '',
      last: last?.header ?? '',
    },
  };
}
