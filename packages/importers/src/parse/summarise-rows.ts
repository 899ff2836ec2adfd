import type { DuckDBConnection } from '@duckdb/node-api';
import type { RejectionGroup, RowPeriod } from '@ordernimbus/contracts';
import { sqlText } from '../observations/open-duckdb.ts';
import { queryRow, queryRows, type WorkSettings, withWorkDatabase } from '../raw/work-database.ts';
import { rejectionReasons } from './reasons.ts';
import { rowSpanSql } from './row-span-sql.ts';

/** What a file holds once it is read under a mapping. Money in minor units. */
export interface RowsSummary {
  readonly rows: number;
  readonly validRows: number;
  readonly rejectedRows: number;
  readonly rejections: RejectionGroup[];
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly items: number;
  readonly locations: number;
  readonly unitsSold: number;
  readonly unitsReturned: number;
  readonly revenueMinor: number;
  /** different item-location-days */
  readonly itemDays: number;
  /** different item-location-dates; fewer where a row covers a week. Absent in summaries of before such were read. */
  readonly itemDates?: number;
  readonly returnRows: number;
  readonly zeroPriceRows: number;
  readonly negativePriceRows: number;
  readonly unpricedRows: number;
  /** the rows say on which days an item could not be sold */
  readonly hasFlags: boolean;
  /** the rows say on which days an item was promoted or will be; absent in summaries of before promotions were read */
  readonly hasPromotions?: boolean;
}

/** `rowPeriod`: what a row covers. */
export function summariseRows(
  rowsTable: string,
  work: WorkSettings,
  rowPeriod: RowPeriod = 'day',
): Promise<RowsSummary> {
  return withWorkDatabase(work, (connection) => summarise(connection, rowsTable, rowPeriod));
}

async function summarise(
  connection: DuckDBConnection,
  rowsTable: string,
  rowPeriod: RowPeriod,
): Promise<RowsSummary> {
  const rows = `read_parquet(${sqlText(rowsTable)})`;
  const { rows: all } = await queryRow(connection, `SELECT count(*) AS rows FROM ${rows}`);
  const span = rowSpanSql[rowPeriod];
  const total = await queryRow(
    connection,
    `SELECT count(*) AS valid,
      strftime(min(${span.first}) FILTER (WHERE quantity IS NOT NULL), '%Y-%m-%d') AS first_day,
      strftime(max(${span.last}) FILTER (WHERE quantity IS NOT NULL), '%Y-%m-%d') AS last_day,
      count(DISTINCT item) AS items, count(DISTINCT location) AS locations,
      coalesce(sum(quantity) FILTER (WHERE quantity > 0), 0) AS sold,
      coalesce(-sum(quantity) FILTER (WHERE quantity < 0), 0) AS returned,
      coalesce(sum(revenue), 0)::DOUBLE AS revenue,
      count(*) FILTER (WHERE quantity < 0) AS return_rows,
      count(*) FILTER (WHERE price = 0) AS zero_price,
      count(*) FILTER (WHERE price < 0) AS negative_price,
      count(*) FILTER (WHERE revenue IS NULL) AS unpriced,
      count(in_stock) + count(open) > 0 AS flags,
      count(promotion) > 0 AS promotions
     FROM ${rows} WHERE reason IS NULL`,
  );
  const days = await queryRow(
    connection,
    `SELECT count(*) AS n, sum(${span.days})::DOUBLE AS days FROM (SELECT DISTINCT item, location, day FROM ${rows} WHERE reason IS NULL)`,
  );
  const rejections =
    Number(all) === Number(total.valid)
      ? []
      : await queryRows(
          connection,
          `SELECT reason, sum(n)::BIGINT AS rows, list({row: row, col: coalesce(bad_column, ''), val: coalesce(bad_value, '')} ORDER BY row) AS examples
           FROM (SELECT reason, row, bad_column, bad_value, count(*) OVER (PARTITION BY reason) AS total,
               row_number() OVER (PARTITION BY reason ORDER BY row) AS k FROM ${rows} WHERE reason IS NOT NULL),
             LATERAL (SELECT CASE WHEN k = 1 THEN total ELSE 0 END AS n)
           WHERE k <= 5 GROUP BY reason ORDER BY rows DESC, reason`,
        );
  const number = (name: string): number => Number(total[name] ?? 0);
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    rows: Number(all),
    validRows: number('valid'),
    rejectedRows: Number(all) - number('valid'),
    rejections: rejections.map((group) => ({
      reason: String(group.reason),
      message: rejectionReasons[String(group.reason)]?.message ?? String(group.reason),
      rows: Number(group.rows),
      examples: (group.examples as { row: number; col: string; val: string }[]).map((example) => ({
        row: Number(example.row),
        column: example.col,
        value: example.val,
      })),
    })),
    firstDay: text(total.first_day),
    lastDay: text(total.last_day),
    items: number('items'),
    locations: number('locations'),
    unitsSold: round(number('sold')),
    unitsReturned: round(number('returned')),
    revenueMinor: number('revenue'),
    itemDays: Number(days.days ?? 0),
    itemDates: Number(days.n ?? 0),
    returnRows: number('return_rows'),
    zeroPriceRows: number('zero_price'),
    negativePriceRows: number('negative_price'),
    unpricedRows: number('unpriced'),
    hasFlags: total.flags === true,
    hasPromotions: total.promotions === true,
  };
}

/** Sums of quantities are kept to a millionth, so that the order of adding does not show. */
const round = (value: number): number => Math.round(value * 1e6) / 1e6;
