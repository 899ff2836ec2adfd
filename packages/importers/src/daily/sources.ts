import type { Layout, RowPeriod } from '@ordernimbus/contracts';
import { sqlText } from '../observations/open-duckdb.ts';
import { spreadSql } from './spread-sql.ts';

/** Typed rows of one import that counts. `sequence` decides which import is the later one. */
export interface RowsSource {
  readonly rowsTable: string;
  readonly sequence: number;
  readonly layout: Layout;
  /** what a row of a daily table covers */
  readonly rowPeriod: RowPeriod;
  /** the rows say whether an item was promoted */
  readonly hasPromotions: boolean;
}

/** What identifies a row, and what a later file replaces; shown before an import. */
export const identityRules: Readonly<
  Record<Layout, { readonly identity: string; readonly overlap: string }>
> = {
  long: {
    identity:
      'One number for each item, location and day. Several rows of this file for the same item, location and day are added up.',
    overlap:
      'Days that an earlier file also holds are replaced by this file. Daily totals count before order or till lines.',
  },
  order_lines: {
    identity:
      'Each line belongs to its order; the n-th line of an item in an order is that line. Negative quantities are returns.',
    overlap:
      'An order that an earlier file also holds is replaced as a whole by this file. Days that a daily table holds keep its totals.',
  },
  till_lines: {
    identity:
      'One line is one unit, identified by its receipt and its place on it; without receipt numbers by location, day and place in the file.',
    overlap:
      'A receipt (without receipt numbers: a location and day) that an earlier file also holds is replaced as a whole by this file.',
  },
  stock: {
    identity: 'One row for each item and location; of several the last counts.',
    overlap: 'Stock and parameters of earlier files are replaced; cells that are empty change nothing.',
  },
};

/** What a later file replaces as a whole, as SQL text; null for daily tables. */
const unitSql: Readonly<Record<Layout, string>> = {
  long: 'NULL::VARCHAR',
  stock: 'NULL::VARCHAR',
  order_lines: "'o|' || ord",
  till_lines: "'t|' || location || '|' || strftime(day, '%Y-%m-%d') || '|' || coalesce(ord, '')",
};

/** The typed rows of a source, one for each day: a row of a week becomes seven, one of a month up to 31. Its flags hold on all of them. */
export function dailyRows({
  rowsTable,
  layout,
  rowPeriod,
}: Omit<RowsSource, 'sequence' | 'hasPromotions'>): string {
  const rows = `read_parquet(${sqlText(rowsTable)})`;
  if (layout !== 'long' || rowPeriod === 'day') return rows;
  return `(${spreadSql(rows, rowPeriod)})`;
}

/** SELECT of the rows of sales of the sources, without those that only plan: sequence, daily, unit, item, location, day, quantity, revenue, row. */
export function rowsOfSources(sources: readonly RowsSource[], condition = 'true', also = ''): string {
  const selects = sources.map(
    (source) =>
      `SELECT ${source.sequence}::BIGINT AS sequence, ${source.layout === 'long'} AS daily, ${unitSql[source.layout]} AS unit,
        item, location, day, quantity, revenue, row, in_stock, open${also}
       FROM ${dailyRows(source)} WHERE reason IS NULL AND day IS NOT NULL AND quantity IS NOT NULL AND (${condition})`,
  );
  if (selects.length > 0) return selects.join(' UNION ALL ');
  return `SELECT 0::BIGINT AS sequence, false AS daily, ''::VARCHAR AS unit, ''::VARCHAR AS item, ''::VARCHAR AS location,
    DATE '2000-01-01' AS day, 0::DOUBLE AS quantity, 0::BIGINT AS revenue, 0 AS row, NULL::BOOLEAN AS in_stock, NULL::BOOLEAN AS open WHERE false`;
}
