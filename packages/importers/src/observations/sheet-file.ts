import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { ServiceError } from '@ordernimbus/contracts';
import { describeOle, isOle, isZip, readFirstBytes, sniffDialect } from '../text/index.ts';
import {
  columnName,
  findSheet,
  measureSheets,
  openWorkbook,
  rowText,
  type SheetRow,
  type Workbook,
} from '../workbook/index.ts';
import { ObservationError, type ObservationPlace } from './errors.ts';

/** A sheet of a workbook, written as tab-separated UTF-8 that DuckDB reads. */
export interface SheetFile {
  readonly path: string;
  readonly headers: readonly string[];
  readonly place: Required<Pick<ObservationPlace, 'file' | 'sheet'>>;
  readonly headerRow: number;
  /** other sheets with values, where nobody named this one */
  readonly otherSheets: readonly string[];
  /** Row, as the spreadsheet program numbers it, of a record from 0. */
  rowOf(record: number): number;
  remove(): Promise<void>;
}

export interface SheetOptions {
  /** name of the sheet; the largest that is shown when unset */
  readonly sheet?: string;
  /** where a folder for the written sheet is made */
  readonly temporaryFolder: string;
  readonly signal?: AbortSignal;
}

/** Whether a file is to be read as a workbook, by its content. @throws ObservationError for one that cannot be read */
export async function isWorkbook(file: string): Promise<boolean> {
  const head = await readFirstBytes(file, 512);
  if (isOle(head)) throw new ObservationError({ file }, asClause(await describeOle(file, head)));
  return isZip(head);
}

/** @throws ObservationError */
export async function writeSheetFile(file: string, options: SheetOptions): Promise<SheetFile> {
  let folder: string | undefined;
  let workbook: Workbook | undefined;
  try {
    workbook = await openWorkbook(file, options.signal ? { signal: options.signal } : {});
    const { sheet, others } = await chooseSheet(workbook, options.sheet);
    folder = await mkdtemp(join(options.temporaryFolder, 'nimbus-sheet-'));
    const written = await writeSheet(workbook, { file, sheet }, join(folder, 'sheet.tsv'));
    const made = folder;
    return { ...written, otherSheets: others, remove: () => rm(made, { recursive: true, force: true }) };
  } catch (error) {
    if (folder) await rm(folder, { recursive: true, force: true });
    if (error instanceof ServiceError) {
      throw new ObservationError({ file }, asClause(error.message), { cause: error });
    }
    throw error;
  } finally {
    workbook?.close();
  }
}

/** A sentence as it goes on after the name of the file. */
const asClause = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

async function chooseSheet(
  workbook: Workbook,
  wanted: string | undefined,
): Promise<{ sheet: string; others: readonly string[] }> {
  const [only, second] = workbook.sheets;
  if (wanted !== undefined) return { sheet: findSheet(workbook, wanted), others: [] };
  if (only && !second) return { sheet: only.name, others: [] };
  const [largest = { name: '' }, ...others] = await measureSheets(workbook);
  return { sheet: largest.name, others: others.filter(({ isHidden }) => !isHidden).map(({ name }) => name) };
}

/** text of the first rows in which the header is looked for */
const headLength = 1 << 18;

async function findHeader(workbook: Workbook, place: SheetFile['place']): Promise<SheetRow> {
  const rows: SheetRow[] = [];
  let text = '';
  head: for await (const some of workbook.readRows(place.sheet)) {
    for (const row of some) {
      text += rowText(row);
      rows.push(row);
      if (text.length >= headLength) break head;
    }
  }
  if (rows.length === 0) throw new ObservationError(place, 'the sheet is empty.');
  // lines of this text are rows with a value: empty ones say nothing about a header
  const { headerLine } = sniffDialect(text, false, Number.POSITIVE_INFINITY, place.sheet);
  return rows[headerLine - 1] as SheetRow;
}

const pieceLength = 1 << 16;

async function writeSheet(
  workbook: Workbook,
  place: SheetFile['place'],
  path: string,
): Promise<Omit<SheetFile, 'otherSheets' | 'remove'>> {
  const header = await findHeader(workbook, place);
  const { row: headerRow, cells: headers } = header;
  // records at which rows without a value were left out before them, and their rows
  const jumps: { readonly record: number; readonly row: number }[] = [];
  let records = 0;
  let expected = headerRow + 1;
  const output = createWriteStream(path);
  const done = finished(output);
  done.catch(() => undefined);
  try {
    let text = rowText(header);
    for await (const rows of workbook.readRows(place.sheet)) {
      for (const one of rows) {
        if (one.row <= headerRow) continue;
        if (one.cells.length > headers.length) throw tooWide(place, one, headers.length);
        if (one.row !== expected) jumps.push({ record: records, row: one.row });
        expected = one.row + 1;
        records++;
        text += rowText(one, headers.length);
        if (text.length < pieceLength) continue;
        if (!output.write(text)) await once(output, 'drain');
        text = '';
      }
    }
    output.write(text);
    output.end();
    await done;
  } finally {
    output.destroy();
  }
  return {
    path,
    headers,
    place,
    headerRow,
    rowOf(record) {
      let low = 0;
      for (let high = jumps.length; low < high; ) {
        const middle = (low + high) >> 1;
        if ((jumps[middle] as { record: number }).record <= record) low = middle + 1;
        else high = middle;
      }
      const jump = jumps[low - 1] ?? { record: 0, row: headerRow + 1 };
      return jump.row + record - jump.record;
    },
  };
}

function tooWide(place: SheetFile['place'], { row, cells }: SheetRow, columns: number): ObservationError {
  const beyond = cells.findIndex((cell, at) => at >= columns && cell !== '');
  return new ObservationError(
    { ...place, row },
    `column ${columnName(beyond)} has a value here, but no name in the header; name it or empty it.`,
  );
}
