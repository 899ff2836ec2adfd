/**
 * Distribution of demand summed over the next h days, as a forecast run stores it: quantiles of the SUM on a grid of days
 * and probabilities. A quantile of a sum is not the sum of quantiles, so nothing here ever adds quantiles up.
 */
export interface DemandSums {
  /** Grid of days ahead, ascending, from 1. */
  readonly days: readonly number[];
  /** Grid of probabilities, ascending, inside (0, 1). */
  readonly probabilities: readonly number[];
  /** Units, flat [day][probability], never falling along either axis. */
  readonly quantiles: Float64Array;
  /** Expected units of days 1, 2, ... ahead. */
  readonly mean: ArrayLike<number>;
}

/**
 * Wraps stored grids. Calibration may leave a quantile of 6 days a hair above that of 7 days; demand is never negative, so
 * a longer sum is never smaller: each value is raised to the largest before it along both axes (the monotone envelope).
 * @param grids quantiles flat [day][probability] in units; mean per day in units
 * @throws RangeError when sizes do not fit or a value is not a number
 */
export function createDemandSums(grids: {
  readonly days: readonly number[];
  readonly probabilities: readonly number[];
  readonly quantiles: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
}): DemandSums {
  const { days, probabilities } = grids;
  const width = probabilities.length;
  if (days.length === 0 || width < 2 || grids.quantiles.length !== days.length * width) {
    throw new RangeError(
      `demand sums: ${grids.quantiles.length} quantiles do not fit ${days.length} days x ${width} probabilities`,
    );
  }
  const quantiles = new Float64Array(grids.quantiles.length);
  for (let row = 0; row < quantiles.length; row += width) {
    let least = 0;
    for (let i = row; i < row + width; i++) {
      const value = grids.quantiles[i] as number;
      if (!Number.isFinite(value)) throw new RangeError(`demand sums: quantile ${i} is ${value}`);
      const above = row === 0 ? 0 : (quantiles[i - width] as number);
      least = Math.max(value, least, above);
      quantiles[i] = least;
    }
  }
  return { days, probabilities, quantiles, mean: grids.mean };
}

/** Demand that is certainly nothing: an item that is no longer sold. */
export function createZeroDemand(): DemandSums {
  return { days: [1], probabilities: [0.5, 0.95], quantiles: new Float64Array(2), mean: [0] };
}

/** Where a number of days lies on the grid: between rows `from` and `to`, `share` of the way, times `scale`. */
export interface GridPlace {
  /** index of the row at or before the day; -1 is day 0, where every sum is 0 */
  readonly from: number;
  readonly to: number;
  /** 0 to 1 */
  readonly share: number;
  /** 1 on the grid; days / last grid day beyond it */
  readonly scale: number;
}

/**
 * Place of `days` on the grid. Between two rows sums are interpolated linearly. Beyond the last row (91 days in a product
 * run) every quantile is that of the last row times days / last day. That is the growth of a sum whose uncertainty is the
 * level of demand rather than its daily noise; independent noise would grow with the square root only, so the rule errs to
 * the side of more stock above the median.
 */
export function locateDays(sums: DemandSums, days: number): GridPlace {
  const last = sums.days.length - 1;
  const lastDay = sums.days[last] as number;
  if (days <= 0) return { from: -1, to: -1, share: 0, scale: 1 };
  if (days >= lastDay) return { from: last, to: last, share: 0, scale: days / lastDay };
  let to = 0;
  while ((sums.days[to] as number) < days) to++;
  const toDay = sums.days[to] as number;
  if (toDay === days) return { from: to, to, share: 0, scale: 1 };
  const fromDay = to === 0 ? 0 : (sums.days[to - 1] as number);
  return { from: to - 1, to, share: (days - fromDay) / (toDay - fromDay), scale: 1 };
}

/** The sum's value at a place of the grid and one of the stored probabilities. */
function readAt(sums: DemandSums, { from, to, share, scale }: GridPlace, probability: number): number {
  const width = sums.probabilities.length;
  const low = from < 0 ? 0 : (sums.quantiles[from * width + probability] as number);
  const high = to < 0 ? 0 : (sums.quantiles[to * width + probability] as number);
  return (low + (high - low) * share) * scale;
}

/** The quantile function of one sum: piecewise linear over the probabilities, with ends at 0 and 1. */
export interface SumDistribution {
  readonly days: number;
  /** 0, the grid's probabilities, 1 */
  readonly probabilities: readonly number[];
  /** units, never falling */
  readonly quantiles: readonly number[];
}

/**
 * Distribution of the sum over the next `days` days. Outside the stored probabilities the slope of the outermost stored
 * piece goes on (to probability 0 and 1, never below 0 units), so that expectations have a tail.
 * @param days 0 or more; 0 gives a sum that is certainly 0
 */
export function distributionOfSum(sums: DemandSums, days: number): SumDistribution {
  const width = sums.probabilities.length;
  const place = locateDays(sums, days);
  const probabilities = [0, ...sums.probabilities, 1];
  const quantiles = new Array<number>(width + 2).fill(0);
  for (let p = 0; p < width; p++) quantiles[p + 1] = readAt(sums, place, p);
  const slope = (i: number) =>
    ((quantiles[i + 1] as number) - (quantiles[i] as number)) /
    ((probabilities[i + 1] as number) - (probabilities[i] as number));
  quantiles[0] = Math.max(0, (quantiles[1] as number) - slope(1) * (probabilities[1] as number));
  quantiles[width + 1] =
    (quantiles[width] as number) + slope(width - 1) * (1 - (probabilities[width] as number));
  return { days, probabilities, quantiles };
}

/** Units that the sum stays at or below with probability `p` (0 to 1). */
export function quantileOf(distribution: SumDistribution, p: number): number {
  const { probabilities, quantiles } = distribution;
  const last = probabilities.length - 1;
  if (p <= 0) return quantiles[0] as number;
  if (p >= 1) return quantiles[last] as number;
  let i = 1;
  while ((probabilities[i] as number) < p) i++;
  const p0 = probabilities[i - 1] as number;
  const share = (p - p0) / ((probabilities[i] as number) - p0);
  const low = quantiles[i - 1] as number;
  return low + ((quantiles[i] as number) - low) * share;
}

/**
 * `quantileOf(distributionOfSum(sums, days), p)`, to the same bits, of the two stored probabilities around `p` alone: a list
 * of 100,000 lines asks for ten of them a line.
 */
export function quantileOfSum(sums: DemandSums, days: number, p: number): number {
  const { probabilities } = sums;
  let i = 0;
  while (i < probabilities.length && (probabilities[i] as number) < p) i++;
  // outside of what is stored the ends of the whole distribution are asked
  if (i === 0 || i === probabilities.length) return quantileOf(distributionOfSum(sums, days), p);
  const place = locateDays(sums, days);
  const p0 = probabilities[i - 1] as number;
  const share = (p - p0) / ((probabilities[i] as number) - p0);
  const low = readAt(sums, place, i - 1);
  return low + (readAt(sums, place, i) - low) * share;
}

/** Probability (0 to 1) that the sum is above `units`; of a sum that jumps there, the part above the jump. */
export function probabilityAbove(distribution: SumDistribution, units: number): number {
  const { probabilities, quantiles } = distribution;
  const last = probabilities.length - 1;
  if (units < (quantiles[0] as number)) return 1;
  if (units >= (quantiles[last] as number)) return 0;
  let i = 1;
  while ((quantiles[i] as number) <= units) i++;
  const q0 = quantiles[i - 1] as number;
  const share = (units - q0) / ((quantiles[i] as number) - q0);
  const p0 = probabilities[i - 1] as number;
  return 1 - (p0 + ((probabilities[i] as number) - p0) * share);
}

/**
 * Expected units of the sum above `units`, E[(D - units)+]: the area between the quantile function and `units`
 * (the loss function of Silver, Pyke and Thomas, Inventory and Production Management in Supply Chains, 4th ed., 5.7,
 * for any distribution instead of the normal).
 */
export function expectedAbove(distribution: SumDistribution, units: number): number {
  const { probabilities, quantiles } = distribution;
  let area = 0;
  for (let i = 1; i < probabilities.length; i++) {
    const width = (probabilities[i] as number) - (probabilities[i - 1] as number);
    const low = (quantiles[i - 1] as number) - units;
    const high = (quantiles[i] as number) - units;
    if (high <= 0) continue;
    area += low >= 0 ? (width * (low + high)) / 2 : (width * high * high) / (2 * (high - low));
  }
  return area;
}

/**
 * Expected units of the next `days` days, of a day that is begun its part; beyond the forecast by the same rule as the
 * quantiles.
 */
export function meanOfSum(sums: DemandSums, days: number): number {
  const known = Math.min(days, sums.mean.length);
  const whole = Math.floor(known);
  let total = 0;
  for (let day = 0; day < whole; day++) total += Math.max(0, sums.mean[day] as number);
  if (whole < known) total += (known - whole) * Math.max(0, sums.mean[whole] as number);
  return days > known && known > 0 ? (total * days) / known : total;
}

/**
 * First day ahead on which the median of the sum reaches `units`; undefined when it does not within `limitDays`.
 * @param units 0 or less gives day 1 when any demand is expected, else undefined
 */
export function dayReached(sums: DemandSums, units: number, limitDays: number): number | undefined {
  if (units <= 0) return meanOfSum(sums, limitDays) > 0 ? 1 : undefined;
  const median = (days: number): number => quantileOfSum(sums, days, 0.5);
  if (median(limitDays) < units) return undefined;
  let low = 0;
  let high = limitDays;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (median(middle) >= units) high = middle;
    else low = middle;
  }
  return high;
}
