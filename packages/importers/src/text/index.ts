export { defaultTextLimits, type TextLimits } from './limits.ts';
export { readSmallTable, type SmallTable } from './read-small-table.ts';
export { type PlainText, writePlainText } from './write-plain-text.ts';
