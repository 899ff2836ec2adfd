export type { Encoding } from './encoding.ts';
export { defaultTextLimits, type TextLimits } from './limits.ts';
export { RecordWriter, type RecordWriterOptions } from './record-writer.ts';
export type { Dialect } from './sniff-dialect.ts';
export { type PlainText, writePlainText } from './write-plain-text.ts';
