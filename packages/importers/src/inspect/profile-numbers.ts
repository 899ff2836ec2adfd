import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../observations/open-duckdb.ts';
import { bareNumberSql, type Decimal, numberSql } from '../parse/number-sql.ts';
import { queryRow } from '../raw/work-database.ts';

export interface NumberProfile {
  /** share of values that are numbers, 0 to 1 */
  readonly share: number;
  /** null = both readings fit; undefined = the column does not say (whole numbers only) */
  readonly decimal: Decimal | null | undefined;
  /** every value is an ordinary number with a point */
  readonly plain: boolean;
}

/** Decides the decimal sign of a column from all of its values. */
export async function profileNumbers(
  connection: DuckDBConnection,
  rawTable: string,
  column: string,
): Promise<NumberProfile | undefined> {
  const values = `(SELECT ${column} AS v, count(*) AS n FROM read_parquet(${sqlText(rawTable)})
    WHERE fault IS NULL AND ${column} IS NOT NULL GROUP BY 1)`;
  const sum = (condition: string): string => `coalesce(sum(n) FILTER (WHERE ${condition}), 0)::DOUBLE`;
  const either = (text: string): string => `regexp_full_match(${text}, '[-+]?[1-9]\\d{0,2}[.,]\\d{3}')`;
  const look = await queryRow(
    connection,
    `SELECT sum(n)::DOUBLE AS rows,
      ${sum("length(v) < 100 AND regexp_full_match(v, '[-+]?(\\d+\\.?\\d*|\\.\\d+)')")} AS plain,
      ${sum(`contains(v, '.') AND NOT ends_with(v, '.') AND NOT ${either('v')}`)} AS point, ${sum(either('v'))} AS either
     FROM ${values}`,
  );
  const rows = Number(look.rows ?? 0);
  if (rows === 0) return undefined;
  if (look.plain === rows) {
    // no sign but points in it: only their places can speak
    const decimal = Number(look.point) > 0 ? '.' : Number(look.either) > 0 ? null : undefined;
    return { share: 1, decimal, plain: decimal !== null };
  }
  const marks = await queryRow(
    connection,
    `SELECT
      ${sum("regexp_full_match(b, '[-+]?\\d{0,3}(,\\d{3})+\\.\\d*|[-+]?\\d*\\.\\d{1,2}|[-+]?\\d*\\.\\d{4,}|[-+]?(\\d{4,}|0|)\\.\\d{3}|[-+]?\\d{1,3}(,\\d{3}){2,}')")} AS point,
      ${sum("regexp_full_match(b, '[-+]?\\d{0,3}(\\.\\d{3})+,\\d*|[-+]?\\d*,\\d{1,2}|[-+]?\\d*,\\d{4,}|[-+]?(\\d{4,}|0|),\\d{3}|[-+]?\\d{1,3}(\\.\\d{3}){2,}')")} AS comma,
      ${sum(either('b'))} AS either,
      ${sum(`${numberSql('b', '.')} IS NOT NULL`)} AS by_point,
      ${sum(`${numberSql('b', ',')} IS NOT NULL`)} AS by_comma
     FROM (SELECT v, n, ${bareNumberSql('v')} AS b FROM ${values})`,
  );
  const count = (name: string): number => Number(marks[name] ?? 0);
  let decimal: Decimal | null | undefined;
  if (count('point') > count('comma')) decimal = '.';
  else if (count('comma') > count('point')) decimal = ',';
  else if (count('either') > 0) decimal = null;
  return {
    share: count(decimal === ',' ? 'by_comma' : 'by_point') / rows,
    decimal,
    plain: false,
  };
}
