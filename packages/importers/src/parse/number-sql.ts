import { sqlText } from '../observations/open-duckdb.ts';

export type Decimal = '.' | ',';

/** The text without currency signs and codes, spaces, apostrophes; parentheses and a trailing minus become a sign. */
export const bareNumberSql = (v: string): string =>
  `regexp_replace(regexp_replace(regexp_replace(${v}, '[\\s\\x{00a0}\\x{202f}''\\x{2019}\\p{Sc}]|(?i:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CAD|AUD|Kč|kr|zł)', '', 'g'), '^\\((.*)\\)$', '-\\1'), '^([\\d.,]+)-$', '-\\1')`;

/** Thousands never begin with a zero: "0.125" is a fraction, whatever the decimal sign of its column. */
const grouped = (group: string, point: string): string =>
  `^[-+]?[1-9]\\d{0,2}(${group}\\d{3})+(${point}\\d*)?$`;

/** DOUBLE or null of a text that `bareNumberSql` has stripped, in a column of its own: it is named many times here. */
export function numberSql(bare: string, decimal: Decimal): string {
  const [group, point] = decimal === '.' ? [',', '\\.'] : ['\\.', ','];
  const simple = `^[-+]?(\\d+${point}?\\d*|${point}\\d+)([eE][-+]?\\d{1,2})?$`;
  // two digits of exponent and 200 characters stay far within a double: the cast never gives infinity
  return `TRY_CAST(CASE
    WHEN length(${bare}) > 200 THEN NULL
    WHEN regexp_matches(${bare}, ${sqlText(simple)}) THEN replace(${bare}, ',', '.')
    WHEN regexp_matches(${bare}, ${sqlText(grouped(group, point))}) THEN replace(replace(${bare}, ${sqlText(decimal === '.' ? ',' : '.')}, ''), ',', '.')
    END AS DOUBLE)`;
}

/** Truth of a flag column, null when it says neither. */
export const flagSql = (v: string): string =>
  `CASE WHEN lower(${v}) IN ('1', '1.0', 'true', 't', 'yes', 'y', 'ja', 'si', 'sí', 'oui', 'open', 'in stock', 'in_stock', 'available', 'x') THEN true
    WHEN lower(${v}) IN ('0', '0.0', 'false', 'f', 'no', 'n', 'nein', 'non', 'nee', 'closed', 'out of stock', 'out_of_stock', 'oos', 'unavailable') THEN false END`;

/**
 * Whether a cell of a column of promotions says that there is one. Besides flags such columns hold numbers (how many, how
 * much off) and names of promotions; an empty cell names none.
 */
export const promotionSql = (v: string): string =>
  `CASE WHEN ${v} IS NULL THEN false
    WHEN TRY_CAST(replace(trim(${v}, ' %'), ',', '.') AS DOUBLE) IS NOT NULL THEN TRY_CAST(replace(trim(${v}, ' %'), ',', '.') AS DOUBLE) <> 0
    ELSE coalesce(${flagSql(v)}, lower(${v}) NOT IN ('none', 'n/a', '#n/a', 'na', 'nan', 'null', '-', '--', 'regular', 'normal', 'keine', 'kein', 'ninguna', 'aucune', 'nessuna', 'geen')) END`;
