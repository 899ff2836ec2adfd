export type { FileColumns } from './file-columns.ts';
export { defaultTextLimits, type TextLimits } from './limits.ts';
export { describeOle, isOle, isZip, readFirstBytes } from './open-source.ts';
export { readSmallTable, type SmallTable } from './read-small-table.ts';
export { sniffDialect } from './sniff-dialect.ts';
export { openSourceFile } from './text-source.ts';
export { type PlainText, writePlainText } from './write-plain-text.ts';
