import type { ExtraordinarySale } from './demand/extraordinary.ts';
/**
 * The engine's contract: what goes in, what comes out. Everything else in this package is behind it.
 *
 * Units: quantities are in the caller's unit per period; a period is one step of the series' frequency.
 * `NaN` in a history means unknown (before the first sale, out of stock, closed), never zero.
 */

/** Length of one step. The seasonal periods that follow from it are in `frequency.ts`. */
export type Frequency = 'H' | 'D' | 'W' | 'M' | 'Q' | 'Y';

/**
 * All series of a partition in one flat array, as statsforecast's GroupedArray: series `s` is
 * `values[offsets[s] .. offsets[s + 1])`, oldest first. The last value of every series belongs to the cut-off.
 * Both arrays may lie on SharedArrayBuffers, so that threads read a partition without a copy.
 */
export interface Panel {
  readonly values: Float64Array;
  /** length = number of series + 1 */
  readonly offsets: Uint32Array;
  /** Stable key of each series ("sku|location"); seeds its random numbers, so that partitions can be cut anywhere. */
  readonly keys: readonly string[];
  /** Date of the last value of every series: days since 1970-01-01 UTC (hours as a fraction); the calendar's effects need it. */
  readonly lastDay?: number;
  readonly covariates?: Covariates;
}

/**
 * What a known column means. `open`: 0 = closed, nothing can be sold. `flag`: 0 or 1 (a promotion). `price`: money, compared
 * with its own past. `number`: any other number. `category`: small whole numbers that stand for texts, without an order.
 */
export type KnownKind = 'open' | 'flag' | 'price' | 'number' | 'category';

/** A column known ahead: its value at every step of every series' history and of the steps after it. */
export interface KnownColumn {
  readonly name: string;
  readonly kind: KnownKind;
  /** Laid out by `Covariates.starts`; NaN = not known at that step. */
  readonly values: Float32Array;
}

/** A property of a series that does not change with time: category, brand, region, the item or the location itself. */
export interface Attribute {
  readonly name: string;
  /** One code a series, 0 .. count-1; -1 = not known. */
  readonly codes: Int32Array;
  readonly count: number;
}

/** What is known of the series of a panel besides their demand. Arrays may lie on SharedArrayBuffers. */
export interface Covariates {
  /**
   * Series `s` has its known values at `starts[s] .. starts[s + 1]`: one for each value of its history, then one for each
   * step ahead that is known (at least the horizon).
   */
  readonly starts: Uint32Array;
  readonly known: readonly KnownColumn[];
  readonly attributes: readonly Attribute[];
}

export type ModelName =
  | 'naive'
  | 'drift'
  | 'seasonal-naive'
  | 'seasonal-average'
  | 'seasonal-profile'
  | 'window-average'
  | 'ses'
  | 'holt'
  | 'damped'
  | 'holt-winters'
  | 'ets'
  | 'theta'
  | 'dynamic-theta'
  | 'ces'
  | 'mstl'
  | 'auto-arima'
  /** ETS of what promotions, prices and other known columns leave, times their effects ahead. */
  | 'ets-regression'
  /** Regression on the known columns with ARIMA errors: effects as summands. */
  | 'arima-regression'
  | 'croston'
  | 'sba'
  | 'tsb'
  | 'adida'
  | 'imapa'
  /** Boosted trees over the whole panel (`trainPanelModel`). */
  | 'boosted';

export interface ForecastOptions {
  /** Steps ahead, 1 to 1000. */
  readonly horizon: number;
  readonly frequency: Frequency;
  /** Central interval levels in percent, e.g. [50, 80, 95]; the median is always present. */
  readonly levels: readonly number[];
  /** `auto` races every model that fits the series; `fast` a cheap subset; or an explicit list. */
  readonly models: 'auto' | 'fast' | readonly ModelName[];
  readonly seed: number;
  /**
   * Rolling-origin back-test; windows are reduced for series that are too short. `horizon` is the length of a window
   * when it is not the forecast's: long forecasts are judged, chosen and calibrated on windows that a history has.
   */
  readonly backtest: { readonly windows: number; readonly step: number; readonly horizon?: number };
  /** When given: quantiles of the SUM of demand over the first h steps, for each of `horizons` (each <= horizon or simulated beyond it). */
  readonly cumulative?: { readonly horizons: readonly number[]; readonly probabilities: readonly number[] };
}

/** One model's part in the forecast, and why it has it. */
export interface ModelWeight {
  readonly model: string;
  readonly weight: number;
  /** Mean back-test loss (scaled absolute error; lower is better), NaN where the series was too short for a back-test. */
  readonly loss: number;
}

/** Back-test of the forecast as it is delivered (the combination, not its parts). Row-major [window][step]. */
export interface Backtest {
  readonly windows: number;
  readonly horizon: number;
  /** Index (into the series) of the last observation used by each window. */
  readonly origins: Int32Array;
  readonly actual: Float64Array;
  readonly mean: Float64Array;
  /** [probability][window][step], probabilities as in `SeriesForecast.probabilities`. */
  readonly quantiles: Float64Array;
  /** Seasonal naive on the same windows. */
  readonly naive: Float64Array;
  /** Mean absolute seasonal-naive error inside the history before the first window: the scale of MASE. */
  readonly scale: number;
}

export interface SeriesForecast {
  readonly ok: true;
  /** Name of the model, or of the combination: "ets(A,N,A)", "mix(theta+tsb)". */
  readonly model: string;
  readonly weights: readonly ModelWeight[];
  /** Set when a simpler model stands in for the wanted one: both names are recorded, never silent. */
  readonly standIn?: { readonly wanted: string; readonly reason: string };
  /** length = horizon; never negative when the history has no negative value. */
  readonly mean: Float64Array;
  /** Ascending probabilities of `quantiles`, from `levels`: [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]. */
  readonly probabilities: readonly number[];
  /** [probability][step]; never crossing, never negative when the history has no negative value. */
  readonly quantiles: Float64Array;
  /** [horizon index][probability] of the options' `cumulative`; empty when not asked for. */
  readonly cumulative: Float64Array;
  readonly backtest: Backtest;
  /** smooth, intermittent, erratic, lumpy (Syntetos-Boylan), or short / empty. */
  readonly demandClass: string;
  /** Sales far beyond all others, which were learned from as if they were smaller; missing where there are none. */
  readonly extraordinary?: readonly ExtraordinarySale[];
}

/** A series that could not be forecast is data, not an exception. */
export interface SeriesFailure {
  readonly ok: false;
  readonly code: 'empty' | 'all-unknown' | 'not-finite' | 'too-large' | 'internal';
  readonly detail: string;
}

export type SeriesResult = SeriesForecast | SeriesFailure;
