import type { DateOrder } from '@ordernimbus/contracts';
import { sqlText } from '../observations/open-duckdb.ts';

/** Three numbers with separators, then perhaps a time, AM/PM and a zone. */
export const datePattern =
  '^(\\d{1,4})([-/. ])(\\d{1,2})[-/. ](\\d{1,4})(?:(?:[T ,]+)(\\d{1,2})[:.h](\\d{2})(?:[:.](\\d{2})(?:[.,]\\d+)?)?(?: ?([AaPp])\\.?[Mm]\\.?)?)?( ?Z| ?[+-]\\d{2}:?\\d{2}| ?[+-]\\d{2})?$';
export const dateParts = "['a', 'separator', 'b', 'c', 'hour', 'minute', 'second', 'half', 'zone']";

const monthFormats = [
  '%d %b %Y',
  '%d-%b-%Y',
  '%d-%b-%y',
  '%d %B %Y',
  '%d. %B %Y',
  '%b %d, %Y',
  '%B %d, %Y',
  '%b %d %Y',
  '%a, %d %b %Y %H:%M:%S',
  '%d %b %Y %H:%M',
  '%d %b %Y %H:%M:%S',
  '%b %d, %Y %H:%M',
  '%b %d, %Y %I:%M %p',
  '%b %d, %Y, %I:%M %p',
];

/**
 * SQL over a table `source` with text `v`: adds `at` (local TIMESTAMP) and `has_time`. Null where `v` is no date. Times
 * with a zone are moved to `timeZone`; times without one are local already. The column `beside` of `source` is kept.
 */
export function datesSql(source: string, order: DateOrder, timeZone: string, beside?: string): string {
  const also = beside ? `, ${beside}` : '';
  const [day, month] = order === 'mdy' ? ['p.b', 'p.a'] : ['p.a', 'p.b'];
  const year =
    "(CASE WHEN length(p.c) = 4 THEN p.c WHEN length(p.c) = 2 THEN CASE WHEN TRY_CAST(p.c AS INTEGER) < 70 THEN '20' ELSE '19' END || p.c END)";
  const hour = `(CASE WHEN p.hour = '' THEN 0
      WHEN p.half = '' THEN TRY_CAST(p.hour AS INTEGER)
      WHEN TRY_CAST(p.hour AS INTEGER) NOT BETWEEN 1 AND 12 THEN 99
      ELSE TRY_CAST(p.hour AS INTEGER) % 12 + CASE WHEN lower(p.half) = 'p' THEN 12 ELSE 0 END END)`;
  return `SELECT v${also}, has_time,
    CASE WHEN zone <> '' THEN TRY_CAST(strftime(local, '%Y-%m-%d %H:%M:%S') || zone AS TIMESTAMPTZ) AT TIME ZONE ${sqlText(timeZone)}
      ELSE local END AS at
    FROM (SELECT v${also}, p.hour <> '' AS has_time,
        CASE WHEN p.hour = '' OR p.zone = '' THEN ''
          WHEN trim(p.zone) = 'Z' THEN '+00:00'
          ELSE regexp_replace(trim(p.zone), '^([+-]\\d{2}):?(\\d{2})?$', '\\1:\\2') || CASE WHEN length(trim(p.zone)) = 3 THEN '00' ELSE '' END END AS zone,
        CASE
          WHEN p.a = '' THEN CASE
            WHEN regexp_full_match(v, '\\d{8}') THEN TRY_CAST(substr(v, 1, 4) || '-' || substr(v, 5, 2) || '-' || substr(v, 7, 2) AS TIMESTAMP)
            WHEN regexp_full_match(v, '[2-6]\\d{4}(\\.\\d+)?') THEN DATE '1899-12-30'::TIMESTAMP + to_seconds(round(TRY_CAST(v AS DOUBLE) * 86400))
            ELSE try_strptime(v, [${monthFormats.map(sqlText).join(', ')}]) END
          WHEN length(p.a) = 4 THEN TRY_CAST(p.a || '-' || p.b || '-' || p.c || ' ' || clock AS TIMESTAMP)
          WHEN length(p.a) > 2 THEN NULL
          ELSE TRY_CAST(${year} || '-' || ${month} || '-' || ${day} || ' ' || clock AS TIMESTAMP) END AS local
      FROM (SELECT v${also}, p, printf('%02d:%02d:%02d', ${hour},
          CASE WHEN p.minute = '' THEN 0 ELSE TRY_CAST(p.minute AS INTEGER) END, CASE WHEN p.second = '' THEN 0 ELSE TRY_CAST(p.second AS INTEGER) END) AS clock
        FROM (SELECT v${also}, regexp_extract(v, ${sqlText(datePattern)}, ${dateParts}) AS p FROM ${source})))`;
}
