export { defaultTextLimits, type TextLimits } from './limits.ts';
export { type PlainText, writePlainText } from './write-plain-text.ts';
