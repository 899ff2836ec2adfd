import { flagOutliers } from './flag-outliers.ts';

/** Days are whole days since 1970-01-01; ranges include both ends. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** One item at one location: only the days on which something was sold or returned. */
export interface SparseDemand {
  /** Ascending, each once. */
  readonly days: ArrayLike<number>;
  /** Units sold on each day, >= 0. */
  readonly sold: ArrayLike<number>;
  /** Units returned on each day, >= 0; absent = none. */
  readonly returned?: ArrayLike<number>;
  /** Days on which the item could not be bought: out of stock, or the location known to be closed. */
  readonly unknown?: readonly DayRange[];
  /** Last day of data at this location (the cut-off), whether or not this item sold then. */
  readonly lastDay: number;
  /** Days on which the location traded at all; absent = every day. */
  readonly openDays?: ReadonlySet<number>;
}

/** Dense demand, one value a day. */
export interface CleanDemand {
  /** Day of `values[0]`: the first sale. */
  readonly firstDay: number;
  /** First sale to cut-off; NaN = unknown, 0 = known day without a sale. Empty when nothing was ever sold. */
  readonly values: Float64Array;
  /** Positions in `values` that stand out of their neighbourhood; they are not changed. */
  readonly outliers: Int32Array;
  /** The selling period has ended: the days after the last sale are unknown and the item needs no forecast. */
  readonly delisted: boolean;
  /** Day of the last sale; `firstDay` - 1 when nothing was ever sold. */
  readonly lastSaleDay: number;
  readonly quality: DemandQuality;
}

/** Counts for a data-quality report, over the days from first sale to cut-off. */
export interface DemandQuality {
  readonly days: number;
  readonly saleDays: number;
  /** Known days without a sale. */
  readonly zeroDays: number;
  /** Days in a range of `unknown`. */
  readonly unknownDays: number;
  /** Days on which the whole location did not trade. */
  readonly closedDays: number;
  readonly outliers: number;
  /** Days with a return, and the units returned; they are reported, not subtracted. */
  readonly returnDays: number;
  readonly returnedUnits: number;
  /** Days after the cut-off, or with a quantity that is not a finite number >= 0: left out. */
  readonly ignoredDays: number;
}

const DELISTED_MIN_DAYS = 91;
const DELISTED_GAPS = 3;

/** Longest run of open days without a sale between two sales, and the run after the last sale. */
function saleGaps(values: Float64Array): { longest: number; trailing: number } {
  let longest = 0;
  let run = 0;
  for (let t = 0; t < values.length; t++) {
    if (values[t] > 0) {
      longest = Math.max(longest, run);
      run = 0;
    } else if (values[t] === 0) run++;
  }
  return { longest, trailing: run };
}

/**
 * Sparse sales to a dense history. A day without a row is zero only inside the selling period and when the item could be
 * bought; closed and out-of-stock days are unknown. A sale on such a day is evidence that the item was on sale and is
 * kept. Returns never reduce the demand of their own day. The item counts as delisted when it has not sold on at least
 * 91 known days and three times its longest earlier pause.
 */
export function cleanDemand(input: SparseDemand): CleanDemand {
  const { days, sold, returned, lastDay, openDays } = input;
  let firstDay = Number.NaN;
  let lastSaleDay = Number.NaN;
  let ignoredDays = 0;
  for (let i = 0; i < days.length; i++) {
    if (days[i]! > lastDay || !(sold[i]! >= 0) || !Number.isFinite(sold[i]!)) ignoredDays++;
    else if (sold[i]! > 0) {
      if (Number.isNaN(firstDay)) firstDay = days[i]!;
      lastSaleDay = days[i]!;
    }
  }
  const empty = Number.isNaN(firstDay);
  if (empty) {
    firstDay = lastDay + 1;
    lastSaleDay = lastDay;
  }
  const values = new Float64Array(lastDay - firstDay + 1);
  let closedDays = 0;
  let unknownDays = 0;
  if (openDays) {
    for (let t = 0; t < values.length; t++) if (!openDays.has(firstDay + t)) values[t] = Number.NaN;
  }
  for (const range of input.unknown ?? []) {
    const to = Math.min(range.to, lastDay) - firstDay;
    for (let t = Math.max(0, range.from - firstDay); t <= to; t++) {
      if (!Number.isNaN(values[t])) values[t] = Number.NEGATIVE_INFINITY;
    }
  }
  let returnDays = 0;
  let returnedUnits = 0;
  for (let i = 0; i < days.length; i++) {
    const day = days[i]!;
    const back = returned?.[i] ?? 0;
    if (back > 0 && day <= lastDay) {
      returnDays++;
      returnedUnits += back;
    }
    const units = sold[i]!;
    if (units > 0 && Number.isFinite(units) && day >= firstDay && day <= lastDay)
      values[day - firstDay] = units;
  }
  for (let t = 0; t < values.length; t++) {
    if (values[t] === Number.NEGATIVE_INFINITY) {
      values[t] = Number.NaN;
      unknownDays++;
    } else if (Number.isNaN(values[t])) closedDays++;
  }
  const gaps = saleGaps(values);
  const delisted =
    !empty && gaps.trailing >= DELISTED_MIN_DAYS && gaps.trailing >= DELISTED_GAPS * gaps.longest;
  let saleDays = 0;
  let zeroDays = 0;
  for (let t = 0; t < values.length; t++) {
    if (values[t] > 0) saleDays++;
    else if (values[t] === 0) zeroDays++;
  }
  if (delisted) values.fill(Number.NaN, lastSaleDay - firstDay + 1);
  const outliers = flagOutliers(values);
  return {
    firstDay,
    values,
    outliers,
    delisted,
    lastSaleDay,
    quality: {
      days: values.length,
      saleDays,
      zeroDays,
      unknownDays,
      closedDays,
      outliers: outliers.length,
      returnDays,
      returnedUnits,
      ignoredDays,
    },
  };
}
