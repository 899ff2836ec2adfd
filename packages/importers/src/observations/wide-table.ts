import { columnAliases, normaliseHeader } from '../columns/index.ts';
import { findPeriods, isSumHeading, type PeriodUnit, type WidePeriods } from '../wide/index.ts';
import {
  type ColumnRoles,
  matchColumnRoles,
  namesRole,
  type ObservationRole,
  observationRoles,
} from './column-roles.ts';
import { isoWeekOf, readDates } from './dates.ts';
import { ObservationError, type ObservationPlace, quoteCell } from './errors.ts';

/** A column with the numbers of one day, week or month. */
export interface WideColumn {
  /** Place among the headers. */
  readonly index: number;
  readonly header: string;
  /** As a long file would write it: "2024-01", "2024-W05"; of days as the heading has it, with four digits of the year. */
  readonly date: string;
}

/** What the headings say of a table that has one row an item and one column for each day, week or month. */
export interface WideTable {
  readonly columns: readonly WideColumn[];
  /** Headings of the earliest and the latest of them. */
  readonly first: string;
  readonly last: string;
  /** Of the other columns. */
  readonly roles: ColumnRoles;
  /** Places of columns that by their names add up the others: each would know the future of every cell. */
  readonly sums: readonly number[];
  /** Places of columns that say of all dates at once what is said of each: an item out of stock today was not so all along. */
  readonly flags: readonly number[];
  /** Places of columns among those with dates that name none: sums of their own, or headings with a slip. */
  readonly between: readonly number[];
}

/**
 * @param place of the header
 * @returns undefined for a table of another kind
 * @throws ObservationError where the headings leave their dates open, or no column is that of the item
 */
export function findWideTable(
  place: ObservationPlace,
  headers: readonly string[],
  map: Readonly<Partial<Record<ObservationRole, string>>>,
): WideTable | undefined {
  if (map.date !== undefined || map.quantity !== undefined) return undefined;
  const periods = findPeriods(headers);
  if (!periods) return undefined;
  const mapped = new Set(Object.values(map).map((name) => name.toLowerCase()));
  const withDates = new Set(periods.columns.map(({ index }) => index));
  const others = headers
    .map((header, index) => ({ index, header: header.trim() }))
    .filter(({ index }) => !withDates.has(index));
  const unmapped = others.filter(({ header }) => !mapped.has(header.toLowerCase()));
  if (unmapped.some(({ header }) => namesRole(header, 'date'))) return undefined;

  const columns = readHeadings(place, periods);
  const inOrder = [...columns].sort((a, b) => a.minutes - b.minutes);
  const placesOf = (is: (header: string, index: number) => boolean): number[] =>
    unmapped.filter(({ header, index }) => is(header, index)).map(({ index }) => index);
  const sums = placesOf(isSum);
  const flags = placesOf(isFlag);
  const [start, end] = [columns[0]?.index ?? 0, columns.at(-1)?.index ?? 0];
  const between = placesOf(
    (header, index) =>
      index > start && index < end && header !== '' && !isSum(header) && !namesAnyRole(header),
  );
  const aside = new Set([...sums, ...flags, ...between]);
  const kept = others.filter(({ index }) => !aside.has(index));
  return {
    columns,
    first: inOrder[0]?.header ?? '',
    last: inOrder.at(-1)?.header ?? '',
    roles: matchKept(place, kept, map),
    sums,
    flags,
    between,
  };
}

const isSum = (header: string): boolean =>
  isSumHeading(header) ||
  namesRole(header, 'quantity') ||
  columnAliases.get(normaliseHeader(header))?.meaning === 'revenue';

const isFlag = (header: string): boolean => namesRole(header, 'in_stock') || namesRole(header, 'open');

const namesAnyRole = (header: string): boolean => observationRoles.some((role) => namesRole(header, role));

function matchKept(
  place: ObservationPlace,
  kept: readonly { readonly index: number; readonly header: string }[],
  map: Readonly<Partial<Record<ObservationRole, string>>>,
): ColumnRoles {
  const named = kept.filter(({ header }) => header !== '');
  if (named.length === 0) {
    throw new ObservationError(place, 'the column of the items has no heading; head it with "item".');
  }
  const headers = named.map(({ header }) => header);
  const { index, others } = matchColumnRoles(place, headers, map, ['item']);
  const places = Object.entries(index).map(([role, at]) => [role, named[at]?.index] as const);
  return { index: Object.fromEntries(places), others };
}

interface DatedColumn extends WideColumn {
  /** Since 1970. */
  readonly minutes: number;
}

function readHeadings(place: ObservationPlace, { unit, columns }: WidePeriods): DatedColumn[] {
  const read = readDates(columns.map(({ date }) => date));
  if (!read.ok) {
    const { header = '' } = columns.find(({ date }) => date === read.value) ?? {};
    throw new ObservationError({ ...place, column: header }, `${quoteCell(read.value)} ${read.reason}.`);
  }
  const seen = new Map<number, string>();
  return columns.map(({ index, header, date, unit: own }, at) => {
    const minutes = read.minutes[at] as number;
    const other = seen.get(minutes);
    if (other !== undefined) {
      throw new ObservationError(
        place,
        `the headings ${quoteCell(other)} and ${quoteCell(header)} name the same ${unit}; correct one of them, or leave its column out.`,
      );
    }
    seen.set(minutes, header);
    return { index, header, date: longDate(own, date, minutes), minutes };
  });
}

/** As long files write a period: a month is not read as its first day, where steps of days are asked for. */
function longDate(unit: PeriodUnit, date: string, minutes: number): string {
  if (unit === 'day') return date;
  return unit === 'month' ? date.slice(0, 7) : isoWeekOf(minutes / 1440);
}
