import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type Calendar,
  createCalendar,
  inferFrequency,
  lastStepUpTo,
  type StepFrequency,
} from './calendar.ts';
import { findRow, flagColumn, refuseCellErrors, requireCells } from './check-cells.ts';
import type { ObservationRole } from './column-roles.ts';
import { type CovariateColumn, type Covariates, describeCovariates } from './covariate-columns.ts';
import { daysOf, readDates } from './dates.ts';
import { describeWide, namedColumns, type ReadWide, unusedOfWide } from './describe-wide.ts';
import { ObservationError, quoteCell } from './errors.ts';
import { factsOrder, factsTable, keepFacts } from './keep-facts.ts';
import { type AheadQuery, type FutureRows, type KnownAhead, knownAhead } from './known-ahead.ts';
import { type LoadedTable, loadTable } from './load-table.ts';
import { numberColumn, refuseHugeNumbers } from './number-columns.ts';
import { sqlName } from './open-duckdb.ts';
import { type UnseenPrices, unseenPrices } from './planned-prices.ts';
import { refuseDuplicates } from './refuse-duplicates.ts';
import { type DateColumn, refuseFinerSteps, refuseMixedPrecision } from './refuse-mixed-frequencies.ts';
import { refuseMixedSeries } from './refuse-mixed-series.ts';
import { refuseRowNumbers } from './refuse-row-numbers.ts';
import { refuseStrangers } from './refuse-strangers.ts';
import { type ObservationRow, streamRows } from './stream-rows.ts';

export interface ReadObservationsOptions {
  readonly file: string;
  /** File with the known future, same key columns. */
  readonly futureFile?: string;
  readonly map: Readonly<Partial<Record<ObservationRole, string>>>;
  readonly frequency: StepFrequency | 'auto';
  /** Sheets of the files where they are workbooks; the largest that is shown when unset. */
  readonly sheet?: string;
  readonly futureSheet?: string;
  /** Folder for what is written while reading; that of the system when unset. */
  readonly temporaryFolder?: string;
  readonly signal?: AbortSignal;
}

export interface ReadSheet {
  readonly file: string;
  readonly sheet: string;
  readonly isFuture: boolean;
  /** other sheets with values, where nobody named this one */
  readonly others: readonly string[];
}

/** A file, long or wide, checked as a whole: every series' key, and its rows in order of time. */
export interface Observations {
  readonly calendar: Calendar;
  /** What `auto` would have made of the dates. */
  readonly looksLike: StepFrequency;
  /** Key of series i: items[i] at locations[i]; sorted by item, then location. */
  readonly items: readonly string[];
  readonly locations: readonly string[];
  /** Rows of a long file, cells with a value of a wide one. */
  readonly rows: number;
  /** First step of the file, and the last that has a quantity anywhere. */
  readonly firstStep: number;
  readonly lastStep: number;
  /** Which header has which role, and the headers without one. */
  readonly columns: Readonly<Partial<Record<ObservationRole, string>>>;
  /** What the other columns say. */
  readonly covariates: Covariates;
  /** Days without a sale have no row, so what a row says of its day is known of days with sales alone. */
  readonly listsSalesOnly: boolean;
  /**
   * What is known of `covariates.varying` for the horizon after the cut-off.
   * @throws ObservationError when the future file has a hole in one of them
   */
  knownAhead(cutoffStep: number, horizon: number): Promise<KnownAhead>;
  /** Prices of the future file that are far from all prices up to the cut-off. */
  unseenPrices(cutoffStep: number, horizon: number): Promise<UnseenPrices[]>;
  /** Sheets that were read, where the files are workbooks: of the input, then of the known future. */
  readonly sheets: readonly ReadSheet[];
  /** Where the input has a column for each day, week or month. */
  readonly wide?: ReadWide;
  /** SHA-256 of the bytes of the input files. */
  readonly digest: string;
  /** Last step that is dated on or before a date (the whole of the day); undefined when it is no date. */
  lastStepUpTo(text: string): number | undefined;
  /**
   * Rows of all series, or of those at these places of `items`, by series and step; of two rows with one step the second is
   * from the future file.
   */
  stream(series?: readonly number[]): AsyncGenerator<ObservationRow[]>;
}

const futureTable = 'known_future';
const roles: readonly ObservationRole[] = ['item', 'location', 'date', 'quantity', 'in_stock', 'open'];
const futureRoles: readonly ObservationRole[] = ['item', 'location', 'date', 'open'];

export async function readObservations(
  connection: DuckDBConnection,
  options: ReadObservationsOptions,
): Promise<Observations> {
  const { file, futureFile, map, sheet, futureSheet, temporaryFolder, signal } = options;
  const reading = { ...(temporaryFolder ? { temporaryFolder } : {}), ...(signal ? { signal } : {}) };
  const main = await loadTable(connection, file, {
    table: 'observations',
    map,
    required: ['item', 'date', 'quantity'],
    wanted: roles,
    mayBeWide: true,
    ...reading,
    ...(sheet === undefined ? {} : { sheet: { name: sheet, option: '--sheet' } }),
  });
  if (main.rows === 0) {
    const what = main.place.sheet === undefined ? 'file' : 'sheet';
    throw new ObservationError(main.place, `the ${what} has a header but no rows.`);
  }
  const future = futureFile
    ? await loadTable(connection, futureFile, {
        table: futureTable,
        map: mapForFuture(map),
        required: ['item', 'date'],
        wanted: futureRoles,
        history: namedColumns(main),
        ...reading,
        ...(futureSheet === undefined ? {} : { sheet: { name: futureSheet, option: '--future-sheet' } }),
      })
    : undefined;

  for (const table of future ? [main, future] : [main]) {
    await requireCells(connection, table, 'item');
    await requireCells(connection, table, 'date');
  }
  await connection.run(
    `CREATE TEMP TABLE series AS SELECT (row_number() OVER (ORDER BY item, location) - 1)::INTEGER AS series, item, location
     FROM (SELECT DISTINCT t.item, ${locationSql(main)} AS location FROM observations t)`,
  );
  for (const role of ['item', 'location'] as const) await refuseCellErrors(connection, main, role, 'series');
  for (const role of ['item', 'location'] as const) {
    if (future) await refuseCellErrors(connection, future, role);
  }
  const quantity = await numberColumn(connection, main, 'quantity');
  await refuseHugeNumbers(connection, main, 'quantity', quantity);
  const inStock =
    main.roles.index.in_stock === undefined ? 'NULL' : await flagColumn(connection, main, 'in_stock');
  const open = main.roles.index.open === undefined ? 'NULL' : await flagColumn(connection, main, 'open');
  const futureOpen =
    future === undefined || future.roles.index.open === undefined
      ? 'NULL'
      : await flagColumn(connection, future, 'open');

  const dates = await readDateColumn(connection, main, future);
  // What is known ahead may be listed for some days only: the history alone says what a step is.
  const looksLike = inferFrequency(dates.ownMinutes);
  const frequency = options.frequency === 'auto' ? looksLike : options.frequency;
  if (options.frequency === 'auto') await refuseMixedPrecision(connection, main, future, dates);
  else await refuseFinerSteps(connection, main, frequency, dates);
  const calendar = createCalendar(frequency, dates.ownMinutes);
  await createStepTable(connection, dates, calendar);

  const keys = await connection.runAndReadAll('SELECT item, location FROM series ORDER BY series');
  const [items = [], locations = []] = keys.getColumns();
  const itemNames = items.map(String);
  const locationNames = locations.map(String);
  if (map.item === undefined) refuseRowNumbers(main, itemNames);
  if (future) await refuseDuplicates(connection, future, calendar, joinSql(future));
  if (future) await refuseStrangers(connection, future, basename(file), seriesSql(future));
  const described = await describeCovariates(connection, {
    main,
    future,
    series: items.length,
    joined: (table) => `${sqlName(table.table)} t JOIN series s ON ${seriesSql(table)}`,
  });
  const opening: CovariateColumn = {
    name: 'open',
    kind: 'open',
    isPlanned: true,
    isListed: true,
    sql: open,
    futureSql: future?.roles.index.open === undefined ? undefined : futureOpen,
  };
  const covariates: Covariates = {
    ...described,
    varying: main.roles.index.open === undefined ? described.varying : [opening, ...described.varying],
    unused: [...unusedOfWide(main, frequency), ...described.unused],
  };
  const { varying } = covariates;
  const known = varying.map(({ sql }, c) => `, (${sql})::DOUBLE AS k${c}`).join('');
  const ownFacts =
    `SELECT s.series, d.step, ${quantity} AS quantity, ${inStock} AS in_stock, ${open} AS open, ` +
    `false AS from_future${known} FROM ${joinSql(main)}`;
  const futureKnown = varying.map(({ futureSql = 'NULL' }) => `, (${futureSql})::DOUBLE`).join('');
  const futureFacts = future
    ? ` UNION ALL SELECT s.series, d.step, NULL, NULL, ${futureOpen}, true${futureKnown} FROM ${joinSql(future)}`
    : '';
  const streamed = main.rows + (future ? await countRows(connection, joinSql(future)) : 0);
  await keepFacts(connection, `${ownFacts}${futureFacts}`);
  const rows = { facts: `(SELECT * FROM ${factsTable} WHERE NOT from_future)`, joined: joinSql(main) };
  if (options.frequency === 'auto') await refuseMixedSeries(connection, main, frequency, rows);
  await refuseDuplicates(connection, main, calendar, rows.joined, rows.facts);
  // Nothing reads the texts any more.
  await connection.run(`DROP TABLE ${sqlName(main.table)}`);

  const range = await connection.runAndReadAll(
    `SELECT min(step), max(step) FILTER (WHERE quantity IS NOT NULL) FROM ${factsTable} WHERE NOT from_future`,
  );
  const [firstStep, lastStep] = range.getRows()[0] ?? [];
  if (lastStep === null || lastStep === undefined) {
    throw new ObservationError(
      { ...main.place, column: main.headers[main.roles.index.quantity as number] ?? '' },
      'no row has a quantity.',
    );
  }
  const ahead: AheadQuery = {
    connection,
    calendar,
    facts: factsTable,
    varying,
    items: itemNames,
    locations: locationNames,
    future: future && futureRows(connection, future),
  };

  const wide = describeWide(main, frequency);
  return {
    calendar,
    looksLike,
    ...(wide ? { wide } : {}),
    items: itemNames,
    locations: locationNames,
    rows: main.rows,
    firstStep: Number(firstStep),
    lastStep: Number(lastStep),
    columns: namedColumns(main),
    covariates,
    listsSalesOnly: await listsSalesOnly(connection, factsTable),
    knownAhead: (cutoffStep, horizon) => knownAhead(ahead, cutoffStep, horizon),
    unseenPrices: (cutoffStep, horizon) => unseenPrices(ahead, cutoffStep, horizon),
    sheets: (future ? [main, future] : [main]).flatMap((table) => {
      const { file: name, sheet: read } = table.place;
      if (read === undefined) return [];
      return [{ file: name, sheet: read, isFuture: table === future, others: table.otherSheets }];
    }),
    digest: await digestOf(futureFile ? [file, futureFile] : [file]),
    lastStepUpTo: (text) => lastStepUpTo(calendar, text),
    stream: async function* (series) {
      const some = `${factsTable}${series ? ` WHERE series IN (${series.join() || 'NULL'})` : ''}`;
      const expected = series ? await countRows(connection, some) : streamed;
      // A long list is looked up by a join, which keeps no order.
      const order = series ? factsOrder : '';
      yield* streamRows(connection, `SELECT * FROM ${some} ${order}`, expected);
    },
  };
}

const futureRows = (connection: DuckDBConnection, future: LoadedTable): FutureRows => ({
  async placeOf(series, step, column) {
    const found = await connection.runAndReadAll(
      `SELECT t.rowid::DOUBLE FROM ${joinSql(future)} WHERE s.series = ${series} AND d.step = ${step} LIMIT 1`,
    );
    const row = found.getRows()[0]?.[0];
    return { ...(row === undefined ? future.place : await future.placeOf(Number(row))), column };
  },
});

/** Hardly a row without a sale, though a tenth of the steps between the first and last rows of the series have none. */
async function listsSalesOnly(connection: DuckDBConnection, facts: string): Promise<boolean> {
  const read = await connection.runAndReadAll(
    `SELECT sum(rows)::DOUBLE, sum(sales)::DOUBLE, sum(last - first + 1)::DOUBLE FROM (
       SELECT count(*) AS rows, count(*) FILTER (WHERE quantity <> 0) AS sales, min(step) AS first, max(step) AS last
       FROM ${facts} WHERE NOT from_future GROUP BY series)`,
  );
  const [rows = 0, sales = 0, steps = 0] = (read.getRows()[0] ?? []).map(Number);
  return sales >= 0.99 * rows && rows <= 0.9 * steps;
}

const locationSql = (table: LoadedTable): string =>
  table.roles.index.location === undefined ? "''" : "coalesce(t.location, '')";

/** A future file without a location speaks of every location of its items. */
const seriesSql = (table: LoadedTable): string =>
  table.table === futureTable && table.roles.index.location === undefined
    ? 's.item = t.item'
    : `s.item = t.item AND s.location = ${locationSql(table)}`;

const joinSql = (table: LoadedTable): string =>
  `${sqlName(table.table)} t JOIN series s ON ${seriesSql(table)} JOIN steps d ON d.date = t.date`;

/** The quantity and stock flag are not asked of the future, even when the map names them. */
const mapForFuture = (map: ReadObservationsOptions['map']): ReadObservationsOptions['map'] =>
  Object.fromEntries(Object.entries(map).filter(([role]) => futureRoles.includes(role as ObservationRole)));

/** A date outside is a slip or stands for "never": the forecasts would start after it. */
const firstYear = 1700;
const lastYear = 2200;
const [earliest, latest] = [firstYear, lastYear + 1].map((year) => daysOf(year, 1, 1) * 1440) as [
  number,
  number,
];

async function readDateColumn(
  connection: DuckDBConnection,
  main: LoadedTable,
  future: LoadedTable | undefined,
): Promise<DateColumn> {
  // In the order of the files, so that the first of several faults is told.
  const distinctOf = (table: LoadedTable): string =>
    `SELECT date, ${table === main} AS own, min(rowid) AS row FROM ${sqlName(table.table)} GROUP BY date`;
  const union = future ? ` UNION ALL ${distinctOf(future)}` : '';
  const distinct = await connection.runAndReadAll(
    `SELECT date, bool_or(own) AS own FROM (${distinctOf(main)}${union}) GROUP BY date
     ORDER BY own DESC, min(row) FILTER (WHERE own) NULLS LAST, min(row)`,
  );
  const [dates = [], own = []] = distinct.getColumns();
  const texts = dates.map(String);
  const refuse = async (value: string, reason: string): Promise<never> => {
    for (const table of future ? [main, future] : [main]) {
      const row = await findRow(connection, table, 'date = $1', value);
      if (row) {
        throw new ObservationError(await table.placeOfDate(row.row), `${quoteCell(value)} ${reason}.`);
      }
    }
    throw new ObservationError(main.place, `${quoteCell(value)} ${reason}.`);
  };
  // A heading without a number below it may decide the order of day and month too.
  const headings = main.wide?.columns.map(({ date }) => date) ?? [];
  const read = readDates([...texts, ...headings]);
  if (!read.ok) return refuse(read.value, read.reason);
  const minutes = read.minutes.subarray(0, texts.length);
  const outside = minutes.findIndex((value) => value < earliest || value >= latest);
  if (outside >= 0) {
    return refuse(
      texts[outside] as string,
      `lies outside the years ${firstYear} to ${lastYear}; correct the date or leave its row out`,
    );
  }
  return {
    texts,
    minutes,
    ownTexts: texts.filter((_, index) => own[index] === true),
    ownMinutes: minutes.filter((_, index) => own[index] === true),
  };
}

async function createStepTable(
  connection: DuckDBConnection,
  dates: DateColumn,
  calendar: Calendar,
): Promise<void> {
  await connection.run('CREATE TEMP TABLE steps (date VARCHAR, step INTEGER)');
  const appender = await connection.createAppender('steps');
  for (const [index, text] of dates.texts.entries()) {
    appender.appendVarchar(text);
    appender.appendInteger(calendar.stepOf(dates.minutes[index] as number));
    appender.endRow();
  }
  appender.closeSync();
}

async function countRows(connection: DuckDBConnection, from: string): Promise<number> {
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${from}`);
  return Number(counted.getRows()[0]?.[0] ?? 0);
}

async function digestOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), async (chunks) => {
      for await (const chunk of chunks) hash.update(chunk as Buffer);
    });
  }
  return hash.digest('hex');
}
