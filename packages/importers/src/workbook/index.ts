export { openArchive } from './archive.ts';
export { cellErrors } from './cell-errors.ts';
export { findSheet, measureSheets, type SheetSize } from './choose-sheet.ts';
export { defaultWorkbookLimits, type WorkbookLimits } from './limits.ts';
export { openWorkbook, type Workbook } from './open-workbook.ts';
export { columnName, type SheetRow } from './sheet-rows.ts';
export { rowText, sheetText } from './sheet-text.ts';
