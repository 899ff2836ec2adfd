import { columnAliases, normaliseHeader } from '../columns/index.ts';
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
const vagueAliases: Readonly<Partial<Record<ObservationRole, string>>> = {
  item: 'itemname productname description ean gtin barcode part partid series tsid id',
  date: 'week weekstart weekending month quarter year time',
  quantity: 'target value',
  promotion: 'deal',
};

const vague = new Map(
  Object.entries(vagueAliases).flatMap(([role, text]) =>
    text.split(' ').map((alias, rank) => [alias, { role: role as ObservationRole, rank: 1 + rank }] as const),
  ),
);

const mostListed = 12;

/** The headers as they fit into a sentence. */
function listHeaders(headers: readonly string[]): string {
  const named = headers.slice(0, mostListed).map((header) => header.replace(/\s+/g, ' ').trim().slice(0, 40));
  const more = headers.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

/** One column for each period: dates or numbered names stand where a long table has one date column. */
function isWide(headers: readonly string[]): boolean {
  const periods = headers.filter((header) =>
    /^\W*(\d{4}-\d{2}(-\d{2})?|[A-Za-z]{1,4}_?\d+)\W*$/.test(header.trim()),
  );
  return periods.length > mostListed && periods.length > headers.length / 2;
}

/** The role that a header names, and how well: lower is better. */
function roleOf(header: string, role: ObservationRole): number | undefined {
  const normal = normaliseHeader(header);
  const known = columnAliases.get(normal);
  if (known?.meaning === role) return known.rank;
  const loose = vague.get(normal);
  return loose?.role === role ? loose.rank : undefined;
}

export interface ColumnRoles {
  /** Index of the column of each role that was found. */
  readonly index: Readonly<Partial<Record<ObservationRole, number>>>;
  /** Headers without a role. */
  readonly others: readonly string[];
}

/** @param place of the header */
export function matchColumnRoles(
  place: ObservationPlace,
  headers: readonly string[],
  map: Readonly<Partial<Record<ObservationRole, string>>>,
  required: readonly ObservationRole[],
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
  for (const role of observationRoles) {
    if (index[role] !== undefined) continue;
    let best = Number.POSITIVE_INFINITY;
    let found: number[] = [];
    for (const [at, header] of headers.entries()) {
      const rank = taken.has(at) ? undefined : roleOf(header, role);
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
    throw new ObservationError(
      place,
      isWide(headers)
        ? `this looks like a wide table (${headers.length} columns, one for each period: ${listed}); turn it into one row for each item and date.`
        : `no column for the ${role} was recognised among: ${listed}; name it with --map ${role}=COLUMN.`,
    );
  }
  return { index, others: headers.filter((_, at) => !taken.has(at)).map((header) => header.trim()) };
}
