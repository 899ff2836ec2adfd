import type { SeriesScore } from './score-series.ts';

/** Accuracy over many series; shares and ratios, not percent; null where there is nothing to divide by. */
export interface Accuracy {
  readonly series: number;
  readonly points: number;
  /** Sum of absolute errors / sum of absolute actuals. */
  readonly wape: number | null;
  /** The same of the median, which absolute errors ask for, in place of the mean; null without one. */
  readonly wapeOfMedian: number | null;
  /** Sum of (forecast - actual) / sum of actuals. */
  readonly bias: number | null;
  readonly rmse: number | null;
  /** Means over the series that have a scale. */
  readonly mase: number | null;
  readonly rmsse: number | null;
  readonly scaledPinball: number | null;
  /** By level: share of the points inside the interval. */
  readonly coverage: Readonly<Record<string, number | null>>;
  readonly coverageRandomised: Readonly<Record<string, number | null>>;
}

interface RunningMean {
  sum: number;
  count: number;
}

const ratio = (sum: number, by: number): number | null =>
  by === 0 || Number.isNaN(sum / by) ? null : sum / by;

export interface AccuracyTotal {
  add(score: SeriesScore | undefined): void;
  result(): Accuracy;
}

export function createAccuracyTotal(levels: readonly number[]): AccuracyTotal {
  const sums = {
    series: 0,
    points: 0,
    absoluteError: 0,
    absoluteErrorOfMedian: 0,
    squaredError: 0,
    error: 0,
    actual: 0,
    absoluteActual: 0,
  };
  const means: Record<'mase' | 'rmsse' | 'scaledPinball', RunningMean> = {
    mase: { sum: 0, count: 0 },
    rmsse: { sum: 0, count: 0 },
    scaledPinball: { sum: 0, count: 0 },
  };
  const hits = levels.map(() => 0);
  const randomised = levels.map(() => 0);
  return {
    add(score) {
      if (!score) return;
      sums.series++;
      sums.points += score.points;
      sums.absoluteError += score.absoluteError;
      sums.absoluteErrorOfMedian += score.absoluteErrorOfMedian;
      sums.squaredError += score.squaredError;
      sums.error += score.error;
      sums.actual += score.actual;
      sums.absoluteActual += score.absoluteActual;
      for (const name of ['mase', 'rmsse', 'scaledPinball'] as const) {
        if (!Number.isFinite(score[name])) continue;
        means[name].sum += score[name];
        means[name].count++;
      }
      for (let index = 0; index < levels.length; index++) {
        hits[index] = (hits[index] as number) + (score.hits[index] as number);
        randomised[index] = (randomised[index] as number) + (score.randomisedHits[index] as number);
      }
    },
    result() {
      const shares = (counts: readonly number[]): Record<string, number | null> =>
        Object.fromEntries(
          levels.map((level, index) => [String(level), ratio(counts[index] as number, sums.points)]),
        );
      const mse = ratio(sums.squaredError, sums.points);
      return {
        series: sums.series,
        points: sums.points,
        wape: ratio(sums.absoluteError, sums.absoluteActual),
        wapeOfMedian: ratio(sums.absoluteErrorOfMedian, sums.absoluteActual),
        bias: ratio(sums.error, sums.actual),
        rmse: mse === null ? null : Math.sqrt(mse),
        mase: ratio(means.mase.sum, means.mase.count),
        rmsse: ratio(means.rmsse.sum, means.rmsse.count),
        scaledPinball: ratio(means.scaledPinball.sum, means.scaledPinball.count),
        coverage: shares(hits),
        coverageRandomised: shares(randomised),
      };
    },
  };
}
