import { sqlText } from '../observations/open-duckdb.ts';
import { type WorkSettings, withWorkDatabase } from '../raw/work-database.ts';
import { rejectionReasons } from './reasons.ts';

/** A spreadsheet runs a cell that begins like this; an apostrophe before it makes it text. */
const neutralise = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);

const csvCell = (value: string): string =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** errors.csv in pieces: row, column, value, reason. */
export async function* readRejectionsCsv(rowsTable: string, work: WorkSettings): AsyncGenerator<string> {
  yield 'row,column,value,reason\r\n';
  const batch = 20_000;
  let after = "(0, '', '')";
  for (;;) {
    const lines = await withWorkDatabase(work, async (connection) => {
      const reader = await connection.runAndReadAll(
        // the cells of a row of a wide table are many rows: what is wrong with all of them is said once
        `SELECT DISTINCT row, bad_column, bad_value, reason FROM (
           SELECT row, coalesce(bad_column, '') AS bad_column, coalesce(bad_value, '') AS bad_value, reason
           FROM read_parquet(${sqlText(rowsTable)}) WHERE reason IS NOT NULL)
         WHERE (row, bad_column, bad_value) > ${after} ORDER BY row, bad_column, bad_value LIMIT ${batch}`,
      );
      return reader.getRows();
    });
    if (lines.length === 0) return;
    yield lines
      .map(([row, column, value, reason]) =>
        [
          String(row),
          csvCell(neutralise(String(column))),
          csvCell(neutralise(String(value))),
          csvCell(rejectionReasons[String(reason)]?.message ?? String(reason)),
        ].join(','),
      )
      .join('\r\n')
      .concat('\r\n');
    if (lines.length < batch) return;
    const [row, column, value] = lines.at(-1) ?? [];
    after = `(${Number(row)}, ${sqlText(String(column))}, ${sqlText(String(value))})`;
  }
}
