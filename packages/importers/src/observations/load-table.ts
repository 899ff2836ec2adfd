import { access, constants, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type ColumnRoles, matchColumnRoles, type ObservationRole } from './column-roles.ts';
import { ObservationError, type ObservationPlace } from './errors.ts';
import { sqlName } from './open-duckdb.ts';
import { presentSql } from './present-value.ts';
import { readError } from './read-error.ts';
import { cellPlaces, type RowPlaces, rowPlaces } from './row-places.ts';
import { isWorkbook, writeSheetFile } from './sheet-file.ts';
import { parquetSource, type Source, sheetSource, type TextSource, textSource } from './table-source.ts';
import { checkGzip, writeWithLineFeeds } from './text-file.ts';
import { leaveTotalsOut } from './total-rows.ts';
import { type Cell, cellColumns, findCell, type NamedColumn, unpivotSql } from './unpivot.ts';
import { findWideTable, type WideTable } from './wide-table.ts';

/**
 * A file loaded into a DuckDB table whose columns are the roles, as text, in the order of the file. Empty cells are NULL, and
 * so are words for "no value" in columns that are no part of a key. Of a wide table each cell with a value is a row.
 */
export interface LoadedTable extends RowPlaces {
  readonly table: string;
  /** The file, and the sheet of a workbook. */
  readonly place: Pick<ObservationPlace, 'file' | 'sheet'>;
  /** Other sheets of a workbook that have values, where this one was not named. */
  readonly otherSheets: readonly string[];
  readonly headers: readonly string[];
  readonly roles: ColumnRoles;
  readonly rows: number;
  /** The columns beside the wanted roles, as text. */
  readonly extras: readonly ExtraColumn[];
  /** Names in the table of columns whose numbers, if they are any, are text that somebody wrote; Parquet has numbers of its own. */
  readonly writtenNumbers: readonly string[];
  /** Where a column for each day, week or month was read. */
  readonly wide?: WideTable & {
    /** What the last rows of the file are called that add up the others and were left out. */
    readonly totals: readonly string[];
  };
}

/** A column that is no part of the observation itself: a price, a promotion, a region. */
export interface ExtraColumn {
  /** Its header. */
  readonly name: string;
  /** Its name in the table. */
  readonly column: string;
  /** Its index among the headers. */
  readonly at: number;
  readonly role: 'price' | 'promotion' | undefined;
}

export interface LoadOptions {
  readonly table: string;
  readonly map: Readonly<Partial<Record<ObservationRole, string>>>;
  readonly required: readonly ObservationRole[];
  /** Roles to load when present. */
  readonly wanted: readonly ObservationRole[];
  /** Whether the file may have a column for each day, week or month in place of `date` and `quantity`. */
  readonly mayBeWide?: boolean;
  /** Of a file of the known future: headers of the history's columns by their role. */
  readonly history?: Readonly<Partial<Record<ObservationRole, string>>>;
  /** Sheet of a workbook, and the option that named it. */
  readonly sheet?: { readonly name: string; readonly option: string };
  /** Folder for what is written on the way; that of the system when unset. */
  readonly temporaryFolder?: string;
  readonly signal?: AbortSignal;
}

export async function loadTable(
  connection: DuckDBConnection,
  file: string,
  options: LoadOptions,
): Promise<LoadedTable> {
  await checkReadable(file);
  const isParquet = /\.(parquet|pq)$/i.test(file);
  const isSheet = !isParquet && (await isWorkbook(file));
  if (options.sheet && !isSheet) {
    throw new ObservationError({ file }, `this is not an Excel workbook; leave ${options.sheet.option} out.`);
  }
  if (!isSheet) return loadSource(connection, file, options, await openSource(connection, file, isParquet));
  const written = await writeSheetFile(file, {
    ...(options.sheet ? { sheet: options.sheet.name } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
    temporaryFolder: options.temporaryFolder ?? tmpdir(),
  });
  try {
    return await loadSource(connection, file, options, sheetSource(written));
  } finally {
    await written.remove();
  }
}

const countRows = async (connection: DuckDBConnection, from: string): Promise<number> => {
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${from}`);
  return Number(counted.getRows()[0]?.[0] ?? 0);
};

const openSource = (connection: DuckDBConnection, file: string, isParquet: boolean): Promise<Source> =>
  isParquet ? parquetSource(connection, file) : textSource(file);

async function loadSource(
  connection: DuckDBConnection,
  file: string,
  options: LoadOptions,
  source: Source,
): Promise<LoadedTable> {
  const { sheet } = source;
  const place = sheet?.place ?? { file };
  const header = sheet ? { ...place, row: sheet.headerRow } : { file, line: 1 };
  const wide = options.mayBeWide ? findWideTable(header, source.headers, options.map) : undefined;
  const { map, required, history } = options;
  const roles = wide?.roles ?? matchColumnRoles(header, source.headers, map, required, history);
  const headers = source.headers.map((text) => text.trim());
  const loaded = options.wanted.flatMap((role): LoadedColumn[] => {
    const at = roles.index[role];
    return at === undefined ? [] : [{ at, name: sqlName(role), isKey: keyRoles.includes(role) }];
  });
  const extras = extraColumns(headers, roles, wide);
  for (const { at, column } of extras) loaded.push({ at, name: column, isKey: false });
  const quantity = sqlName('quantity');
  const names = loaded.map(({ name }) => name);
  const hasQuantity = wide !== undefined || names.includes(quantity);
  const sqlOf = tableSql(source, loaded, wide);
  const table = sqlName(options.table);
  let totals: readonly string[] = [];
  let isWithoutValues = false;
  const create = async (sql: string): Promise<number> => {
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${sqlOf(sql)}`);
    if (wide) totals = await leaveTotalsOut(connection, table, names);
    const count = await countRows(connection, table);
    isWithoutValues = wide !== undefined && count === 0 && (await countRows(connection, sql)) > 0;
    return count;
  };
  const rows = await createTable(file, source, create);
  if (wide && isWithoutValues) {
    const columns = `the columns "${wide.first}" to "${wide.last}"`;
    throw new ObservationError(place, `no cell of ${columns} has a value.`);
  }
  const places = { file, place, header, source, headers, roles };
  const extraNames = extras.map(({ column }) => column);
  const described = {
    table: options.table,
    place,
    otherSheets: sheet?.otherSheets ?? [],
    headers,
    roles,
    rows,
    extras,
    writtenNumbers: source.hasTypes ? [] : [...(hasQuantity ? [quantity] : []), ...extraNames],
  };
  if (!wide) return { ...described, ...rowPlaces(places) };
  const cellOf = (row: number): Promise<Cell> => findCell(connection, table, row);
  return { ...described, wide: { ...wide, totals }, ...cellPlaces(places, cellOf) };
}

/** A column of the file as it is loaded. */
interface LoadedColumn extends NamedColumn {
  /** Words for "no value" are names in it. */
  readonly isKey: boolean;
}

/** SQL of the table, given what stands after FROM to read the file. */
function tableSql(
  source: Source,
  loaded: readonly LoadedColumn[],
  wide: WideTable | undefined,
): (from: string) => string {
  const texts = loaded.map(({ at, name }) => `${source.columnSql(at)} AS ${name}`);
  // Once for all that ask later: the words for "no value" take longer to find than a number takes to be read.
  const values = loaded.map(({ name, isKey }) => (isKey ? name : `${presentSql(name)} AS ${name}`));
  const cells = wide ? cellColumns(wide.columns) : [];
  for (const { at, name } of cells) {
    texts.push(`${source.textSql(at)} AS ${name}`);
    values.push(name);
  }
  const names = loaded.map(({ name }) => name);
  return (from) => {
    const inner = `(SELECT ${texts.join(', ')} FROM ${from})`;
    return wide ? unpivotSql(inner, values, names, cells) : `SELECT ${values.join(', ')} FROM ${inner}`;
  };
}

/** Columns in which every text is a name or a date; an item may be called "None". */
const keyRoles: readonly ObservationRole[] = ['item', 'location', 'date'];

/** Further columns that are loaded at most: a file with more is not a table of observations. */
const mostExtras = 64;

function extraColumns(
  headers: readonly string[],
  roles: ColumnRoles,
  wide: WideTable | undefined,
): ExtraColumn[] {
  const taken = new Map(Object.entries(roles.index).map(([role, at]) => [at, role]));
  const cells = wide?.columns.map(({ index }) => index) ?? [];
  const others = new Set(wide ? [...cells, ...wide.sums, ...wide.flags, ...wide.between] : []);
  const extras = headers.flatMap((name, at): ExtraColumn[] => {
    const role = taken.get(at);
    if (name === '' || others.has(at)) return [];
    if (role !== undefined && role !== 'price' && role !== 'promotion') return [];
    return [{ name, column: `x${at}`, at, role }];
  });
  return extras.slice(0, mostExtras);
}

/** Runs `create` on the file, or on a copy of it that DuckDB can read, and returns the number of rows. */
async function createTable(
  file: string,
  { sql, text, headers }: Source,
  create: (sql: string) => Promise<number>,
): Promise<number> {
  // A damaged archive is told as such, not by what its last line looks like.
  const whole = text ? checkGzip(file) : Promise.resolve();
  whole.catch(() => undefined);
  let rows: number;
  try {
    rows = await create(sql);
  } catch (error) {
    await whole;
    if (!text || !/state machine/i.test(String(error))) throw await readError(file, error, text?.delimiter);
    return createFromCopy(file, text, create);
  }
  await whole;
  // DuckDB takes a line break inside the header for that of all lines: where the lines end otherwise, it finds none.
  const isMisread = rows === 0 && headers.some((header) => /[\r\n]/.test(header));
  return text && isMisread ? createFromCopy(file, text, create) : rows;
}

/** DuckDB's strict reader wants one kind of line end: a file that mixes them is read from a copy with line feeds. */
async function createFromCopy(
  file: string,
  { sqlOf, delimiter }: TextSource,
  create: (sql: string) => Promise<number>,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'nimbus-lines-'));
  try {
    const copy = join(folder, 'lines.csv');
    await writeWithLineFeeds(file, copy);
    return await create(sqlOf(copy));
  } catch (error) {
    throw await readError(file, error, delimiter);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkReadable(file: string): Promise<void> {
  let info: Awaited<ReturnType<typeof stat>>;
  try {
    info = await stat(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    // ENOTDIR: a file stands where the path has a folder
    const reason = /^(ENOENT|ENOTDIR)$/.test(code)
      ? 'there is no such file.'
      : `the file cannot be read (${code || String(error)}).`;
    throw new ObservationError({ file }, reason, { cause: error });
  }
  if (info.isDirectory()) throw new ObservationError({ file }, 'this is a folder, not a file.');
  if (!info.isFile()) {
    throw new ObservationError(
      { file },
      'this is a pipe or a device, which can be read only once; write it to a file first.',
    );
  }
  if (info.size === 0) throw new ObservationError({ file }, 'the file is empty.');
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw new ObservationError({ file }, 'no permission to read this file.', { cause: error });
  }
}
