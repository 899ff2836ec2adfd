import type { WorkbookLimits } from '../workbook/index.ts';

/** What a file may be at most. Beyond it the import ends with a sentence, not with a full disk or memory. */
export interface TextLimits {
  /** bytes after unpacking */
  readonly maxBytes: number;
  /** unpacked bytes for one packed byte, looked at after the first 64 MiB */
  readonly maxRatio: number;
  readonly maxColumns: number;
  /** bytes of one record, quoted line breaks included */
  readonly maxRecordBytes: number;
  /** of workbooks, where they are to differ from `defaultWorkbookLimits` */
  readonly workbook?: Partial<WorkbookLimits>;
}

export const defaultTextLimits: TextLimits = {
  maxBytes: 16 * 2 ** 30,
  maxRatio: 300,
  maxColumns: 2000,
  maxRecordBytes: 2 ** 20,
};
