import { sqlText } from '../observations/open-duckdb.ts';
import { queryRows, type WorkSettings, withWorkDatabase } from '../raw/work-database.ts';
import { type RowsSource, rowsOfSources } from './sources.ts';

export interface FactLine {
  readonly sequence: number;
  readonly row: number;
  readonly order: string | null;
  readonly quantity: number;
  readonly priceMinor: number | null;
  readonly at: string | null;
  /** in the daily number; otherwise another import's line stands for it */
  readonly counted: boolean;
}

/** Lines of all imports behind one item, location and day, at most `limit`, and the sums of those that count. */
export function readFactLines(
  sources: readonly RowsSource[],
  key: { readonly item: string; readonly location: string; readonly day: string },
  limit: number,
  work: WorkSettings,
): Promise<{ lines: FactLine[]; sold: number; returned: number }> {
  if (sources.length === 0) return Promise.resolve({ lines: [], sold: 0, returned: 0 });
  return withWorkDatabase(work, async (connection) => {
    const here = `item = ${sqlText(key.item)} AND location = ${sqlText(key.location)} AND day = DATE ${sqlText(key.day)}`;
    await connection.run(`CREATE TEMP TABLE here AS ${rowsOfSources(sources, here, ', ord, price, "at"')}`);
    const units = sources.filter(
      (source) => source.layout === 'order_lines' || source.layout === 'till_lines',
    );
    await connection.run(
      `CREATE TEMP TABLE winners AS SELECT unit, max(sequence) AS sequence
       FROM (SELECT unit, sequence FROM (${rowsOfSources(units)})) SEMI JOIN here USING (unit) GROUP BY unit`,
    );
    await connection.run(
      `CREATE TEMP TABLE judged AS SELECT h.sequence, h.row, h.quantity, h.ord, h.price, h."at",
         CASE WHEN h.daily THEN h.sequence = (SELECT max(sequence) FROM here WHERE daily)
           ELSE NOT EXISTS (SELECT 1 FROM here WHERE daily) AND h.sequence = w.sequence END AS counted
       FROM here h LEFT JOIN winners w ON w.unit = h.unit`,
    );
    const lines = await queryRows(
      connection,
      `SELECT * FROM judged ORDER BY counted DESC, sequence DESC, row LIMIT ${limit}`,
    );
    const [total] = await queryRows(
      connection,
      `SELECT coalesce(sum(greatest(quantity, 0)), 0) AS sold, coalesce(sum(greatest(-quantity, 0)), 0) AS returned FROM judged WHERE counted`,
    );
    return {
      lines: lines.map((line) => ({
        sequence: Number(line.sequence),
        row: Number(line.row),
        order: line.ord === null ? null : String(line.ord),
        quantity: Number(line.quantity),
        priceMinor: line.price === null ? null : Number(line.price),
        at: line.at === null ? null : String(line.at),
        counted: line.counted === true,
      })),
      sold: Math.round(Number(total?.sold ?? 0) * 1e6) / 1e6,
      returned: Math.round(Number(total?.returned ?? 0) * 1e6) / 1e6,
    };
  });
}
