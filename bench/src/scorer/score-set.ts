import { type Accuracy, createAccuracyTotal, scoreSeries } from '@ordernimbus/cli/accuracy';
import type { MainMetric, TruthSeries } from '../sets/bench-set.ts';
import { addPoints, emptySums, mape, rmspe, smape } from './point-scores.ts';
import { relativeMedian } from './relative-median.ts';
import { rmsseOf, sumSeries } from './sum-score.ts';

export const scoredLevels = [50, 80, 95] as const;
export const scoredProbabilities = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975] as const;

/** A method's forecast of one series. */
export interface MethodForecast {
  readonly mean: ArrayLike<number>;
  /** [probability][step], seven probabilities; the sets' quantities are never negative and nor are quantiles scored. */
  readonly quantiles: ArrayLike<number>;
}

export interface SetScores extends Accuracy {
  readonly main: number;
  readonly mape: number;
  readonly rmspe: number;
  readonly smape: number;
  readonly weightedRmsse: number;
  /** RMSSE of the sum of all series, their forecasts added up; for sets whose series add up. */
  readonly sumRmsse: number | null;
  /** Series that the method gave no forecast for; they are scored as zero. */
  readonly missing: number;
}

export interface ScoreSetOptions {
  readonly season: number;
  readonly point: 'mean' | 'relative median';
  readonly mainMetric: MainMetric;
  readonly addsUp?: boolean;
}

/** The one scorer of the benches: every method, ours and the reference, goes through it. */
export function scoreSet(
  pairs: Iterable<readonly [TruthSeries, MethodForecast | undefined]>,
  options: ScoreSetOptions,
): SetScores {
  const total = createAccuracyTotal(scoredLevels);
  const sums = emptySums();
  let weighted = 0;
  let weights = 0;
  let missing = 0;
  const summed: TruthSeries[] = [];
  const sum: number[] = [];
  for (const [truth, forecast] of pairs) {
    const horizon = truth.actual.length;
    if (!forecast) missing++;
    const mean = forecast?.mean ?? new Float64Array(horizon);
    if (options.addsUp) {
      summed.push(truth);
      for (let k = 0; k < horizon; k++) sum[k] = (sum[k] ?? 0) + (mean[k] as number);
    }
    const quantiles = Float64Array.from(
      forecast?.quantiles ?? new Float64Array(horizon * scoredProbabilities.length),
      (value) => Math.max(0, value),
    );
    const score = scoreSeries({
      history: truth.history,
      season: options.season,
      actual: truth.actual,
      mean,
      quantiles,
      probabilities: scoredProbabilities,
      levels: scoredLevels,
    });
    total.add(score);
    const point = options.point === 'mean' ? mean : relativeMedians(truth, quantiles);
    addPoints(sums, truth.actual, point);
    if (truth.weight === undefined || !score || !Number.isFinite(score.rmsse)) continue;
    weighted += truth.weight * score.rmsse;
    weights += truth.weight;
  }
  const accuracy = total.result();
  const scores = {
    ...accuracy,
    mape: mape(sums),
    rmspe: rmspe(sums),
    smape: smape(sums),
    weightedRmsse: weighted / weights,
    sumRmsse: summed.length > 0 ? rmsseOf(sumSeries(summed), sum) : null,
    missing,
  };
  return { ...scores, main: mainScore(scores, options.mainMetric) };
}

/** The smallest sale of the history stands for the smallest possible one. */
function relativeMedians(truth: TruthSeries, quantiles: Float64Array): Float64Array {
  const horizon = truth.actual.length;
  const smallest = truth.history.reduce(
    (least, value) => (value > 0 && value < least ? value : least),
    Number.POSITIVE_INFINITY,
  );
  return Float64Array.from({ length: horizon }, (_, step) =>
    relativeMedian(
      scoredProbabilities.map((_, p) => quantiles[p * horizon + step] as number),
      scoredProbabilities,
      Number.isFinite(smallest) ? smallest : 1,
    ),
  );
}

function mainScore(scores: Omit<SetScores, 'main'>, metric: MainMetric): number {
  switch (metric) {
    case 'weighted RMSSE':
      return scores.weightedRmsse;
    case 'RMSPE':
      return scores.rmspe;
    case 'WAPE':
      return scores.wape ?? Number.NaN;
    case 'RMSE':
      return scores.rmse ?? Number.NaN;
    case 'sMAPE %':
      return scores.smape;
    case 'MASE':
      return scores.mase ?? Number.NaN;
    case 'MAPE %':
      return scores.mape;
  }
}
