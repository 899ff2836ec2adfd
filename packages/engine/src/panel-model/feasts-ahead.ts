import type { Frequency } from '../contract.ts';
import { feastNear, type NearFeast, stepsSince } from './feasts.ts';

/** In steps of a frequency. */
export interface FeastReach {
  /** Days of a step. */
  readonly days: 1 | 7;
  /** History that must lie before the date a year ago. */
  readonly before: number;
  /** Steps that are compared, at least: those around tell what a usual miss is, and how much misses vary from step to step. */
  readonly compared: number;
  /** On each side of a date, whose misses say what may have been learned of it. */
  readonly beside: number;
}

export const FEAST_REACH: Partial<Record<Frequency, FeastReach>> = {
  D: { days: 1, before: 28, compared: 28, beside: 3 },
  W: { days: 7, before: 8, compared: 13, beside: 1 },
};

/** Years whose feasts tell what is missed, as long as half of what is learned from is left. */
const YEARS = 3;

/** A feast ahead whose like of years before is known. */
export interface FeastAhead {
  readonly near: NearFeast;
  /** Steps back to that of the year before, the one before that, and so on. */
  readonly backs: readonly number[];
  /** Places of its steps after the first one ahead. */
  readonly steps: readonly number[];
}

/** The feasts ahead, and what a booster must not have seen that is to miss those of the years before. */
export interface FeastsAhead {
  readonly feasts: readonly FeastAhead[];
  /** Of the steps after a day of a year before, from the first on, how many are not seen, by feast. */
  readonly unseen: readonly number[];
  /** Whether it must not see the step so many before the last value. */
  isHidden(back: number): boolean;
  /** Whether the step `k` places after the first one ahead, before it negative, is one of a feast. */
  isFeast(k: number): boolean;
}

/**
 * @param lastDay of the history
 * @param horizon steps ahead
 * @param length of most series
 * @param learned steps that a booster learns from at most
 * @returns undefined where no feast lies ahead that the history knows
 */
export function findFeasts(
  lastDay: number,
  reach: FeastReach,
  horizon: number,
  length: number,
  learned: number,
): FeastsAhead | undefined {
  const near = (k: number): NearFeast | undefined => feastNear(lastDay + reach.days * (k + 1), reach.days);
  const known = feastsAhead(near, reach, horizon, length);
  if (known.length === 0) return undefined;
  // What follows the feasts and the days they are compared with may be learned from: the fewer it lacks, the less does a booster
  // guess.
  const oldest = Math.max(...known.map(({ backs }) => backs[0]));
  const ends = known.flatMap(({ backs, steps }) => steps.map((k) => backs[0] - k - 1));
  const newest = Math.max(0, Math.min(oldest - reach.compared, ...ends));
  const years = Math.max(1, Math.floor(Math.min(length, learned) / 2 / (oldest - newest)));
  const feasts = known.map((one) => ({ ...one, backs: one.backs.slice(0, years) }));
  const shifts = [...new Set(feasts.flatMap(({ backs }) => backs.map((back) => back - backs[0])))];
  const names = new Set(feasts.map(({ near }) => near.feast.name));
  return {
    feasts,
    unseen: feasts.map(({ backs }) => backs[0] - newest),
    isHidden: (back) => {
      if (shifts.some((shift) => back - shift >= newest && back - shift < oldest)) return true;
      // of years whose feasts are not compared
      const feast = back < oldest ? undefined : near(-back - 1)?.feast;
      return feast !== undefined && names.has(feast.name);
    },
    isFeast: (k) => near(k) !== undefined,
  };
}

function feastsAhead(
  near: (k: number) => NearFeast | undefined,
  { days, before }: FeastReach,
  horizon: number,
  length: number,
): FeastAhead[] {
  const found = new Map<string, { readonly near: NearFeast; readonly steps: number[] }>();
  for (let k = 0; k < horizon; k++) {
    const one = near(k);
    if (!one) continue;
    const key = `${one.year} ${one.feast.name}`;
    const ahead = found.get(key) ?? { near: one, steps: [] };
    found.set(key, ahead);
    // The second time that it comes in a long horizon, the feast of the year before lies ahead too.
    if (stepsSince(one, 1, days) > k) ahead.steps.push(k);
  }
  return [...found.values()].flatMap(({ near, steps }) => {
    const backs: number[] = [];
    for (let years = 1; years <= YEARS; years++) {
      const back = stepsSince(near, years, days);
      if (back + before > length) break;
      backs.push(back);
    }
    return backs.length > 0 && steps.length > 0 ? [{ near, backs, steps }] : [];
  });
}
