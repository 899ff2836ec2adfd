import {
  defaultWorkbookLimits,
  findSheet,
  measureSheets,
  openWorkbook,
  type SheetSize,
  sheetText,
  type Workbook,
} from '../workbook/index.ts';
import type { TextLimits } from './limits.ts';
import { checkKind, readUnpacked } from './open-source.ts';
import { openZippedText } from './zipped-text.ts';

/** Text that can be read from its beginning as often as needed. */
export interface TextSource {
  readonly compressed: boolean;
  /** of a workbook: the sheet; its text is UTF-8 with tabs, and line n of it is row n */
  readonly sheet?: string;
  read(): AsyncGenerator<Buffer>;
}

export interface SourceFile {
  /** ways to read the file, the one to be proposed first */
  readonly sources: readonly TextSource[];
  readonly isParquet?: boolean;
  /** sheets of a workbook that have values, by size; empty where there is no choice or the sheet was named */
  readonly sheets: readonly SheetSize[];
  close(): void;
}

export interface OpenSourceOptions {
  readonly limits: TextLimits;
  /** Writes a Parquet file as text, and says where. */
  readonly writeParquet: (path: string) => Promise<string>;
  /** of a workbook: the only sheet to be read */
  readonly sheet?: string;
  readonly signal?: AbortSignal;
}

/**
 * Opens a file by what its bytes are: text, packed text (gzip, or the one in a ZIP archive), a Parquet file, or a workbook
 * whose sheets are read as text.
 */
export async function openSourceFile(path: string, options: OpenSourceOptions): Promise<SourceFile> {
  const { limits, sheet, signal } = options;
  const kind = await checkKind(path);
  if (kind === 'parquet') {
    const text = await options.writeParquet(path);
    const source: TextSource = { compressed: false, read: () => readUnpacked(text, false, limits) };
    return { isParquet: true, sources: [source], sheets: [], close: () => undefined };
  }
  if (kind !== 'zip') {
    const compressed = kind === 'gzip';
    const source: TextSource = { compressed, read: () => readUnpacked(path, compressed, limits) };
    return { sources: [source], sheets: [], close: () => undefined };
  }
  const packed = await openZippedText(path, limits);
  if (packed) return packed;
  const workbook = await openWorkbook(path, {
    limits: { ...defaultWorkbookLimits, ...limits.workbook, maxColumns: limits.maxColumns },
    ...(signal ? { signal } : {}),
  });
  const close = (): void => workbook.close();
  try {
    const [only] = workbook.sheets.length === 1 ? workbook.sheets : [];
    const name = sheet === undefined ? only?.name : findSheet(workbook, sheet);
    if (name !== undefined) return { sources: [sheetSource(workbook, name)], sheets: [], close };
    const sheets = await measureSheets(workbook);
    const sources = sheets.map((size) => sheetSource(workbook, size.name));
    return { sources, sheets: sheets.length > 1 ? sheets : [], close };
  } catch (error) {
    close();
    throw error;
  }
}

const sheetSource = (workbook: Workbook, sheet: string): TextSource => ({
  compressed: false,
  sheet,
  read: () => sheetText(workbook.readRows(sheet)),
});
