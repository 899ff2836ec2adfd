import { cumulativeDays, cumulativeProbabilities } from '@ordernimbus/contracts';
import type { ForecastOptions } from '@ordernimbus/engine';

/** Steps of a product run are days and a season is a week. */
export const seasonDays = 7;
/** Days of a back-test window: what a shop plans with, and what most histories have three of. */
export const testedDays = 28;

/** What a run was computed with: kept in its row, so that a replay uses the same. */
export interface RunOptions {
  readonly forecast: ForecastOptions;
  readonly partitionSize: number;
  /** location id -> days on which it did not trade though it usually does */
  readonly closedDays: Readonly<Record<string, readonly number[]>>;
  /** Digest of the frozen calendar; absent where the shop had entered nothing. */
  readonly calendarDigest?: string;
  /** The calendar has prices, and every frozen series what was paid. */
  readonly withPrices?: boolean;
}

export function createForecastOptions(horizonDays: number, seed: number): ForecastOptions {
  return {
    horizon: horizonDays,
    frequency: 'D',
    levels: [50, 80, 95],
    models: 'auto',
    seed,
    backtest: { windows: 3, step: testedDays, horizon: testedDays },
    cumulative: { horizons: [...cumulativeDays], probabilities: [...cumulativeProbabilities] },
  };
}

/**
 * Series of a partition: small enough that progress moves and a crash loses little, large enough that a million series
 * are 500 files. It follows from the data alone, never from the machine, so that a replay elsewhere cuts alike.
 */
export const choosePartitionSize = (series: number): number =>
  Math.min(2000, Math.max(25, Math.ceil(series / 32)));
