export { columnAliases, isPersonalHeader, normaliseHeader } from './aliases.ts';
export { type HeaderMatch, matchColumns } from './match-columns.ts';
