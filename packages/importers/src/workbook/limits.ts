/** What a workbook may be at most. All are checked while it is read, never by what its directory claims. */
export interface WorkbookLimits {
  /** bytes of all parts that are read, unpacked */
  readonly maxBytes: number;
  /** unpacked bytes of a part for one packed byte, looked at after the first 64 MiB */
  readonly maxRatio: number;
  readonly maxSheets: number;
  readonly maxColumns: number;
  /** different texts, and their bytes: they are the one part that is held in memory */
  readonly maxTexts: number;
  readonly maxTextBytes: number;
  /** characters of a row and of a sheet: a short cell may name a long text, again and again */
  readonly maxRowText: number;
  readonly maxSheetText: number;
}

export const defaultWorkbookLimits: WorkbookLimits = {
  maxBytes: 2 ** 30,
  maxRatio: 300,
  maxSheets: 255,
  maxColumns: 2000,
  maxTexts: 4_000_000,
  maxTextBytes: 2 ** 26,
  maxRowText: 1_000_000,
  maxSheetText: 2_000_000_000,
};

/** Rows of a sheet as the format has them. */
export const mostRows = 1_048_576;
