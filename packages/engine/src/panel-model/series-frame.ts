import type { Panel } from '../contract.ts';
import { temperValues } from '../demand/extraordinary.ts';
import type { FeaturePlan } from './feature-plan.ts';
import { groupOf } from './panel-groups.ts';
import type { PanelIndex } from './panel-index.ts';

/** The parts of a series that features are made from: prefix sums, so that every window is two look-ups. */
export interface SeriesFrame {
  /** Extraordinary sales as they are taken. */
  readonly values: Float64Array;
  readonly length: number;
  /** sums[t] - sums[0] = sum of the known values before t; squares, counts and zeros alike. */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly counts: Float64Array;
  readonly zeros: Float64Array;
  /** Known columns of this series, in the plan's order; steps of the history, then the ones ahead. */
  readonly known: readonly Float32Array[];
  /** Of a price column: prefix sums and counts of the known prices; undefined for the others. */
  readonly prices: readonly (PrefixSums | undefined)[];
  readonly codes: readonly number[];
  /** Index of its group in each of the plan's hierarchies. */
  readonly groups: readonly (PanelIndex | undefined)[];
}

/** `sums[t] - sums[0]` = sum of the known values before t, `counts[t] - counts[0]` = how many. */
export interface PrefixSums {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

function sumPrefixes(values: Float32Array): PrefixSums {
  const sums = new Float64Array(values.length + 1);
  const counts = new Float64Array(values.length + 1);
  for (let t = 0; t < values.length; t++) {
    const isKnown = !Number.isNaN(values[t]);
    sums[t + 1] = sums[t] + (isKnown ? values[t] : 0);
    counts[t + 1] = counts[t] + (isKnown ? 1 : 0);
  }
  return { sums, counts };
}

/** Cuts series `s` out of a panel. Known columns are found by name, so that panels may hold them in any order. */
export function frameSeries(panel: Panel, s: number, plan: FeaturePlan): SeriesFrame {
  const values = temperValues(panel.values.subarray(panel.offsets[s], panel.offsets[s + 1]));
  const n = values.length;
  const sums = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  const counts = new Float64Array(n + 1);
  const zeros = new Float64Array(n + 1);
  for (let t = 0; t < n; t++) {
    const y = values[t];
    const known = !Number.isNaN(y);
    sums[t + 1] = sums[t] + (known ? y : 0);
    squares[t + 1] = squares[t] + (known ? y * y : 0);
    counts[t + 1] = counts[t] + (known ? 1 : 0);
    zeros[t + 1] = zeros[t] + (known && y === 0 ? 1 : 0);
  }
  const { covariates } = panel;
  const from = covariates?.starts[s] ?? 0;
  const to = covariates?.starts[s + 1] ?? 0;
  const known = plan.known.map(({ name }) => {
    const column = covariates?.known.find((one) => one.name === name);
    return column ? column.values.subarray(from, to) : new Float32Array(0);
  });
  const prices = plan.known.map(({ kind }, c) => (kind === 'price' ? sumPrefixes(known[c]) : undefined));
  const codes = plan.attributes.map((name) => {
    const code = covariates?.attributes.find((one) => one.name === name)?.codes[s] ?? -1;
    return code >= 0 ? code : Number.NaN;
  });
  return {
    values,
    length: n,
    sums,
    squares,
    counts,
    zeros,
    known,
    prices,
    codes,
    groups: plan.hierarchies?.map((hierarchy) => groupOf(hierarchy, panel, s)) ?? [],
  };
}

/** The frame of a series as if it had begun at step `start`: nothing of what came before is left. It shares the other's memory. */
export function frameFrom(frame: SeriesFrame, start: number): SeriesFrame {
  const { values, sums, squares, counts, zeros, known, prices } = frame;
  return {
    ...frame,
    values: values.subarray(start),
    length: frame.length - start,
    sums: sums.subarray(start),
    squares: squares.subarray(start),
    counts: counts.subarray(start),
    zeros: zeros.subarray(start),
    known: known.map((column) => column.subarray(start)),
    prices: prices.map(
      (one) => one && { sums: one.sums.subarray(start), counts: one.counts.subarray(start) },
    ),
  };
}

/** Known values of a series. */
export const ageOf = ({ counts, length }: SeriesFrame): number => counts[length] - counts[0];

/** Mean of the known values among the `window` before step `end`; NaN when there are none. */
export function meanBefore(frame: SeriesFrame, end: number, window: number): number {
  const from = Math.max(0, end - window);
  const count = end > from ? frame.counts[end] - frame.counts[from] : 0;
  return count > 0 ? (frame.sums[end] - frame.sums[from]) / count : Number.NaN;
}

/** Level of a series at an origin: what its forecasts are multiples of. 0 = nothing was ever sold. */
export function levelAt(frame: SeriesFrame, origin: number, plan: FeaturePlan): number {
  const end = origin + 1;
  const { levelWindow } = plan.shape;
  const all = meanBefore(frame, end, end);
  if (!(all > 0)) return 0;
  const long = meanBefore(frame, end, 4 * levelWindow);
  const recent = meanBefore(frame, end, levelWindow);
  const slow = Number.isNaN(long) ? all : long;
  return 0.6 * (Number.isNaN(recent) ? slow : recent) + 0.3 * slow + 0.1 * all;
}
