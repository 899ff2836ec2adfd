import type { ForecastOptions, SeriesFailure } from './contract.ts';
import { type ExtraordinarySale, findExtraordinary, temperValues } from './demand/extraordinary.ts';
import { seasonalityOf } from './frequency.ts';

/** A history made ready: no unknown start, a size near 1. */
export interface History {
  readonly ok: true;
  /** Values divided by `unit`, extraordinary sales as they are taken; the first is known. */
  readonly values: Float64Array;
  /** Place of `values[0]` in the caller's series. */
  readonly start: number;
  /** A power of two near the mean absolute value, so that scaling loses nothing. */
  readonly unit: number;
  readonly nonNegative: boolean;
  /** Every known value is a whole number. */
  readonly whole: boolean;
  /** Number of known values. */
  readonly known: number;
  /** Sales that are taken for less. */
  readonly extraordinary: readonly ExtraordinarySale[];
}

const LARGEST = 1e15;

/** Where the part that is used begins: the last `most` values, from the first known one of them. */
function startOf(series: Float64Array, most: number): number {
  const reach = Math.max(0, series.length - most);
  for (let t = reach; t < series.length; t++) if (!Number.isNaN(series[t])) return t;
  for (let t = 0; t < reach; t++) if (!Number.isNaN(series[t])) return t;
  return -1;
}

/** The first value from place `from` on that no demand can be. */
export function findFault(series: Float64Array, from = 0): SeriesFailure | undefined {
  for (let t = from; t < series.length; t++) {
    const size = Math.abs(series[t]);
    if (size === Number.POSITIVE_INFINITY) {
      return { ok: false, code: 'not-finite', detail: `Value ${t + 1} of the series is infinite.` };
    }
    if (size > LARGEST) {
      return { ok: false, code: 'too-large', detail: `Value ${t + 1} of the series is beyond 1e15.` };
    }
  }
  return undefined;
}

/** Checks and scales the last `most` values of a series, leaving an unknown start away. */
export function prepareHistory(all: Float64Array, most: number): History | SeriesFailure {
  if (all.length === 0) return { ok: false, code: 'empty', detail: 'The series has no value.' };
  const start = startOf(all, most);
  if (start < 0) return { ok: false, code: 'all-unknown', detail: 'No value of the series is known.' };
  // Before anything is tempered: no extraordinary sale is infinite.
  const fault = findFault(all, start);
  if (fault) return fault;
  const extraordinary = findExtraordinary(all);
  const series = temperValues(all, extraordinary);
  let known = 0;
  let sum = 0;
  let nonNegative = true;
  let whole = true;
  for (let t = start; t < series.length; t++) {
    const y = series[t];
    if (Number.isNaN(y)) continue;
    known++;
    sum += Math.abs(y);
    if (y < 0) nonNegative = false;
    if (whole && y !== Math.floor(y)) whole = false;
  }
  const mean = sum / known;
  const unit = mean > 1e-300 ? 2 ** Math.round(Math.log2(mean)) : 1;
  const values = new Float64Array(series.length - start);
  for (let t = start; t < series.length; t++) values[t - start] = series[t] / unit;
  return { ok: true, values, start, unit, nonNegative, whole, known, extraordinary };
}

/** The part of a series that its own models learn from and are tested on. */
export function prepareSeries(series: Float64Array, options: ForecastOptions): History | SeriesFailure {
  const { horizon, backtest, frequency } = options;
  const tested = horizon + Math.max(0, backtest.windows - 1) * backtest.step;
  return prepareHistory(series, seasonalityOf(frequency).memory + tested);
}
