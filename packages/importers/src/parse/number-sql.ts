import { sqlText } from '../observations/open-duckdb.ts';

export type Decimal = '.' | ',';

/** The text without currency signs and codes, spaces, apostrophes; parentheses and a trailing minus become a sign. */
export const bareNumberSql = (v: string): string =>
  `regexp_replace(regexp_replace(regexp_replace(${v}, '[\\s\\x{00a0}\\x{202f}''\\x{2019}\\p{Sc}]|(?i:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CAD|AUD|Kč|kr|zł)', '', 'g'), '^\\((.*)\\)$', '-\\1'), '^([\\d.,]+)-$', '-\\1')`;

const grouped = (group: string, point: string): string => `^[-+]?\\d{1,3}(${group}\\d{3})+(${point}\\d*)?$`;

/** DOUBLE or null. `plain`: every value of the column is known to be an ordinary number with a point. */
export function numberSql(v: string, decimal: Decimal, plain: boolean): string {
  const cast = (text: string): string =>
    `CASE WHEN isfinite(TRY_CAST(${text} AS DOUBLE)) THEN TRY_CAST(${text} AS DOUBLE) END`;
  if (plain) return `TRY_CAST(${v} AS DOUBLE)`;
  const bare = bareNumberSql(v);
  const [group, point] = decimal === '.' ? [',', '\\.'] : ['\\.', ','];
  const simple = `^[-+]?(\\d+${point}?\\d*|${point}\\d+)([eE][-+]?\\d{1,3})?$`;
  const text = `(CASE
    WHEN regexp_matches(${bare}, ${sqlText(simple)}) THEN replace(${bare}, ',', '.')
    WHEN regexp_matches(${bare}, ${sqlText(grouped(group, point))}) THEN replace(replace(${bare}, ${sqlText(decimal === '.' ? ',' : '.')}, ''), ',', '.')
    END)`;
  return cast(text);
}

/** Truth of a flag column, null when it says neither. */
export const flagSql = (v: string): string =>
  `CASE WHEN lower(${v}) IN ('1', '1.0', 'true', 't', 'yes', 'y', 'ja', 'si', 'sí', 'oui', 'open', 'in stock', 'in_stock', 'available', 'x') THEN true
    WHEN lower(${v}) IN ('0', '0.0', 'false', 'f', 'no', 'n', 'nein', 'non', 'nee', 'closed', 'out of stock', 'out_of_stock', 'oos', 'unavailable') THEN false END`;
