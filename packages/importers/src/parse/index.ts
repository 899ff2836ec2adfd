export { checkMapping, type ParseOptions, parseRows } from './parse-rows.ts';
export { readRejectionsCsv } from './read-rejections.ts';
export { rejectionReasons } from './reasons.ts';
export { type RowsSummary, summariseRows } from './summarise-rows.ts';
