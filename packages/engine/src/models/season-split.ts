import { isSeasonal, removeSeason, seasonalIndices } from './seasonal-indices.ts';

/** A history apart from its season, for models that know none. */
export interface SeasonSplit {
  /** Index of each place of the season; empty = not seasonal. */
  readonly indices: Float64Array;
  readonly multiplicative: boolean;
}

/** Tests the season and takes its indices: ratios when all values are positive, differences otherwise. */
export function splitSeason(values: Float64Array, season: number): SeasonSplit {
  const none: SeasonSplit = { indices: new Float64Array(0), multiplicative: false };
  if (!isSeasonal(values, season)) return none;
  let positive = true;
  for (let t = 0; t < values.length; t++) if (values[t] <= 0) positive = false;
  const indices = seasonalIndices(values, season, positive, season > 24 ? 1 : 0);
  return indices ? { indices, multiplicative: positive } : none;
}

/** The values without the season of the split (the same array when there is none). */
export function adjustSeason(values: Float64Array, split: SeasonSplit): Float64Array {
  return split.indices.length > 0 ? removeSeason(values, split.indices, split.multiplicative) : values;
}

/** Puts the season back on one origin's row of forecasts. */
export function restoreSeason(
  split: SeasonSplit,
  origin: number,
  horizon: number,
  out: Float64Array,
  offset: number,
): void {
  const { indices, multiplicative } = split;
  const season = indices.length;
  if (season === 0) return;
  for (let k = 0; k < horizon; k++) {
    const index = indices[(origin + 1 + k) % season];
    if (multiplicative) out[offset + k] *= index;
    else out[offset + k] += index;
  }
}
