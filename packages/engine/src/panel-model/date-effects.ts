import type { Booster } from '../boost/booster.ts';
import type { Panel } from '../contract.ts';
import { beyondChance } from './beyond-chance.ts';
import { type Misses, MOST_LESS, missesOf } from './feast-misses.ts';
import { type FeastResponse, responseOf } from './feast-response.ts';
import { FEAST_REACH, findFeasts } from './feasts-ahead.ts';
import { type FeaturePlan, withoutFeasts } from './feature-plan.ts';
import type { PanelModel } from './panel-model.ts';
import type { RowSampling } from './sample-rows.ts';
import type { Unlike } from './unlike-series.ts';

/** As a logarithm, the most that a date adds to one series. */
const MOST_OF_SERIES = Math.log(10);
/** Deviations of chance that may have been learned. */
const MARGIN = 2.5;

/** What is added to raw scores by step ahead, 0 on other steps than those around a feast. */
export interface SeriesDates {
  /** Of the model for the future, which has learned a part of them, and some of it of the wrong date. */
  readonly whole: Float64Array;
  /** Of models that know nothing of dates. */
  readonly unaware: Float64Array;
}

/** Of all series together. */
export interface DateEffects extends SeriesDates {
  /** Feasts that series follow differently. */
  readonly responses?: readonly ResponseOnDates[];
}

/** What the effects of a series depend on beside its response, on the steps of a feast that sell more. */
interface ResponseOnDates {
  readonly response: FeastResponse;
  readonly steps: readonly StepLeft[];
}

/** Logarithms of one step ahead. */
interface StepLeft {
  /** Place after the first step ahead. */
  readonly k: number;
  /** What was missed in the years before, the share of it that is missed again, and the share that is beyond chance. */
  readonly miss: number;
  readonly again: number;
  readonly share: number;
  /** What the model for the future has learned of it. */
  readonly known: number;
  readonly unlike: Unlike;
  /** What is left where nothing is out of the ordinary. */
  readonly ofNothing: number;
}

/**
 * What the days or weeks around a feast sell beside what the trees make of them, which have seen one Christmas or two, each date of
 * which fell on other weekdays: the 23rd of December looks to them like the 24th, which was a Tuesday the year before. Black
 * Friday and Easter have another date each year.
 *
 * A booster that has seen none of these feasts, but for the days of one that has begun, forecasts those of the years before, each
 * from a day as far before it. What all series together sold over that, as far as it stands out of how much such misses vary from
 * day to day, is missed again, but for what the model for the future has learned of it: its forecast of the days ahead over the
 * one by that booster.
 * @param horizon steps ahead
 * @param length of most series
 * @param learned steps that a booster learns from at most
 * @param train trains on all rows but those that are left out, with what the plan tells; undefined where too few are left
 * @returns undefined where there is nothing to say
 */
export function learnDates(
  panel: Panel,
  model: PanelModel,
  horizon: number,
  length: number,
  learned: number,
  train: (without: RowSampling['without'], plan: FeaturePlan) => Booster | undefined,
): DateEffects | undefined {
  const { lastDay } = panel;
  const reach = FEAST_REACH[model.frequency];
  if (!reach || lastDay === undefined) return undefined;
  const ahead = findFeasts(lastDay, reach, horizon, length, learned);
  if (!ahead) return undefined;
  const plan = withoutFeasts(model.plan);
  const booster = train(remembered(ahead.isHidden), plan);
  if (!booster) return undefined;
  const before: PanelModel = {
    ...model,
    plan,
    whole: booster,
    refits: [{ span: Number.POSITIVE_INFINITY, booster }],
  };
  const whole = new Float64Array(horizon);
  const unaware = new Float64Array(horizon);
  const responses: ResponseOnDates[] = [];
  for (const [place, misses] of missesOf(panel, model, before, ahead, reach, horizon).entries()) {
    if (!misses) continue;
    const more: StepLeft[] = [];
    for (const k of ahead.feasts[place].steps) {
      const miss = misses.on(k);
      // As on any other day, for all that is known of it: it was closed, or nothing was recorded.
      if (Number.isNaN(miss)) continue;
      const step = stepOf(miss, k, misses);
      unaware[k] = step.again * step.share * miss;
      whole[k] = Number.isFinite(step.known) ? leftOf(step) : 0;
      if (miss > 0) more.push(step);
    }
    if (misses.response && more.length > 0) responses.push({ response: misses.response, steps: more });
  }
  if (![...whole, ...unaware].some((effect) => effect !== 0)) return undefined;
  return { whole, unaware, ...(responses.length > 0 ? { responses } : {}) };
}

/** The effects of one series, by what it sold around the feasts of the years before. */
export function datesOf(dates: DateEffects, values: Float64Array): SeriesDates {
  if (!dates.responses) return dates;
  const whole = dates.whole.slice();
  const unaware = dates.unaware.slice();
  for (const { response, steps } of dates.responses) {
    const own = responseOf(values, response);
    for (const step of steps) {
      const { scale, slope } = step.unlike;
      const times = scale * own;
      unaware[step.k] = Math.min(MOST_OF_SERIES, times * step.again * step.share * step.miss);
      if (!Number.isFinite(step.known)) continue;
      whole[step.k] = Math.min(MOST_OF_SERIES, leftOf(step, times, slope * (own - response.mean)));
    }
  }
  return { whole, unaware };
}

/** Asked for each row of each series, of as many steps as the longest of them has. */
function remembered(isHidden: (back: number) => boolean): (back: number) => boolean {
  const known: boolean[] = [];
  return (back) => {
    known[back] ??= isHidden(back);
    return known[back];
  };
}

function stepOf(miss: number, k: number, misses: Misses): StepLeft {
  const chance = misses.chance(k);
  const known = misses.learned(k);
  return {
    k,
    miss,
    again: misses.again(k),
    share: miss === 0 ? 0 : beyondChance(miss, chance) / miss,
    known,
    unlike: misses.unlike(k, miss),
    ofNothing: effectOfNothing(known, misses.beside(k), MARGIN * chance),
  };
}

/**
 * What the model for the future lacks of a step that was missed in the years before, or has of another day's: the one as far as the
 * miss stands out of chance, the other as far as it does not.
 * @param times what was missed of this series as a multiple of that
 * @param more what the model knows more of this series
 */
function leftOf({ miss, again, share, known, ofNothing }: StepLeft, times = 1, more = 0): number {
  const left = effectOf(again * times * miss, known + more);
  // The less a series follows, the more likely it was taken for one of those that do.
  const beyond = Math.max(0, 1 - times) * corrected(Math.min(0, times * miss - known - more));
  return share * (left + beyond) + (1 - share) * ofNothing;
}

/** What is left of a miss that comes again, when so much of it is known; nothing where more of it is known than that. */
function effectOf(again: number, known: number): number {
  const left = again - known;
  return left * again > 0 ? corrected(left) : 0;
}

/**
 * On a date that was nothing out of the ordinary a year ago, what was learned of it must have been seen on a day beside it:
 * otherwise it is another date's, which fell on its weekday.
 */
function effectOfNothing(known: number, beside: readonly number[], margin: number): number {
  const misses = beside.filter(Number.isFinite);
  const seen = Math.max(Math.min(-margin, ...misses), Math.min(Math.max(margin, ...misses), known));
  return corrected(seen - known);
}

/** A closed day that is taken for an open one is as far off as the other way round. */
const corrected = (left: number): number => Math.max(-MOST_LESS, Math.min(MOST_LESS, left));
