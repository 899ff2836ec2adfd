import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type ColumnMeaning,
  type ImportColumn,
  type ImportInspection,
  type ImportMapping,
  ServiceError,
} from '@ordernimbus/contracts';
import { type HeaderMatch, normaliseHeader } from '../columns/index.ts';
import { sqlText } from '../observations/open-duckdb.ts';
import { loadRawTable, rawColumn } from '../raw/load-raw-table.ts';
import { queryRow, queryRows, type WorkSettings, withWorkDatabase } from '../raw/work-database.ts';
import { writeParquetText } from '../raw/write-parquet-text.ts';
import {
  defaultTextLimits,
  type FileColumns,
  openSourceFile,
  type PlainText,
  type TextLimits,
  writePlainText,
} from '../text/index.ts';
import type { SheetSize } from '../workbook/index.ts';
import { type ColumnProfiler, type ColumnProfiles, createColumnProfiler } from './column-profiles.ts';
import { proposeExclusions } from './propose-exclusions.ts';
import { numberMeanings, openQuestions } from './questions.ts';
import { recogniseLayout } from './recognise-layout.ts';

export interface InspectOptions {
  /** the file as it came */
  readonly source: string;
  /** of a workbook: the sheet; the largest that is a table when unset */
  readonly sheet?: string;
  /** Parquet to be written: every row as text with its line; see `loadRawTable` */
  readonly rawTable: string;
  readonly work: WorkSettings;
  readonly limits?: TextLimits;
  readonly signal?: AbortSignal;
}

export interface InspectedFile {
  readonly inspection: ImportInspection;
  /** what we would do without being told otherwise */
  readonly proposal: ImportMapping;
  /** digest of the header row: files with the same headers share what was learned */
  readonly fingerprint: string;
  /** what reading the columns needs not find out again */
  readonly profiles: ColumnProfiles;
}

export const fingerprintOf = (headers: readonly string[]): string =>
  createHash('sha256').update(headers.map(normaliseHeader).join('\u0000')).digest('hex');

export const defaultLocationCode = 'Main';

/**
 * Reads the whole file once: encoding, separator, header row, and per column what it means and how its dates and
 * numbers are written, decided from all values. Throws a `ServiceError` for what is no readable table.
 */
export async function inspectFile(options: InspectOptions): Promise<InspectedFile> {
  const plain = `${options.rawTable}.txt`;
  return withWorkDatabase(options.work, async (connection) => {
    const limits = options.limits ?? defaultTextLimits;
    const read = await readText(connection, options, plain, limits).catch(async (error) => {
      await rm(plain, { force: true });
      throw error;
    });
    const partial = `${options.rawTable}.partial`;
    await loadRawTable(connection, plain, partial, read.text.columns.matches);
    await rename(partial, options.rawTable);
    return describe(connection, options.rawTable, read);
  });
}

interface ReadFile {
  readonly text: PlainText;
  /** of a workbook where there is a choice */
  readonly sheets: readonly SheetSize[];
  readonly isParquet: boolean;
}

/** The file as plain text; of a workbook the largest sheet that has a header row. */
async function readText(
  connection: DuckDBConnection,
  { source, sheet, signal }: InspectOptions,
  target: string,
  limits: TextLimits,
): Promise<ReadFile> {
  const parquetText = `${target}.csv`;
  const file = await openSourceFile(source, {
    limits,
    async writeParquet(path) {
      await writeParquetText(connection, path, parquetText, limits).catch(async (error) => {
        await rm(parquetText, { force: true });
        throw error;
      });
      return parquetText;
    },
    ...(sheet === undefined ? {} : { sheet }),
    ...(signal ? { signal } : {}),
  });
  const { sheets, isParquet = false } = file;
  try {
    let refusal: unknown;
    for (const one of file.sources) {
      try {
        return { text: await writePlainText(one, target, limits, signal), sheets, isParquet };
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== 'unsupported_file') throw error;
        refusal ??= error;
      }
    }
    throw refusal;
  } finally {
    file.close();
    if (isParquet) await rm(parquetText, { force: true });
  }
}

async function describe(
  connection: DuckDBConnection,
  rawTable: string,
  { text, sheets, isParquet }: ReadFile,
): Promise<InspectedFile> {
  const { headers, matches, wide } = text.columns;
  const raw = `read_parquet(${sqlText(rawTable)})`;
  const readable = headers.map((_, index) => index).filter((index) => !matches[index]?.personal);
  if (readable.length === 0) {
    throw new ServiceError(
      'unsupported_file',
      'Every column of this file is about people; there are no sales in it.',
    );
  }
  const counts = await queryRow(
    connection,
    `SELECT count(*)::DOUBLE AS rows${readable.map((index) => `, count(${rawColumn(index)})::DOUBLE AS n${index}`).join('')}
     FROM ${raw} WHERE fault IS NULL`,
  );
  if (wide && Number(counts.rows) === 0) {
    throw new ServiceError(
      'unsupported_file',
      `The ${wide.columns} columns "${wide.first}" to "${wide.last}" have no number below their headings.`,
    );
  }
  const head = await queryRows(
    connection,
    `SELECT * FROM ${raw} WHERE fault IS NULL ORDER BY line LIMIT 200`,
  );
  const cell = (row: Record<string, unknown>, index: number): string => String(row[rawColumn(index)] ?? '');

  const columns: ImportColumn[] = [];
  for (const [index, header] of headers.entries()) {
    const match = matches[index] as HeaderMatch;
    const samples = match.personal
      ? []
      : [...new Set(head.map((row) => cell(row, index)).filter((value) => value !== ''))].slice(0, 5);
    columns.push({
      index,
      header,
      meaning: match.meaning,
      confidence: match.confidence,
      samples: samples.map((sample) => sample.slice(0, 200)),
      emptyShare: match.personal
        ? 0
        : 1 - Number(counts[`n${index}`] ?? 0) / Math.max(1, Number(counts.rows)),
    });
  }
  const profiler = createColumnProfiler(connection, rawTable);
  await adoptDateColumn(profiler, columns, matches);
  for (const column of columns) await judgeColumn(profiler, column);
  // its numbers were no text that somebody wrote
  if (isParquet) for (const column of columns) if (column.decimal === null) column.decimal = '.';
  shareDecimal(columns);

  const meanings = new Set(columns.map((column) => column.meaning));
  const { layout, confidence } = recogniseLayout(meanings);
  const unused = layout === 'long' ? undefined : columns.find(({ meaning }) => meaning === 'promotion');
  if (unused) Object.assign(unused, { meaning: 'ignore', confidence: 1 });
  const item = columns.find((column) => column.meaning === 'item');
  const excludedItems =
    item && layout !== 'stock' ? await proposeExclusions(connection, rawTable, rawColumn(item.index)) : [];
  const date = columns.find((column) => column.meaning === 'date');
  const decimal = columns.find((column) => numberMeanings.has(column.meaning) && column.decimal)?.decimal;
  const proposal: ImportMapping = {
    layout,
    columns: columns.map(({ index, meaning }) => ({ index, meaning })),
    ...(date?.dateOrder ? { dateOrder: date.dateOrder } : {}),
    ...(decimal ? { decimal } : {}),
    ...(wide && wide.unit !== 'day' ? { rowPeriod: wide.unit === 'week' ? 'week_from' : 'month' } : {}),
    ...(meanings.has('location') ? {} : { defaultLocation: defaultLocationCode }),
    ...(excludedItems.length > 0 ? { excludedItems } : {}),
  };
  return {
    // of a wide table without its dates: next month's file has other ones
    fingerprint: fingerprintOf(headers),
    proposal,
    profiles: profiler.seen,
    inspection: {
      encoding: text.encoding,
      separator: text.dialect.separator,
      compressed: text.compressed,
      ...(isParquet ? { isParquet } : {}),
      ...(text.sheet === undefined ? {} : { workbook: workbookOf(text.sheet, sheets) }),
      ...(wide ? { wide } : {}),
      headerRow: text.dialect.headerLine,
      rowsEstimated: wide ? Number(counts.rows) + text.faults : text.records,
      layout,
      layoutConfidence: confidence,
      columns,
      sampleRows: head.slice(0, 20).map((row) => headers.map((_, index) => cell(row, index).slice(0, 200))),
      questions: openQuestions({ columns }, proposal),
      remembered: false,
      notes: [
        ...notesOf(text, columns, matches, excludedItems, wide),
        ...(unused
          ? [
              `"${unused.header}" is not used: promotions are read from tables of daily sales. Bring them in by Calendar > From a file.`,
            ]
          : []),
      ],
    },
  };
}

const workbookOf = (
  sheet: string,
  sheets: readonly SheetSize[],
): NonNullable<ImportInspection['workbook']> => ({
  sheet,
  sheets: sheets.map(({ name, rows, isHidden }) => ({ name, rows, hidden: isHidden })),
});

/** A column whose values are dates serves as the date when no header says so. */
async function adoptDateColumn(
  profiler: ColumnProfiler,
  columns: ImportColumn[],
  matches: readonly HeaderMatch[],
): Promise<void> {
  if (columns.some((column) => column.meaning === 'date')) return;
  for (const column of columns) {
    if (column.meaning !== 'ignore' || matches[column.index]?.personal) continue;
    const likely = column.samples.filter((sample) =>
      /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b/.test(sample),
    ).length;
    if (likely === 0 || likely < column.samples.length) continue;
    const profile = await profiler.dates(column.index);
    if (profile && profile.share > 0.95) {
      column.meaning = 'date';
      column.confidence = 0.6;
      return;
    }
  }
}

async function judgeColumn(profiler: ColumnProfiler, column: ImportColumn): Promise<void> {
  if (column.meaning === 'date') {
    const profile = await profiler.dates(column.index);
    if (!profile) column.confidence = 0.1;
    else {
      column.dateOrder = profile.order;
      if (profile.weekly) column.weekly = profile.weekly;
      if (profile.monthly) column.monthly = profile.monthly;
      if (profile.byOrder) column.byOrder = profile.byOrder;
      column.confidence *= 0.3 + 0.7 * profile.share;
    }
  } else if (numberMeanings.has(column.meaning)) {
    const profile = await profiler.numbers(column.index);
    if (!profile) column.confidence = 0.1;
    else {
      if (profile.decimal !== undefined) column.decimal = profile.decimal;
      column.confidence *= 0.2 + 0.8 * profile.share;
    }
  }
  column.confidence = Math.round(column.confidence * 100) / 100;
}

/** One file is written in one convention: a column that says nothing follows one that does. */
function shareDecimal(columns: ImportColumn[]): void {
  const decided = columns.find((column) => column.decimal === '.' || column.decimal === ',')?.decimal;
  if (!decided) return;
  for (const column of columns) if (column.decimal === null) column.decimal = decided;
}

function notesOf(
  text: PlainText,
  columns: readonly ImportColumn[],
  matches: readonly HeaderMatch[],
  excludedItems: readonly string[],
  wide: FileColumns['wide'],
): string[] {
  const notes: string[] = [];
  if (wide) {
    notes.push(
      `${wide.columns} columns are ${wide.unit}s, ${wide.first} to ${wide.last}: each filled cell is read as a row of its own, an empty one as no sale.`,
    );
    const unread = text.columns.unread ?? [];
    if (unread.length > 0) {
      notes.push(
        `Not read: ${unread.map((header) => `"${header}"`).join(', ')}. A heading among the ${wide.unit}s needs a date, and stock comes in a file of its own.`,
      );
    }
  }
  const people = columns.filter((column) => matches[column.index]?.personal).map((column) => column.header);
  if (people.length > 0) notes.push(`Not read because they are about people: ${people.join(', ')}.`);
  if (excludedItems.length > 0) {
    notes.push(
      `Proposed to be left out because they look like fees or postage: ${excludedItems.join(', ')}.`,
    );
  }
  if (text.encoding === 'windows-1252') notes.push('The text is not Unicode; it was read as Windows-1252.');
  if (text.dialect.headerLine > 1)
    notes.push(
      `The header was found on ${text.sheet === undefined ? 'line' : 'row'} ${text.dialect.headerLine}.`,
    );
  if (text.faults > 0) notes.push(`${text.faults} lines do not have the form of the others.`);
  const meanings = new Set<ColumnMeaning>(columns.map((column) => column.meaning));
  if (!meanings.has('location'))
    notes.push(`No column names a location: all sales go to "${defaultLocationCode}".`);
  return notes;
}
