import { sqlText } from './open-duckdb.ts';

/** Words that other programs write for "no value". */
export const missingWords: readonly string[] = ['na', 'n/a', 'nan', 'null', 'none', '-'];

const missingSql = `(${missingWords.map(sqlText).join(', ')})`;

/** The text, or NULL where it is a word for "no value". No number begins with a letter, so most cells are compared once. */
export const presentSql = (column: string): string =>
  `CASE WHEN (${column} >= 'A' OR ${column} = '-') AND lower(${column}) IN ${missingSql} THEN NULL ELSE ${column} END`;

/** The text without spaces around it, or NULL where nothing is left; most cells have none at all, which is quicker to see. */
export const trimmedSql = (column: string): string =>
  `CASE WHEN contains(${column}, ' ') THEN nullif(trim(${column}), '') ELSE nullif(${column}, '') END`;
