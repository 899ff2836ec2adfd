export { chooseSheet } from './choose-sheet.ts';
export { createImport, defaultMaxUploadBytes } from './create-import.ts';
export { getImport, listImports, openImportSource, streamErrors } from './list-imports.ts';
export { giveUpImport, type ImportOutcome, type RunImportInput, runImport } from './run-import.ts';
export { setMapping } from './set-mapping.ts';
export { cancelImport, startImport, undoImport } from './start-import.ts';
