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
  let after = 0;
  for (;;) {
    const lines = await withWorkDatabase(work, async (connection) => {
      const reader = await connection.runAndReadAll(
        `SELECT row, coalesce(bad_column, ''), coalesce(bad_value, ''), reason FROM read_parquet(${sqlText(rowsTable)})
         WHERE reason IS NOT NULL AND row > ${after} ORDER BY row LIMIT ${batch}`,
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
    after = Number(lines.at(-1)?.[0]);
  }
}
