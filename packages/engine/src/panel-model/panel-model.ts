import type { Booster } from '../boost/booster.ts';
import type { Frequency } from '../contract.ts';
import type { BlendPrior } from './blend.ts';
import type { DateEffects } from './date-effects.ts';
import type { FeaturePlan } from './feature-plan.ts';
import type { ErrorSizeModel } from './train-error-size.ts';

/**
 * One model for all series of a panel: boosted trees over features of level, season, calendar and everything known ahead.
 * Plain data, so that threads and files can hold it.
 */
export interface PanelModel {
  readonly frequency: Frequency;
  readonly plan: FeaturePlan;
  /** Trained on every value. */
  readonly whole: Booster;
  /** Trained on less, the earliest first: their forecasts of what they did not see are honest evidence. */
  readonly refits: readonly Refit[];
  /** How large errors are by what is known of a step; undefined where that tells nothing. */
  readonly errorSize?: ErrorSizeModel | undefined;
  /** Steps ahead that were trained. */
  readonly horizon: number;
  /** Weight against the models of single series, by class of demand. */
  readonly priors: Readonly<Record<string, BlendPrior>>;
  /** How far the whole panel has moved, which `whole` has in its base; undefined where it has not. */
  readonly shift?: number | undefined;
  /** What the days around a feast sell, which `whole` does not know; undefined where none lies ahead or none stands out. */
  readonly dates?: DateEffects | undefined;
  /** Undefined where no series has hardly begun. */
  readonly young?: YoungModel | undefined;
  /** Rows the trees learned from, and the series they came from. */
  readonly rows: number;
  readonly series: number;
}

/** A booster trained without the last `span` values of the series. */
export interface Refit {
  readonly span: number;
  readonly booster: Booster;
}

/** The boosters of series that have hardly begun. */
export interface YoungModel {
  /** Known values up to which a series is young. */
  readonly longestAge: number;
  readonly whole: Booster;
  readonly refit: Refit;
  /** Weight against the models of single series, on launches that were played. */
  readonly prior: BlendPrior;
}

/** Name of the panel model in forecasts and weights. */
export const PANEL_MODEL = 'boosted';
