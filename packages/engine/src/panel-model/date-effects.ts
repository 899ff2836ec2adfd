import type { Booster } from '../boost/booster.ts';
import type { Panel } from '../contract.ts';
import { beyondChance } from './beyond-chance.ts';
import { type Misses, MOST_LESS, missesOf } from './feast-misses.ts';
import { FEAST_REACH, findFeasts } from './feasts-ahead.ts';
import { type FeaturePlan, withoutFeasts } from './feature-plan.ts';
import type { PanelModel } from './panel-model.ts';
import type { RowSampling } from './sample-rows.ts';

/** Deviations of chance that may have been learned. */
const MARGIN = 2.5;

/** What is added to raw scores by day ahead, 0 on other days than those around a feast. */
export interface DateEffects {
  /** Of the model for the future, which has learned a part of them, and some of it of the wrong date. */
  readonly whole: Float64Array;
  /** Of models that know nothing of dates. */
  readonly unaware: Float64Array;
}

/**
 * What the days or weeks around a feast sell beside what the trees make of them, which have seen one Christmas or two, each date of
 * which fell on other weekdays: the 23rd of December looks to them like the 24th, which was a Tuesday the year before. Black
 * Friday and Easter have another date each year.
 *
 * A booster that has seen none of these feasts forecasts those of the years before, each from a day as far before it. What all
 * series together sold over that, as far as it stands out of how much such misses vary from day to day, is missed again, but for
 * what the model for the future has learned of it: its forecast of the days ahead over the one by that booster.
 * @param horizon steps ahead
 * @param length of most series
 * @param train trains on all rows but those that are left out, with what the plan tells
 * @returns undefined where there is nothing to say
 */
export function learnDates(
  panel: Panel,
  model: PanelModel,
  horizon: number,
  length: number,
  train: (without: RowSampling['without'], plan: FeaturePlan) => Booster,
): DateEffects | undefined {
  const { lastDay } = panel;
  const reach = FEAST_REACH[model.frequency];
  if (!reach || lastDay === undefined) return undefined;
  const ahead = findFeasts(lastDay, reach, horizon, length);
  if (!ahead) return undefined;
  const plan = withoutFeasts(model.plan);
  const booster = train(remembered(ahead.isHidden), plan);
  const before: PanelModel = {
    ...model,
    plan,
    whole: booster,
    refits: [{ span: Number.POSITIVE_INFINITY, booster }],
  };
  const whole = new Float64Array(horizon);
  const unaware = new Float64Array(horizon);
  for (const [place, misses] of missesOf(panel, model, before, ahead, reach, horizon).entries()) {
    if (!misses) continue;
    for (const k of ahead.feasts[place].steps) {
      const miss = misses.on(k);
      // As on any other day, for all that is known of it: it was closed, or nothing was recorded.
      if (Number.isNaN(miss)) continue;
      unaware[k] = misses.again(k) * beyondChance(miss, misses.chance(k));
      whole[k] = leftOf(miss, k, misses);
    }
  }
  return [...whole, ...unaware].some((effect) => effect !== 0) ? { whole, unaware } : undefined;
}

/** Asked for each row of each series, of as many steps as the longest of them has. */
function remembered(isHidden: (back: number) => boolean): (back: number) => boolean {
  const known: boolean[] = [];
  return (back) => {
    known[back] ??= isHidden(back);
    return known[back];
  };
}

/**
 * What the model for the future lacks of a day that was missed by `miss` a year ago, or has of another day's: the one as far as the
 * miss stands out of chance, the other as far as it does not.
 */
function leftOf(miss: number, k: number, misses: Misses): number {
  const known = misses.learned(k);
  if (!Number.isFinite(known)) return 0;
  const chance = misses.chance(k);
  const share = miss === 0 ? 0 : beyondChance(miss, chance) / miss;
  const ofNothing = effectOfNothing(known, misses.beside(k), MARGIN * chance);
  return share * effectOf(misses.again(k) * miss, known) + (1 - share) * ofNothing;
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
