import { createRandom, probabilityInterval, randomisedHit } from '@ordernimbus/engine';
import { drawNegativeBinomial } from '../random/draw-counts.ts';
import { type MethodForecast, scoredLevels, scoredProbabilities } from '../scorer/score-set.ts';
import { type MadeSeries, SEED } from './make-series.ts';

/** Outcomes drawn for each step of the horizon. */
const DRAWS = 6;

/** A forecast against the distribution that outcomes come from. */
export interface TruthScores {
  /** Sum of |forecast mean - true mean| / sum of true means. */
  readonly error: number;
  /** Sum of (forecast mean - true mean) / sum of true means. */
  readonly bias: number;
  /** Randomised coverage of new outcomes by level, 0 to 1. */
  readonly coverage: Readonly<Record<string, number>>;
  /** Series without a forecast, which count as forecasts of zero. */
  readonly missing: number;
}

/** New outcomes of one series: [step * DRAWS + draw]. Every method is shown the same. */
function drawOutcomes({ scenario, item, trueMeans, dispersion }: MadeSeries): Float64Array {
  const random = createRandom(SEED, `${scenario}|${item}|outcomes`);
  return Float64Array.from({ length: trueMeans.length * DRAWS }, (_, at) =>
    drawNegativeBinomial(trueMeans[Math.floor(at / DRAWS)] as number, dispersion, random),
  );
}

/** Scores forecasts of made-up series; quantiles below zero count as zero. */
export function scoreTruth(pairs: Iterable<readonly [MadeSeries, MethodForecast | undefined]>): TruthScores {
  let errors = 0;
  let excess = 0;
  let truth = 0;
  let missing = 0;
  let outcomes = 0;
  const hits = scoredLevels.map(() => 0);
  for (const [series, forecast] of pairs) {
    if (!forecast) missing++;
    const horizon = series.trueMeans.length;
    const drawn = drawOutcomes(series);
    for (let step = 0; step < horizon; step++) {
      const mean = series.trueMeans[step] as number;
      const difference = (forecast?.mean[step] ?? 0) - mean;
      errors += Math.abs(difference);
      excess += difference;
      truth += mean;
      const quantiles = scoredProbabilities.map((_, p) =>
        Math.max(0, forecast?.quantiles[p * horizon + step] ?? 0),
      );
      for (const outcome of drawn.subarray(step * DRAWS, (step + 1) * DRAWS)) {
        const interval = probabilityInterval(outcome, quantiles, scoredProbabilities);
        scoredLevels.forEach((level, at) => {
          hits[at] = (hits[at] ?? 0) + randomisedHit(interval, level);
        });
        outcomes++;
      }
    }
  }
  return {
    error: errors / truth,
    bias: excess / truth,
    coverage: Object.fromEntries(scoredLevels.map((level, at) => [level, (hits[at] ?? 0) / outcomes])),
    missing,
  };
}

/** WAPE of the true means against new outcomes: what no forecast can get below, but by a point other than the mean. */
export function noiseOf(made: readonly MadeSeries[]): number {
  let errors = 0;
  let sold = 0;
  for (const series of made) {
    drawOutcomes(series).forEach((outcome, at) => {
      errors += Math.abs(outcome - (series.trueMeans[Math.floor(at / DRAWS)] as number));
      sold += outcome;
    });
  }
  return errors / sold;
}
