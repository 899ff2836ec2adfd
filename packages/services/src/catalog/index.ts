export { getDataQuality } from './get-data-quality.ts';
export { getSourceLines } from './get-source-lines.ts';
export { getItem, listItems, listLocations } from './list-items.ts';
