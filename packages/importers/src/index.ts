export * from './columns/index.ts';
export * from './daily/index.ts';
export * from './inspect/index.ts';
export * from './parse/index.ts';
export {
  openWorkDatabase,
  type WorkDatabase,
  type WorkSettings,
  withWorkDatabase,
} from './raw/work-database.ts';
export { defaultTextLimits, readSmallTable, type SmallTable, type TextLimits } from './text/index.ts';
