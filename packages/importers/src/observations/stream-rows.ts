import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';

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

/**
 * The columns of a chunk as they lie in DuckDB's memory, valid until the next chunk. All are DOUBLE without NULL, so their
 * masks of NULL need no reading: value by value that costs more than the query.
 */
function columnsOf({ chunk, columnCount, rowCount }: DuckDBDataChunk): Float64Array[] {
  return Array.from({ length: columnCount }, (_, at) => {
    const bytes = duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk, at), rowCount * 8);
    return new Float64Array(bytes.buffer, bytes.byteOffset, rowCount);
  });
}

/**
 * Rows of a query `series, step, quantity, in_stock, open, from_future, covariates ...` of numbers and truths, ordered by
 * the first two, a chunk of about two thousand at a time.
 * @throws Error when the stream ends before `expected` rows: DuckDB ends a streamed result silently when its
 * connection is used for something else, and a forecast of half the input must never look like one of all
 */
export async function* streamRows(
  connection: DuckDBConnection,
  sql: string,
  expected: number,
): AsyncGenerator<ObservationRow[]> {
  const result = await connection.stream(`SELECT coalesce(COLUMNS(*)::DOUBLE, 'nan'::DOUBLE) FROM (${sql})`);
  let seen = 0;
  let before = { series: Number.NEGATIVE_INFINITY, step: 0 };
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    const count = chunk.rowCount;
    seen += count;
    const [series, step, quantity, inStock, open, fromFuture, ...known] = columnsOf(chunk) as Columns;
    const rows = new Array<ObservationRow>(count);
    for (let row = 0; row < count; row++) {
      let values = noColumns;
      if (known.length > 0) {
        const own = new Array<number>(known.length);
        for (let c = 0; c < own.length; c++) own[c] = (known[c] as Float64Array)[row] as number;
        values = own;
      }
      const one: ObservationRow = {
        series: series[row] as number,
        step: step[row] as number,
        quantity: quantity[row] as number,
        inStock: inStock[row] as number,
        open: open[row] as number,
        fromFuture: fromFuture[row] === 1,
        known: values,
      };
      if (one.series < before.series || (one.series === before.series && one.step < before.step)) {
        throw new Error(`Rows of the input came out of order after ${seen - count + row} of ${expected}.`);
      }
      before = one;
      rows[row] = one;
    }
    yield rows;
  }
  if (seen !== expected) throw new Error(`Reading the input ended after ${seen} of ${expected} rows.`);
}

type Columns = [
  series: Float64Array,
  step: Float64Array,
  quantity: Float64Array,
  inStock: Float64Array,
  open: Float64Array,
  fromFuture: Float64Array,
  ...known: Float64Array[],
];
