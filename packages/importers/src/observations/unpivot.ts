import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlName } from './open-duckdb.ts';
import { presentSql, trimmedSql } from './present-value.ts';
import type { WideColumn } from './wide-table.ts';

/** A column as it is loaded: its place in the file, and its name in SQL. */
export interface NamedColumn {
  readonly at: number;
  readonly name: string;
}

/** The columns of a wide table that hold numbers, each named by its place and date, so that the cell of a row tells both. */
export const cellColumns = (columns: readonly WideColumn[]): NamedColumn[] =>
  columns.map(({ index, date }) => ({ at: index, name: sqlName(`${index} ${date}`) }));

/**
 * A row for each cell with a value, in the order of the file: the columns that are kept, `date` and `quantity`, and where the
 * cell stands, since the number of such a row says nothing of the file.
 * @param from what stands after FROM to read the rows of the file
 * @param values the columns to be kept, by their `names`, and the cells, as they are selected
 */
export function unpivotSql(
  from: string,
  values: readonly string[],
  names: readonly string[],
  cells: readonly NamedColumn[],
): string {
  const rows = `SELECT ${values.join(', ')}, row_number() OVER () - 1 AS cell_record FROM ${from}`;
  const listed = cells.map(({ name }) => name).join(', ');
  // Trimmed once it is one column: an expression for each of thousands takes longer to plan than the file to read.
  const trimmed = `SELECT *, ${trimmedSql('text')} AS trimmed FROM (${rows}) UNPIVOT (text FOR cell IN (${listed}))`;
  return (
    `SELECT ${names.join(', ')}, split_part(cell, ' ', 2) AS date, ${presentSql('trimmed')} AS quantity, ` +
    `cell_record, split_part(cell, ' ', 1)::INTEGER AS cell_column FROM (${trimmed}) WHERE ${presentSql('trimmed')} IS NOT NULL`
  );
}

/** A cell of a wide table: its record in the file, from 0, and the place of its column among the headers. */
export interface Cell {
  readonly record: number;
  readonly column: number;
}

/** @param row of the table that `unpivotSql` made */
export async function findCell(connection: DuckDBConnection, table: string, row: number): Promise<Cell> {
  const found = await connection.runAndReadAll(
    `SELECT cell_record::DOUBLE, cell_column::DOUBLE FROM ${table} WHERE rowid = ${row}`,
  );
  const [record = 0, column = 0] = (found.getRows()[0] ?? []).map(Number);
  return { record, column };
}
