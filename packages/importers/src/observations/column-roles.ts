import { columnAliases, normaliseHeader } from '../columns/index.ts';
import { findPeriods } from '../wide/index.ts';
import { monthOf } from '../wide/month-names.ts';
import { ObservationError, type ObservationPlace } from './errors.ts';

/** What a column of a long file can mean; every other column is a regressor or an attribute. */
export const observationRoles = [
  'item',
  'location',
  'date',
  'quantity',
  'price',
  'promotion',
  'in_stock',
  'open',
] as const;
export type ObservationRole = (typeof observationRoles)[number];

/**
 * Headers that name a role in a file of series although they are too vague for a shop's export, where the general
 * table of aliases decides alone. Tried after those of the general table.
 */
const vague = ranked(1, {
  item: 'itemname productname description ean gtin barcode part partid series tsid id',
  date: 'week weekstart weekending month quarter year time',
  quantity: 'target value itemssold numsold numbersold unitsordered orderedunits',
  promotion: 'deal',
});

/**
 * Groups of items, which are the items of a history where nothing sharper is, and sales that may be money or units. In a file
 * of the known future each is what the history made of it, or a column like any other.
 */
const last = ranked(100, {
  item: 'mealid meal subcategory productcategory itemcategory category categoryname family department departmentname dept deptid deptno',
  quantity: 'numorders ordercount weeklysales dailysales monthlysales',
});

type Ranked = ReadonlyMap<string, { readonly role: ObservationRole; readonly rank: number }>;

/** Aliases by their normal form, the first the best. */
function ranked(from: number, aliases: Readonly<Partial<Record<ObservationRole, string>>>): Ranked {
  return new Map(
    Object.entries(aliases).flatMap(([role, text]) =>
      text
        .split(' ')
        .map((alias, at) => [alias, { role: role as ObservationRole, rank: from + at }] as const),
    ),
  );
}

const mostListed = 12;

/** The headers as they fit into a sentence. */
export function listHeaders(headers: readonly string[]): string {
  const named = headers.slice(0, mostListed).map((header) => header.replace(/\s+/g, ' ').trim().slice(0, 40));
  const more = headers.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

/** Months without a year; a year may be short of some. */
const fewestMonths = 6;

/** One column for each period: dates, numbered names or months stand where a long table has one date column. */
function isWide(headers: readonly string[]): boolean {
  const months = headers.filter((header) => monthOf(header.trim()) !== undefined);
  const periods = headers.filter((header) =>
    /^\W*(\d{4}-\d{2}(-\d{2})?|[A-Za-z]{1,4}_?\d+)\W*$/.test(header.trim()),
  );
  return (
    (periods.length > mostListed && periods.length > headers.length / 2) || months.length >= fewestMonths
  );
}

/** Why a table with a column for each period cannot be read, and what to do; undefined where it looks like none. */
function refuseWide(
  headers: readonly string[],
  index: ColumnRoles['index'],
  map: Readonly<Partial<Record<ObservationRole, string>>>,
  required: readonly ObservationRole[],
): string | undefined {
  // The file of the known future, which asks for no quantity, is read as a long one alone.
  const isRead = required.includes('quantity');
  const periods = isRead ? findPeriods(headers) : undefined;
  if (!periods && !isWide(headers)) return undefined;
  const looks = `this looks like a wide table (${headers.length} columns, one for each ${periods?.unit ?? 'period'}: ${listHeaders(headers)})`;
  const asLong = 'turn it into one row for each item and date';
  if (!isRead) return `${looks}; ${asLong}.`;
  if (!periods) {
    return `${looks}; head its columns with their dates (2024-01-31, 2024-01 or 2024-W05), or ${asLong}.`;
  }
  const role = (['date', 'quantity'] as const).find((one) => map[one] !== undefined);
  if (role !== undefined) return `${looks}, whose headings are its dates; leave ${role} out of --map.`;
  const date = index.date === undefined ? '' : (headers[index.date]?.trim() ?? '');
  return `${looks}, but the column "${date}" has the name of a date for each row; rename that column or leave it out.`;
}

/** How well a header names a role: lower is better. */
function roleOf(header: string, role: ObservationRole, tables: readonly Ranked[]): number | undefined {
  const normal = normaliseHeader(header);
  const known = columnAliases.get(normal);
  if (known?.meaning === role) return known.rank;
  const found = tables.map((table) => table.get(normal)).find((alias) => alias?.role === role);
  return found?.rank;
}

export const namesRole = (header: string, role: ObservationRole): boolean =>
  roleOf(header, role, [vague]) !== undefined;

export interface ColumnRoles {
  /** Index of the column of each role that was found. */
  readonly index: Readonly<Partial<Record<ObservationRole, number>>>;
  /** Headers without a role. */
  readonly others: readonly string[];
}

/**
 * @param place of the header
 * @param history headers of the history's columns by their role, for a file of the known future: the same header is the same there
 */
export function matchColumnRoles(
  place: ObservationPlace,
  headers: readonly string[],
  map: Readonly<Partial<Record<ObservationRole, string>>>,
  required: readonly ObservationRole[],
  history?: Readonly<Partial<Record<ObservationRole, string>>>,
): ColumnRoles {
  const index: Partial<Record<ObservationRole, number>> = {};
  const taken = new Set<number>();
  const listed = listHeaders(headers);
  for (const role of observationRoles) {
    const wanted = map[role];
    if (wanted === undefined) continue;
    const exact = headers.findIndex((header) => header.trim() === wanted);
    const at =
      exact >= 0
        ? exact
        : headers.findIndex((header) => header.trim().toLowerCase() === wanted.toLowerCase());
    if (at < 0) {
      throw new ObservationError(
        place,
        `--map names the column "${wanted}" for ${role}, but the columns are: ${listed}.`,
      );
    }
    // By the column that was found: headers are matched without regard to case.
    const other = observationRoles.find((one) => index[one] === at);
    if (other !== undefined) {
      throw new ObservationError(
        { ...place, column: headers[at]?.trim() ?? '' },
        `--map gives this column two roles, ${other} and ${role}; name another column for one of them.`,
      );
    }
    index[role] = at;
    taken.add(at);
  }
  for (const role of ['item', 'location'] as const) {
    const same = history?.[role]?.toLowerCase();
    const at = headers.findIndex((header) => header.trim().toLowerCase() === same);
    if (index[role] !== undefined || at < 0 || taken.has(at)) continue;
    index[role] = at;
    taken.add(at);
  }
  const tables = history ? [vague] : [vague, last];
  for (const role of observationRoles) {
    if (index[role] !== undefined) continue;
    let best = Number.POSITIVE_INFINITY;
    let found: number[] = [];
    for (const [at, header] of headers.entries()) {
      const rank = taken.has(at) ? undefined : roleOf(header, role, tables);
      if (rank === undefined || rank > best) continue;
      found = rank < best ? [at] : [...found, at];
      best = rank;
    }
    const at = found[0];
    if (at === undefined) continue;
    if (found.length > 1) {
      throw new ObservationError(
        { ...place, column: headers[at]?.trim() ?? '' },
        `${found.length} columns have this name, so it is not clear which one is the ${role}; rename one.`,
      );
    }
    index[role] = at;
    taken.add(at);
  }
  for (const role of required) {
    if (index[role] !== undefined) continue;
    const wide = required.includes('date') ? refuseWide(headers, index, map, required) : undefined;
    throw new ObservationError(
      place,
      wide ?? `no column for the ${role} was recognised among: ${listed}; name it with --map ${role}=COLUMN.`,
    );
  }
  return { index, others: headers.filter((_, at) => !taken.has(at)).map((header) => header.trim()) };
}
