import type { KnownColumn, Panel } from '../../contract.ts';

/** What is known of one series, and ahead, as columns of numbers that are zero on an ordinary step. */
export interface Regressors {
  /** [column][step], the history's first value at step 0. */
  readonly columns: readonly Float64Array[];
  /** Standard deviation that an effect (a factor's logarithm for each unit of the column) is expected to have. */
  readonly spreads: readonly number[];
  /** Most that an effect may be; Infinity = anything. */
  readonly most: readonly number[];
}

/** Most columns of one series: each costs, and a short history cannot tell many apart. */
const MOST_COLUMNS = 12;
const MOST_CODES = 6;
/** A promotion or event may well double demand or halve it. */
const FLAG_SPREAD = 0.7;
/** Elasticities of prices lie mostly between 0 and -4. */
const PRICE_SPREAD = 2;
const NUMBER_SPREAD = 0.3;

/** Steps on which the column is known and not zero; 0 or all of them: it has nothing to compare. */
function differs(column: Float64Array, length: number): boolean {
  for (let t = 1; t < length; t++) if (column[t] !== column[0]) return true;
  return false;
}

function median(values: Float64Array): number {
  const known = values.filter((value) => value > 0).sort();
  return known.length > 0 ? known[known.length >> 1] : Number.NaN;
}

const flag = (values: Float32Array): Float64Array => Float64Array.from(values, (v) => (v > 0 ? 1 : 0));

/** Logarithm of the price over its median; 0 where it is unknown. */
function logPrice(values: Float32Array, length: number): Float64Array {
  const usual = median(Float64Array.from(values.subarray(0, length)));
  return Float64Array.from(values, (v) => (v > 0 && usual > 0 ? Math.log(v / usual) : 0));
}

/** The number less its mean, over its standard deviation, both of the history; 0 where it is unknown. */
function standardised(values: Float32Array, length: number): Float64Array {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let t = 0; t < length; t++) {
    if (Number.isNaN(values[t])) continue;
    sum += values[t];
    squares += values[t] * values[t];
    count++;
  }
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return Float64Array.from(values, (v) => (Number.isNaN(v) || !(deviation > 0) ? 0 : (v - mean) / deviation));
}

/** A column of its own for each of the codes that occur most, at least twice. */
function codes(values: Float32Array, length: number): Float64Array[] {
  const counts = new Map<number, number>();
  for (let t = 0; t < length; t++) if (values[t] > 0) counts.set(values[t], (counts.get(values[t]) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, m], [b, n]) => n - m || a - b)
    .slice(0, MOST_CODES)
    .map(([code]) => Float64Array.from(values, (v) => (v === code ? 1 : 0)));
}

function columnsOf(
  { kind, values }: KnownColumn,
  from: number,
  to: number,
  length: number,
): readonly [columns: Float64Array[], spread: number, most?: number] {
  const own = values.subarray(from, to);
  switch (kind) {
    case 'flag':
      return [[flag(own)], FLAG_SPREAD];
    case 'price':
      return [[logPrice(own, length)], PRICE_SPREAD, 0];
    case 'number':
      return [[standardised(own, length)], NUMBER_SPREAD];
    case 'category':
      return [codes(own, length), FLAG_SPREAD];
    // Closed steps are unknown in the history and zero ahead: nothing is left to learn.
    case 'open':
      return [[], 0];
  }
}

/**
 * Regressors of series `s`, from its value `start` on; undefined where nothing is known of it that differs from step to step.
 * Means and medians are of the whole history: they are units, not effects.
 */
export function regressorsOf(panel: Panel, s: number, start: number): Regressors | undefined {
  const { covariates, offsets } = panel;
  if (!covariates || covariates.known.length === 0) return undefined;
  const from = covariates.starts[s] + start;
  const to = covariates.starts[s + 1];
  const length = offsets[s + 1] - offsets[s] - start;
  const columns: Float64Array[] = [];
  const spreads: number[] = [];
  const most: number[] = [];
  for (const known of covariates.known) {
    const [made, spread, limit = Number.POSITIVE_INFINITY] = columnsOf(known, from, to, length);
    for (const column of made) {
      if (columns.length === MOST_COLUMNS || !differs(column, length)) continue;
      columns.push(column);
      spreads.push(spread);
      most.push(limit);
    }
  }
  return columns.length > 0 ? { columns, spreads, most } : undefined;
}
