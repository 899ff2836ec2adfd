import type { Panel } from '../contract.ts';
import { temperValues } from '../demand/extraordinary.ts';
import { knownMean } from '../models/known-count.ts';

/** One of the series that speak for their panel. */
export interface WeightedSeries {
  readonly s: number;
  /** Extraordinary sales as they are taken. */
  readonly values: Float64Array;
  /** As a training row's over its level: neither the largest series nor the many small ones speak for all. */
  readonly weight: number;
}

/** About `most` series of a panel, evenly apart, but for those of which nothing was ever sold. */
export function* weightedSeries(panel: Panel, most: number): Generator<WeightedSeries> {
  const apart = Math.max(1, panel.keys.length / most);
  for (let i = 0; i < panel.keys.length; i += apart) {
    const s = Math.floor(i);
    const values = temperValues(panel.values.subarray(panel.offsets[s], panel.offsets[s + 1]));
    const level = knownMean(values);
    if (level > 0) yield { s, values, weight: 1 / Math.sqrt(level) };
  }
}
