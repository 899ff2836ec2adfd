import type { Metrics } from '@ordernimbus/contracts';
import { type Backtest, pinballLoss, probabilityInterval, randomisedHit } from '@ordernimbus/engine';

/**
 * Sums from which every accuracy figure follows, so that figures of a category or of the shop are added up from its
 * series. Volume figures (WAPE, bias, coverage) pool the days; scaled figures (MASE, RMSSE, pinball) are means over series.
 */
export interface Tally {
  n: number;
  actual: number;
  error: number;
  absError: number;
  naiveAbsError: number;
  naiveError: number;
  inside50: number;
  inside80: number;
  inside95: number;
  /** days inside with those on an end of the interval counted in part */
  randomised50: number;
  randomised80: number;
  randomised95: number;
  intervals: number;
  /** series with a scale, and sums over them */
  scaled: number;
  mase: number;
  rmsse: number;
  pinball: number;
  naiveMase: number;
  naiveRmsse: number;
  naivePinball: number;
}

export function emptyTally(): Tally {
  return {
    n: 0,
    actual: 0,
    error: 0,
    absError: 0,
    naiveAbsError: 0,
    naiveError: 0,
    inside50: 0,
    inside80: 0,
    inside95: 0,
    randomised50: 0,
    randomised80: 0,
    randomised95: 0,
    intervals: 0,
    scaled: 0,
    mase: 0,
    rmsse: 0,
    pinball: 0,
    naiveMase: 0,
    naiveRmsse: 0,
    naivePinball: 0,
  };
}

export function addTally(into: Tally, other: Tally): void {
  for (const key of Object.keys(into) as (keyof Tally)[]) into[key] += other[key];
}

/**
 * A tally that an earlier version kept lacks the sums that it did not know. They are unknown (NaN), and so is whatever
 * they are added to: its figure is null. Zero, or another measure in their place, would be a wrong figure.
 */
export function completeTally(stored: Partial<Tally>): Tally {
  const tally = emptyTally();
  for (const key of Object.keys(tally) as (keyof Tally)[]) tally[key] = stored[key] ?? Number.NaN;
  return tally;
}

/** Root mean square of the seasonal-naive error over the history before the first window: the scale of RMSSE. */
function squaredScale(values: ArrayLike<number>, before: number, season: number): number {
  let sum = 0;
  let count = 0;
  for (let t = season; t <= before; t++) {
    const error = (values[t] as number) - (values[t - season] as number);
    if (!Number.isNaN(error)) {
      sum += error * error;
      count++;
    }
  }
  return count === 0 ? Number.NaN : Math.sqrt(sum / count);
}

/** Tally of a back-test. `values` is the history that it was cut from; days that were unknown do not count. */
export function computeTally(
  test: Pick<
    Backtest,
    'windows' | 'horizon' | 'origins' | 'actual' | 'mean' | 'quantiles' | 'naive' | 'scale'
  >,
  probabilities: readonly number[],
  values: ArrayLike<number>,
  season: number,
): Tally {
  const tally = emptyTally();
  const size = test.windows * test.horizon;
  const row = (p: number): number => probabilities.indexOf(p) * size;
  const levels = [
    [50, row(0.25), row(0.75)],
    [80, row(0.1), row(0.9)],
    [95, row(0.025), row(0.975)],
  ] as const;
  const quantiles = new Float64Array(probabilities.length);
  let squares = 0;
  let naiveSquares = 0;
  let pinball = 0;
  let naivePinball = 0;
  for (let i = 0; i < size; i++) {
    const actual = test.actual[i] as number;
    if (Number.isNaN(actual)) continue;
    const mean = test.mean[i] as number;
    const naive = test.naive[i] as number;
    tally.n++;
    tally.actual += actual;
    tally.error += mean - actual;
    tally.absError += Math.abs(mean - actual);
    squares += (mean - actual) ** 2;
    tally.naiveAbsError += Math.abs(naive - actual);
    tally.naiveError += naive - actual;
    naiveSquares += (naive - actual) ** 2;
    if (test.quantiles.length === 0) continue;
    tally.intervals++;
    for (const [q, p] of probabilities.entries()) {
      quantiles[q] = test.quantiles[q * size + i] as number;
      pinball += pinballLoss(actual, quantiles[q], p) / probabilities.length;
      naivePinball += pinballLoss(actual, naive, p) / probabilities.length;
    }
    const place = probabilityInterval(actual, quantiles, probabilities);
    for (const [level, low, high] of levels) {
      if (actual >= (test.quantiles[low + i] as number) && actual <= (test.quantiles[high + i] as number)) {
        tally[`inside${level}`]++;
      }
      tally[`randomised${level}`] += randomisedHit(place, level);
    }
  }
  const scale = test.scale;
  const rootScale = test.windows > 0 ? squaredScale(values, test.origins[0] as number, season) : Number.NaN;
  if (tally.n > 0 && scale > 0 && rootScale > 0) {
    tally.scaled = 1;
    tally.mase = tally.absError / tally.n / scale;
    tally.naiveMase = tally.naiveAbsError / tally.n / scale;
    tally.rmsse = Math.sqrt(squares / tally.n) / rootScale;
    tally.naiveRmsse = Math.sqrt(naiveSquares / tally.n) / rootScale;
    tally.pinball = pinball / tally.n / scale;
    tally.naivePinball = naivePinball / tally.n / scale;
  }
  return tally;
}

const ratio = (part: number, whole: number): number | null =>
  whole > 0 && Number.isFinite(part) ? part / whole : null;

/** The figures that a tally stands for; null where there is nothing to divide by. */
export function mapMetrics(tally: Tally): Metrics {
  return {
    n: tally.n,
    wape: ratio(tally.absError, tally.actual),
    bias: ratio(tally.error, tally.actual),
    mase: ratio(tally.mase, tally.scaled),
    rmsse: ratio(tally.rmsse, tally.scaled),
    scaledPinball: tally.intervals > 0 ? ratio(tally.pinball, tally.scaled) : null,
    coverage50: ratio(tally.inside50, tally.intervals),
    coverage80: ratio(tally.inside80, tally.intervals),
    coverage95: ratio(tally.inside95, tally.intervals),
    coverageRandomised50: ratio(tally.randomised50, tally.intervals),
    coverageRandomised80: ratio(tally.randomised80, tally.intervals),
    coverageRandomised95: ratio(tally.randomised95, tally.intervals),
    naiveWape: ratio(tally.naiveAbsError, tally.actual),
    naiveMase: ratio(tally.naiveMase, tally.scaled),
    naiveRmsse: ratio(tally.naiveRmsse, tally.scaled),
    naiveBias: ratio(tally.naiveError, tally.actual),
    naiveScaledPinball: tally.intervals > 0 ? ratio(tally.naivePinball, tally.scaled) : null,
  };
}
