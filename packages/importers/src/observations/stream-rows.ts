import type { DuckDBConnection } from '@duckdb/node-api';

/** One observation; NaN where the file has no value. */
export interface ObservationRow {
  readonly series: number;
  readonly step: number;
  readonly quantity: number;
  /** 1, 0 or NaN */
  readonly inStock: number;
  /** 1, 0 or NaN */
  readonly open: number;
  /** From the file of the known future, not from the input itself. */
  readonly fromFuture: boolean;
  /** Values of the covariate columns, in their order; NaN = not known. */
  readonly known: readonly number[];
}

const noColumns: readonly number[] = [];

const numberOrNaN = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);

/**
 * Rows of a query `series, step, quantity, in_stock, open, from_future, covariates ...`, a chunk of about two thousand at a time.
 * @throws Error when the stream ends before `expected` rows: DuckDB ends a streamed result silently when its
 * connection is used for something else, and a forecast of half the input must never look like one of all
 */
export async function* streamRows(
  connection: DuckDBConnection,
  sql: string,
  expected: number,
): AsyncGenerator<ObservationRow[]> {
  const result = await connection.stream(sql);
  let seen = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    seen += chunk.rowCount;
    const [series = [], step = [], quantity = [], inStock = [], open = [], fromFuture = [], ...known] =
      chunk.getColumns();
    yield series.map((value, row) => ({
      series: Number(value),
      step: Number(step[row]),
      quantity: numberOrNaN(quantity[row]),
      inStock: numberOrNaN(inStock[row]),
      open: numberOrNaN(open[row]),
      fromFuture: fromFuture[row] === true,
      known: known.length === 0 ? noColumns : known.map((column) => numberOrNaN(column[row])),
    }));
  }
  if (seen !== expected) throw new Error(`Reading the input ended after ${seen} of ${expected} rows.`);
}
