import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../observations/open-duckdb.ts';
import { queryRow, type WorkSettings, withWorkDatabase } from '../raw/work-database.ts';
import { type RowsSource, rowsOfSources } from './sources.ts';

export interface CatalogFiles {
  /** CSV: sku, name, category, barcode, supplier, supplier SKU, cost, price; empty = not said */
  readonly items: string;
  /** CSV: code */
  readonly locations: string;
}

/**
 * Items and locations of a file with what its rows say about them: the commonest name, else the latest value. `among`: only
 * the items that the rows in this file name too.
 */
export function writeCatalog(
  rowsTable: string,
  files: CatalogFiles,
  work: WorkSettings,
  among?: string,
): Promise<void> {
  return withWorkDatabase(work, async (connection) => {
    const whole = `read_parquet(${sqlText(rowsTable)}) WHERE reason IS NULL`;
    const valid = among
      ? `${whole} AND item IN (SELECT item FROM read_parquet(${sqlText(among)}) WHERE reason IS NULL)`
      : whole;
    const said = await queryRow(
      connection,
      `SELECT ${attributes.map((name) => `count(${name}) > 0 AS ${name}`).join(', ')}, count(item_name) > 0 AS item_name FROM ${valid}`,
    );
    const later = "(epoch(coalesce(day, DATE '1970-01-01')) * 64 + row / 67108864.0)";
    const latest = (name: string): string =>
      said[name] === true ? `arg_max(${name}, ${later}) FILTER (WHERE ${name} IS NOT NULL)` : 'NULL';
    const name = said.item_name === true ? await nameSql(connection, valid) : undefined;
    await connection.run(
      `COPY (SELECT a.item, ${name ? 'n.item_name' : 'NULL'}, a.* EXCLUDE (item) FROM (
          SELECT item, ${attributes.map((attribute) => `${latest(attribute)} AS ${attribute}`).join(', ')}
          FROM ${valid} GROUP BY item) a ${name ? 'LEFT JOIN item_names n USING (item)' : ''} ORDER BY a.item)
       TO ${sqlText(files.items)} (FORMAT csv, HEADER false)`,
    );
    await connection.run(
      `COPY (SELECT DISTINCT location FROM ${valid} ORDER BY location) TO ${sqlText(files.locations)} (FORMAT csv, HEADER false)`,
    );
  });
}

const attributes = ['category', 'barcode', 'supplier', 'supplier_sku', 'cost', 'price'] as const;

async function nameSql(connection: DuckDBConnection, valid: string): Promise<string> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE item_names AS SELECT item, item_name FROM (
       SELECT item, item_name, count(*) AS n FROM ${valid} AND item_name IS NOT NULL GROUP BY ALL)
     QUALIFY row_number() OVER (PARTITION BY item ORDER BY n DESC, item_name) = 1`,
  );
  return 'item_names';
}

/** CSV of the codes of `changed` that no other import names: what goes when it goes. */
export function writeOwnCodes(
  changed: RowsSource,
  others: readonly RowsSource[],
  files: CatalogFiles,
  work: WorkSettings,
): Promise<void> {
  return withWorkDatabase(work, async (connection) => {
    for (const [column, target] of [
      ['item', files.items],
      ['location', files.locations],
    ] as const) {
      const codes = (sources: readonly RowsSource[]): string =>
        sources
          .map(
            (source) =>
              `SELECT DISTINCT ${column} FROM read_parquet(${sqlText(source.rowsTable)}) WHERE reason IS NULL`,
          )
          .join(' UNION ');
      const mine = codes([changed]);
      const sql =
        others.length > 0 ? `SELECT * FROM (${mine}) ANTI JOIN (${codes(others)}) USING (${column})` : mine;
      await connection.run(
        `COPY (SELECT * FROM (${sql}) ORDER BY 1) TO ${sqlText(target)} (FORMAT csv, HEADER false)`,
      );
    }
  });
}

/**
 * CSV of the spans in which an item could not be sold: item, location, first day, last day, reason. All pairs of item and
 * location of `changed`, from all daily tables that count; on each day the latest file decides.
 */
export function writeSpans(
  changed: RowsSource,
  counted: readonly RowsSource[],
  target: string,
  work: WorkSettings,
): Promise<void> {
  return withWorkDatabase(work, async (connection) => {
    const daily = counted.filter((source) => source.layout === 'long');
    await connection.run(
      `COPY (
        WITH pairs AS (SELECT DISTINCT item, location FROM (${rowsOfSources([changed])})),
        flags AS (
          SELECT item, location, day, bool_or(in_stock = false) AS out_of_stock, bool_or(open = false) AS closed FROM (
            SELECT * FROM (${rowsOfSources(daily, 'in_stock IS NOT NULL OR open IS NOT NULL')}) SEMI JOIN pairs USING (item, location)
            QUALIFY sequence = max(sequence) OVER (PARTITION BY item, location, day))
          GROUP BY ALL),
        days AS (
          SELECT item, location, day, CASE WHEN closed THEN 'closed' ELSE 'out_of_stock' END AS reason
          FROM flags WHERE closed OR out_of_stock)
        SELECT item, location, min(day), max(day), reason FROM (
          SELECT *, day - row_number() OVER (PARTITION BY item, location, reason ORDER BY day)::INTEGER AS run FROM days)
        GROUP BY item, location, reason, run ORDER BY 1, 2, 3)
       TO ${sqlText(target)} (FORMAT csv, HEADER false)`,
    );
  });
}

/** CSV of item and location of every pair in a file. */
export function writePairs(rowsTable: string, target: string, work: WorkSettings): Promise<void> {
  return withWorkDatabase(work, async (connection) => {
    await connection.run(
      `COPY (SELECT DISTINCT item, location FROM read_parquet(${sqlText(rowsTable)}) WHERE reason IS NULL ORDER BY ALL)
       TO ${sqlText(target)} (FORMAT csv, HEADER false)`,
    );
  });
}

const stockColumns = [
  'on_hand',
  'on_order',
  'lead_time_days',
  'review_days',
  'service_level',
  'pack_size',
  'minimum_quantity',
  'supplier',
  'supplier_sku',
  'cost',
] as const;

/** CSV of stock and parameters for the pairs of `changed`: for every cell the latest file that fills it. */
export function writeStock(
  changed: RowsSource,
  counted: readonly RowsSource[],
  target: string,
  work: WorkSettings,
): Promise<void> {
  return withWorkDatabase(work, async (connection) => {
    const stock = counted.filter((source) => source.layout === 'stock');
    const rows =
      stock
        .map(
          (source) =>
            `SELECT ${source.sequence}::BIGINT * 4294967296 + row AS place, item, location, ${stockColumns.join(', ')}
             FROM read_parquet(${sqlText(source.rowsTable)}) WHERE reason IS NULL`,
        )
        .join(' UNION ALL ') ||
      `SELECT 0::BIGINT AS place, item, location, ${stockColumns.join(', ')} FROM read_parquet(${sqlText(changed.rowsTable)}) WHERE false`;
    const latest = stockColumns.map(
      (name) => `arg_max(r.${name}, r.place) FILTER (WHERE r.${name} IS NOT NULL) AS ${name}`,
    );
    await connection.run(
      `COPY (SELECT p.item, p.location, ${latest.join(', ')}, (max(r.place) // 4294967296)::BIGINT AS sequence
        FROM (SELECT DISTINCT item, location FROM read_parquet(${sqlText(changed.rowsTable)}) WHERE reason IS NULL) p
        LEFT JOIN (${rows}) r ON r.item = p.item AND r.location = p.location
        GROUP BY p.item, p.location ORDER BY 1, 2)
       TO ${sqlText(target)} (FORMAT csv, HEADER false)`,
    );
  });
}
