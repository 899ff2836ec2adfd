import {
  type CalendarEntryInput,
  type CalendarImported,
  type CalendarKind,
  calendarKinds,
  type ErrorPlace,
  mostCalendarEntries,
  ServiceError,
} from '@ordernimbus/contracts';
import {
  countCalendarRows,
  findTenant,
  readCalendarNames,
  storeCalendarRows,
  touchCalendar,
} from '@ordernimbus/data';
import { readSmallTable, type SmallTable } from '@ordernimbus/importers';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { moneyDigits } from '../reorder/money.ts';
import { createBreather } from '../runs/breathe.ts';
import { checkEntry } from './check-entry.ts';
import { columnOf, type FileColumn } from './file-columns.ts';
import { tidyEntry } from './save-entry.ts';

/** Rows that are told at once when they are wrong. */
const mostPlaces = 100;

type Cells = Readonly<Partial<Record<FileColumn, string>>>;
type Names = Awaited<ReturnType<typeof readCalendarNames>>;

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
/** A number with a point or a comma before its decimals, and no marks of thousands; NaN for anything else. */
const numberOf = (text: string): number =>
  /^-?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;

const columnOfField: Readonly<Record<string, FileColumn>> = {
  fromDay: 'from',
  toDay: 'to',
  itemId: 'item',
  locationId: 'location',
  discountPercent: 'discount',
  priceMinor: 'price',
};

/** One row as an entry. What cannot be read is said, by column. */
function readRow(
  cells: Cells,
  names: Names,
  digits: number,
  kindOfFile: CalendarKind | undefined,
): { entry: CalendarEntryInput; wrong: ErrorPlace[] } {
  const wrong: ErrorPlace[] = [];
  const say = (column: FileColumn, message: string): void => {
    wrong.push({ column, message });
  };
  const day = (column: 'from' | 'to'): string | null => {
    const text = cells[column];
    if (!text) {
      if (column === 'from') say('from', 'The first day is missing.');
      return null;
    }
    if (isDay(text)) return text;
    say(column, `"${text}" is not a day. Write it as year-month-day: 2026-11-27.`);
    return null;
  };
  const number = (column: 'discount' | 'price', what: string): number | null => {
    const text = cells[column]?.replace(/\s*%$/, '');
    if (!text) return null;
    const value = numberOf(text);
    if (!Number.isNaN(value)) return value;
    say(column, `"${text}" is not ${what}. Write a plain number, such as 12.5.`);
    return null;
  };
  const named = (column: 'item' | 'location', known: ReadonlyMap<string, number>): number | null => {
    const code = cells[column];
    if (!code) return null;
    const id = known.get(code);
    if (id === undefined) say(column, `There is no ${column} with the code "${code}".`);
    return id ?? null;
  };
  const kindText = cells.kind?.toLowerCase() || kindOfFile;
  const kind = calendarKinds.find((one) => one === kindText);
  if (!kind)
    say('kind', kindText ? `"${kindText}" is not promotion, event or price.` : 'The kind is missing.');
  const category = cells.category || null;
  if (category !== null && !names.categories.has(category))
    say('category', `No item is in the category "${category}".`);
  const discount = number('discount', 'a discount in percent');
  if (discount !== null && !(discount > 0 && discount <= 100))
    say('discount', 'A discount lies above 0 and is 100 at most.');
  const price = number('price', 'a price');
  const priceMinor = price === null ? null : Math.round(price * 10 ** digits);
  if (priceMinor !== null && !(priceMinor >= 0 && priceMinor <= 9e12))
    say('price', 'The price is out of range.');
  const closedText = cells.closed?.toLowerCase() ?? '';
  const closed = ['yes', 'true', '1', 'y'].includes(closedText);
  if (!closed && !['', 'no', 'false', '0', 'n'].includes(closedText))
    say('closed', `"${closedText}" is not yes or no.`);
  if ((cells.name ?? '').length > 120) say('name', 'A name has 120 characters at most.');
  const entry = tidyEntry({
    kind: kind ?? 'event',
    name: cells.name ?? '',
    itemId: named('item', names.items),
    category,
    locationId: named('location', names.locations),
    fromDay: day('from') ?? '',
    toDay: day('to'),
    discountPercent: discount,
    priceMinor,
    closed,
  });
  if (wrong.length === 0) {
    for (const { field = '', message } of checkEntry(entry)) {
      wrong.push({ column: columnOfField[field] ?? field, message });
    }
  }
  return { entry, wrong };
}

function columnsOf(table: SmallTable, kind: CalendarKind | undefined): (FileColumn | undefined)[] {
  const columns = table.headers.map(columnOf);
  const twice = columns.find((column, at) => column !== undefined && columns.indexOf(column) !== at);
  if (twice) {
    throw new ServiceError('invalid_input', `Two columns of the file are the ${twice}. Leave one out.`, {
      places: [{ column: twice, message: 'there twice' }],
    });
  }
  for (const needed of kind ? (['from'] as const) : (['kind', 'from'] as const)) {
    if (columns.includes(needed)) continue;
    throw new ServiceError(
      'invalid_input',
      `The file has no column "${needed}". Its columns are: ${table.headers.join(', ')}. Wanted: kind, name, item, category, location, from, to, discount, price, closed.`,
      { places: [{ column: needed, message: 'is missing' }] },
    );
  }
  return columns;
}

/** The first cells of a row by the name of their column. An apostrophe that keeps a spreadsheet from running a text is none of it. */
const cellsOf = (row: readonly string[], columns: readonly (FileColumn | undefined)[]): Cells =>
  Object.fromEntries(
    columns.flatMap((column, at) =>
      column ? [[column, (row[at] ?? '').trim().replace(/^'(?=[=+\-@])/, '')]] : [],
    ),
  );

const keyOf = (entry: CalendarEntryInput): string =>
  JSON.stringify([entry.kind, entry.name, entry.itemId, entry.category, entry.locationId, entry.fromDay]);

/**
 * Takes a file of entries, whole or not at all: one wrong row and nothing changes. Rows that are there already (same kind,
 * name, scope and first day) are changed, so that the corrected file can be sent again. `kind`: of rows that say none.
 */
export async function importCalendarEntries(
  ctx: Context,
  input: { file: Buffer; kind?: CalendarKind },
): Promise<CalendarImported> {
  requireScope(ctx, 'plan');
  const table = readSmallTable(input.file, mostCalendarEntries);
  const columns = columnsOf(table, input.kind);
  const rows = table.rows.map(({ fields, line }) => ({ cells: cellsOf(fields, columns), line }));
  if (rows.length === 0)
    throw new ServiceError('invalid_input', 'The file has a header and no row below it.');
  const now = ctx.platform.now();
  return inTenant(ctx, async (tx) => {
    const skus = [...new Set(rows.flatMap(({ cells }) => (cells.item ? [cells.item] : [])))];
    const names = await readCalendarNames(tx, skus);
    const digits = moneyDigits((await findTenant(tx, ctx.tenantId))?.currency ?? 'USD');
    const places: ErrorPlace[] = [];
    const entries: CalendarEntryInput[] = [];
    const seen = new Map<string, number>();
    const breathe = createBreather();
    for (const { cells, line } of rows) {
      await breathe();
      const { entry, wrong } = readRow(cells, names, digits, input.kind);
      const before = wrong.length === 0 ? seen.get(keyOf(entry)) : undefined;
      if (before !== undefined) wrong.push({ column: 'from', message: `Says the same as line ${before}.` });
      if (wrong.length === 0) seen.set(keyOf(entry), line);
      places.push(...wrong.map((place) => ({ ...place, row: line })));
      entries.push(entry);
    }
    if (places.length > 0) {
      const bad = new Set(places.map(({ row }) => row)).size;
      throw new ServiceError(
        'invalid_input',
        `Nothing was taken over: ${bad} of ${rows.length} rows ${bad === 1 ? 'is' : 'are'} wrong. The first is in line ${places[0]?.row}: ${places[0]?.message}`,
        { places: places.slice(0, mostPlaces) },
      );
    }
    const stored = await storeCalendarRows(tx, entries, now);
    if ((await countCalendarRows(tx)) > mostCalendarEntries) {
      throw new ServiceError(
        'too_large',
        `The calendar would hold more than ${mostCalendarEntries} entries. Delete old ones, or say with one entry for a category what several items say.`,
      );
    }
    await touchCalendar(tx, now);
    await writeAudit(tx, ctx, {
      action: 'calendar_entries.imported',
      detail: { rows: rows.length, ...stored },
    });
    return { rows: rows.length, ...stored };
  });
}
