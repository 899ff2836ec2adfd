import { pinballLoss, probabilitiesOf, probabilityInterval, randomisedHit } from '@ordernimbus/engine';
import { meanAbsoluteDifference, meanSquaredDifference } from './point-metrics.ts';

/** Forecasts of one series next to what happened; several windows may follow one another. */
export interface ScoredSeries {
  /** What was known before the (first) window: the scales are made from it. */
  readonly history: ArrayLike<number>;
  readonly season: number;
  /** NaN = unknown: the point does not count. */
  readonly actual: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  /** [probability][point] */
  readonly quantiles: ArrayLike<number>;
  readonly probabilities: readonly number[];
  readonly levels: readonly number[];
}

/** Sums over the points of one series; everything that can be added up over series and partitions. */
export interface SeriesScore {
  readonly points: number;
  readonly absoluteError: number;
  /** Of the median in place of the mean; NaN without one. */
  readonly absoluteErrorOfMedian: number;
  readonly squaredError: number;
  readonly error: number;
  readonly actual: number;
  readonly absoluteActual: number;
  /** Mean over points and probabilities. */
  readonly pinball: number;
  /** Mean absolute error / mean absolute seasonal difference of the history; NaN without a scale. */
  readonly mase: number;
  /** Root of (mean squared error / mean squared one-step difference of the history); NaN without a scale. */
  readonly rmsse: number;
  /** Mean pinball loss / mean absolute one-step difference of the history after the start of sales. */
  readonly scaledPinball: number;
  /** Points inside the closed interval of each level. */
  readonly hits: readonly number[];
  /** The same, randomised: see `probabilityInterval`. */
  readonly randomisedHits: readonly number[];
}

const positive = (scale: number): number => (scale > 0 ? scale : Number.NaN);

/** What errors are measured in; NaN = there is no such scale. */
export interface Scales {
  /** Mean absolute one-step difference of the history after the start of sales. */
  readonly oneStep: number;
  /** The same a season apart. */
  readonly seasonal: number;
  /** Mean squared one-step difference. */
  readonly squared: number;
}

export const scalesOf = ({ history, season }: Pick<ScoredSeries, 'history' | 'season'>): Scales => ({
  oneStep: positive(meanAbsoluteDifference(history, 1)),
  seasonal: positive(meanAbsoluteDifference(history, season)),
  squared: positive(meanSquaredDifference(history)),
});

/**
 * @param known the scales of the history, of which several forecasts may have the same
 * @returns undefined when no point is known
 */
export function scoreSeries(series: ScoredSeries, known?: Scales): SeriesScore | undefined {
  const { actual, mean, quantiles, probabilities, levels } = series;
  const length = actual.length;
  const tails = levels.map((level) => {
    const [low, , high] = probabilitiesOf([level]) as [number, number, number];
    return [probabilities.indexOf(low), probabilities.indexOf(high)] as const;
  });
  const hits = levels.map(() => 0);
  const randomisedHits = levels.map(() => 0);
  const at = new Float64Array(probabilities.length);
  const median = probabilities.indexOf(0.5);
  let points = 0;
  let absoluteError = 0;
  let absoluteErrorOfMedian = 0;
  let squaredError = 0;
  let error = 0;
  let total = 0;
  let absoluteActual = 0;
  let pinball = 0;
  for (let point = 0; point < length; point++) {
    const y = actual[point] as number;
    if (Number.isNaN(y)) continue;
    const difference = (mean[point] as number) - y;
    points++;
    absoluteError += Math.abs(difference);
    squaredError += difference * difference;
    error += difference;
    total += y;
    absoluteActual += Math.abs(y);
    for (let p = 0; p < probabilities.length; p++) {
      at[p] = quantiles[p * length + point] as number;
      pinball += pinballLoss(y, at[p] as number, probabilities[p] as number) / probabilities.length;
    }
    // NaN where there is none.
    absoluteErrorOfMedian += Math.abs((at[median] as number) - y);
    const interval = probabilityInterval(y, at, probabilities);
    // By index: an iterator for each of the many points costs more than what it counts.
    for (let index = 0; index < levels.length; index++) {
      const [low, high] = tails[index] as readonly [number, number];
      if (y >= (at[low] as number) && y <= (at[high] as number)) hits[index] = (hits[index] as number) + 1;
      randomisedHits[index] =
        (randomisedHits[index] as number) + randomisedHit(interval, levels[index] as number);
    }
  }
  if (points === 0) return undefined;
  const { oneStep, seasonal, squared } = known ?? scalesOf(series);
  return {
    points,
    absoluteError,
    absoluteErrorOfMedian,
    squaredError,
    error,
    actual: total,
    absoluteActual,
    pinball: pinball / points,
    mase: absoluteError / points / (Number.isNaN(seasonal) ? oneStep : seasonal),
    rmsse: Math.sqrt(squaredError / points / squared),
    scaledPinball: pinball / points / oneStep,
    hits,
    randomisedHits,
  };
}
