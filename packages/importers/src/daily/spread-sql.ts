import type { RowPeriod } from '@ordernimbus/contracts';
import { rowSpanSql } from '../parse/row-span-sql.ts';

/** A prime whose cube stays exact in 64 bits. */
const PRIME = 1_000_003;
/** Lots that a row is cut into at most: more of its units fall together, so that the days vary by as much. */
const MOST_LOTS = 100;

/** A permutation-like polynomial: numbers in a row come out without order. The same on every machine and version. */
const mixSql = (value: string, shift: string): string =>
  `((${value} * ${value} % ${PRIME}) * ${value} + ${shift}) % ${PRIME}`;

/**
 * The part of a value that falls on a day; what rounding left goes to the day with the most. Totals stay exact. Parts are
 * cut off rather than rounded up, so that what is left never turns the sign of a day.
 */
const shareSql = (value: string, digits: number): string => {
  const factor = 10 ** digits;
  // doubles: a typing error times its units goes beyond 64 bits, and no whole part beyond what a double holds exactly
  const part = (count: string): string =>
    `trunc(${value}::DOUBLE * ${count} / units * ${factor} * (1 + 1e-15)) / ${factor}`;
  return `${part('counts[k + 1]')} + CASE WHEN k + 1 = most
    THEN round(${value} - list_sum(list_transform(counts, lambda c: ${part('c')})), ${digits}) ELSE 0 END`;
};

/**
 * SELECT of typed rows that cover weeks or months as rows of days. Each unit falls on one of the days as single sales do, by
 * a chance that the row alone decides: the same file gives the same days. Equal shares would be days that never vary, and
 * ranges learned from them far too narrow (docs/adr/0027).
 *
 * Of a row with more than `MOST_LOTS` units as many are dealt, in lots of `size`, that the days vary by as much as if all of
 * them were (lots x size^2 = units, the variance of a multinomial); the rest is shared evenly.
 */
export function spreadSql(rows: string, period: Exclude<RowPeriod, 'day'>): string {
  const { first, days } = rowSpanSql[period];
  const own = `SELECT *, ${days} AS n, greatest(1, ceil(abs(quantity)))::BIGINT AS units,
      (md5_number_lower(concat_ws('|', item, location, day)) % ${PRIME})::BIGINT AS seed FROM ${rows}`;
  const lots = `SELECT *, ceil(sqrt(units / ${MOST_LOTS}))::BIGINT AS size FROM (${own})`;
  const dealt = `SELECT *, units // (size * size) AS lots FROM (${lots})`;
  const day = `${mixSql(mixSql(`((seed + u * 7919) % ${PRIME})`, 'seed'), 'u')} % n`;
  const fallen = `SELECT *, list_histogram(list_transform(range(lots), lambda u: ${day})) AS fallen, units - lots * size AS rest FROM (${dealt})`;
  const even = '(rest // n + ((k + seed) % n < rest % n)::BIGINT)';
  const counted = `SELECT *, list_transform(range(n), lambda k: ${even} + size * coalesce(list_extract(map_extract(fallen, k), 1), 0)::BIGINT) AS counts FROM (${fallen})`;
  const known = `SELECT *, list_position(counts, list_max(counts)) AS most FROM (${counted})`;
  return `SELECT * EXCLUDE (k, n, units, seed, size, lots, fallen, rest, counts, most)
      REPLACE (${first} + k::INTEGER AS day, round(${shareSql('quantity', 6)}, 6) AS quantity, (${shareSql('revenue', 0)})::BIGINT AS revenue)
    FROM (${known}), range(31) AS days(k) WHERE k < n`;
}
