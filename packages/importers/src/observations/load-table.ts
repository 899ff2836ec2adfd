import { access, constants, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type ColumnRoles, matchColumnRoles, type ObservationRole } from './column-roles.ts';
import { ObservationError, type ObservationPlace } from './errors.ts';
import { findLineOfRecord } from './find-line.ts';
import { sqlName, sqlText } from './open-duckdb.ts';
import { readError } from './read-error.ts';
import { isWorkbook, type SheetFile, writeSheetFile } from './sheet-file.ts';
import { checkGzip, readTextHeader, writeWithLineFeeds } from './text-file.ts';

/**
 * A file loaded into a DuckDB table whose columns are the roles, as text, in the order of the file. Empty cells are NULL, and
 * so are words for "no value" in columns that are no part of a key.
 */
export interface LoadedTable {
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
  /** The place of a row for an error message; `row` from 0, `column` a role or the index of a header. */
  placeOf(row: number, column?: ObservationRole | number): Promise<ObservationPlace>;
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
  const roles = matchColumnRoles(header, source.headers, options.map, options.required);
  const loaded = options.wanted.flatMap((role) => {
    const at = roles.index[role];
    return at === undefined ? [] : [{ at, name: sqlName(role), isKey: keyRoles.includes(role) }];
  });
  const headers = source.headers.map((header) => header.trim());
  const extras = extraColumns(headers, roles);
  const quantities = options.wanted
    .filter((role) => role === 'quantity' && roles.index[role] !== undefined)
    .map(sqlName);
  for (const { at, column } of extras) loaded.push({ at, name: column, isKey: false });
  const texts = loaded.map(({ at, name }) => `${source.columnSql(at)} AS ${name}`);
  const values = loaded.map(({ name, isKey }) => (isKey ? name : `${presentSql(name)} AS ${name}`));
  const table = sqlName(options.table);
  const create = async (sql: string): Promise<number> => {
    // Once for all that ask later: the words for "no value" take longer to find than a number takes to be read.
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${values.join(', ')} FROM (SELECT ${texts.join(', ')} FROM ${sql})`,
    );
    const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${table}`);
    return Number(counted.getRows()[0]?.[0] ?? 0);
  };
  const rows = await createTable(file, source, create);
  return {
    table: options.table,
    place,
    otherSheets: sheet?.otherSheets ?? [],
    headers,
    roles,
    rows,
    extras,
    writtenNumbers: source.hasTypes ? [] : [...quantities, ...extras.map(({ column }) => column)],
    async placeOf(row, named) {
      const at = typeof named === 'string' ? roles.index[named] : named;
      const column = at === undefined ? {} : { column: headers[at] ?? '' };
      return source.text
        ? { file, line: await findLineOfRecord(file, source.text.delimiter, row), ...column }
        : { ...place, row: sheet ? sheet.rowOf(row) : row + 1, ...column };
    },
  };
}

/** Columns in which every text is a name or a date; an item may be called "None". */
const keyRoles: readonly ObservationRole[] = ['item', 'location', 'date'];

/** Words that other programs write for "no value". */
const missingWords = "('na', 'n/a', 'nan', 'null', 'none', '-')";

/** The text, or NULL where it is a word for "no value". No number begins with a letter, so most cells are compared once. */
const presentSql = (column: string): string =>
  `CASE WHEN (${column} >= 'A' OR ${column} = '-') AND lower(${column}) IN ${missingWords} THEN NULL ELSE ${column} END`;

/** Further columns that are loaded at most: a file with more is not a table of observations. */
const mostExtras = 64;

function extraColumns(headers: readonly string[], roles: ColumnRoles): ExtraColumn[] {
  const taken = new Map(Object.entries(roles.index).map(([role, at]) => [at, role]));
  const extras = headers.flatMap((name, at): ExtraColumn[] => {
    const role = taken.get(at);
    if (name === '' || (role !== undefined && role !== 'price' && role !== 'promotion')) return [];
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

interface Source {
  readonly headers: readonly string[];
  readonly sql: string;
  readonly text?: TextSource;
  readonly sheet?: SheetFile;
  /** Numbers are stored as such: no text says how they are written. */
  readonly hasTypes: boolean;
  columnSql(at: number): string;
}

interface TextSource {
  readonly delimiter: string;
  /** The SQL of another file of this kind. */
  sqlOf(path: string): string;
}

function readCsvSql(path: string, columns: number, delimiter: string): string {
  const types = Array.from({ length: columns }, (_, at) => `'c${at}': 'VARCHAR'`).join(', ');
  const compression = /\.gz$/i.test(path) ? ", compression = 'gzip'" : '';
  return (
    `read_csv(${sqlText(path)}, columns = {${types}}, auto_detect = false, header = true, ` +
    `delim = ${sqlText(delimiter)}, quote = '"', escape = '"', strict_mode = true${compression})`
  );
}

/** The text without spaces around it, or NULL where nothing is left; most cells have none at all, which is quicker to see. */
const trimmedSql = (column: string): string =>
  `CASE WHEN contains(${column}, ' ') THEN nullif(trim(${column}), '') ELSE nullif(${column}, '') END`;

const trimmed = (at: number): string => trimmedSql(`c${at}`);

async function textSource(file: string): Promise<Source> {
  const { headers, delimiter } = await readTextHeader(file);
  const sqlOf = (path: string): string => readCsvSql(path, headers.length, delimiter);
  return {
    headers,
    hasTypes: false,
    sql: sqlOf(file),
    text: { delimiter, sqlOf },
    columnSql: trimmed,
  };
}

const sheetSource = (sheet: SheetFile): Source => ({
  headers: sheet.headers,
  hasTypes: false,
  sql: readCsvSql(sheet.path, sheet.headers.length, '\t'),
  sheet,
  columnSql: trimmed,
});

async function parquetSource(connection: DuckDBConnection, file: string): Promise<Source> {
  const sql = `read_parquet(${sqlText(file)})`;
  let described: Awaited<ReturnType<DuckDBConnection['runAndReadAll']>>;
  try {
    described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${sql}`);
  } catch (error) {
    throw await readError(file, error);
  }
  const columns = described.getRows().map((row) => ({ name: String(row[0]), type: String(row[1]) }));
  return {
    headers: columns.map((column) => column.name),
    hasTypes: true,
    sql,
    columnSql(at) {
      const column = columns[at] as { name: string; type: string };
      const name = sqlName(column.name);
      if (/^TIMESTAMP/.test(column.type)) return `strftime(${name}, '%Y-%m-%d %H:%M:%S')`;
      return column.type === 'VARCHAR' ? trimmedSql(name) : `${name}::VARCHAR`;
    },
  };
}
