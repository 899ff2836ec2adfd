/** Columns of an output table, in order. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'text' | 'number';
  /** The cells of a number may be empty. */
  readonly nullable?: boolean;
}

/** Some rows of an output table, column by column: millions of rows as arrays of their own would be mostly garbage. */
export class TableBlock {
  /** Rows that were added. */
  length = 0;
  /** Of each column the cells, at least `length` of them; NaN = an empty cell. */
  readonly cells: readonly (string[] | Float64Array)[];

  /** Room for `capacity` rows. */
  constructor(columns: readonly TableColumn[], capacity: number) {
    this.cells = columns.map(({ type }) => (type === 'text' ? [] : new Float64Array(capacity)));
  }

  /** Adds `rows` rows, by columns in the table's order; one text stands for as many of it. */
  add(cells: readonly (string | readonly string[] | Float64Array)[], rows: number): void {
    for (const [c, given] of cells.entries()) {
      const column = this.cells[c];
      if (Array.isArray(column)) {
        for (let row = 0; row < rows; row++)
          column.push((typeof given === 'string' ? given : given[row]) as string);
      } else column?.set(given as Float64Array, this.length);
    }
    this.length += rows;
  }
}
