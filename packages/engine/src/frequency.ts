import type { Frequency } from './contract.ts';

/** Seasonal periods of a frequency, in steps. */
export interface Seasonality {
  /** Season of the state-space models; 1 = none. */
  readonly season: number;
  /** Longer cycles tried by the repeating models (fortnightly promotions, the week in hourly data). */
  readonly cycles: readonly number[];
  /** Steps of history worth learning from before the back-test; older ones are left away. */
  readonly memory: number;
}

const SEASONALITY: Record<Frequency, Seasonality> = {
  H: { season: 24, cycles: [24, 168], memory: 10 * 168 },
  D: { season: 7, cycles: [7, 14], memory: 2 * 366 },
  W: { season: 52, cycles: [52], memory: 10 * 52 },
  M: { season: 12, cycles: [12], memory: 40 * 12 },
  Q: { season: 4, cycles: [4], memory: 400 },
  Y: { season: 1, cycles: [], memory: 400 },
};

/** Seasons of a frequency, e.g. 7 (and the cycle of 14) for `D`. */
export function seasonalityOf(frequency: Frequency): Seasonality {
  return SEASONALITY[frequency];
}
