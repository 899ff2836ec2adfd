import type { Panel } from '../contract.ts';
import { temperValues } from '../demand/extraordinary.ts';
import { knownMean } from '../models/known-count.ts';

/**
 * Demand of a whole panel, or of a group of its series, over time, around 1: at each step the demand of the series that are known there over their own
 * usual demand. A season that all series share stands out of it long before it does out of one noisy series.
 */
export interface PanelIndex {
  /** Steps before the panel's last value that it reaches back, that one counted. */
  readonly length: number;
  /** Sums of the index before each step, oldest first, `length` + 1 values; `counts` of the steps that are known. */
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

/**
 * Sums a panel up, or the series of it that are named; all its series end at the same step. The usual demand of a series is the mean of what lies before the
 * last `unseen` values, so that nothing of these steps enters an earlier one; a series without any counts for nothing. Its
 * weight is the root of that mean, as a training row's.
 */
export function indexPanel(
  panel: Panel,
  unseen: number,
  series: readonly number[] = panel.keys.map((_, s) => s),
): PanelIndex {
  const { offsets, values } = panel;
  let length = 1;
  for (const s of series) length = Math.max(length, offsets[s + 1] - offsets[s]);
  const demand = new Float64Array(length);
  const weight = new Float64Array(length);
  for (const s of series) {
    const own = temperValues(values.subarray(offsets[s], offsets[s + 1]));
    const usual = knownMean(own.subarray(0, Math.max(0, own.length - unseen)));
    if (!(usual > 0)) continue;
    const root = Math.sqrt(usual);
    const start = length - own.length;
    for (let t = 0; t < own.length; t++) {
      if (Number.isNaN(own[t])) continue;
      demand[start + t] += own[t] / root;
      weight[start + t] += root;
    }
  }
  const sums = new Float64Array(length + 1);
  const counts = new Float64Array(length + 1);
  for (let t = 0; t < length; t++) {
    const isKnown = weight[t] > 0;
    sums[t + 1] = sums[t] + (isKnown ? demand[t] / weight[t] : 0);
    counts[t + 1] = counts[t] + (isKnown ? 1 : 0);
  }
  return { length, sums, counts };
}

/** Mean index of the `window` steps up to step `last` (0 = the panel's last value, before it negative); NaN where none is known. */
export function indexUpTo({ length, sums, counts }: PanelIndex, last: number, window: number): number {
  const end = last + length;
  const from = Math.max(0, end - window);
  if (end <= from || end > length) return Number.NaN;
  const count = counts[end] - counts[from];
  return count > 0 ? (sums[end] - sums[from]) / count : Number.NaN;
}
