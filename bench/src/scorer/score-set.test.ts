import { describe, expect, it } from 'vitest';
import type { TruthSeries } from '../sets/bench-set.ts';
import { addPoints, emptySums, mape, rmspe, smape } from './point-scores.ts';
import { relativeMedian } from './relative-median.ts';
import { type MethodForecast, scoredProbabilities, scoreSet } from './score-set.ts';
import { seasonalNaivePeer } from './seasonal-naive-peer.ts';

const forecastOf = (mean: number[], spread = 0): MethodForecast => ({
  mean,
  quantiles: scoredProbabilities.flatMap((_, p) => mean.map((value) => value + (p - 3) * spread)),
});

const truth = (actual: number[], rest: Partial<TruthSeries> = {}): TruthSeries => ({
  item: 'a',
  location: '',
  history: Float64Array.of(1, 3, 5),
  actual: Float64Array.from(actual),
  ...rest,
});

describe('relative scores', () => {
  it('are right by hand, and leave unknown points and zero actuals out', () => {
    const sums = emptySums();
    addPoints(sums, [2, 4, 0, Number.NaN], [3, 2, 0, 9]);
    expect(mape(sums)).toBeCloseTo(50, 12);
    expect(rmspe(sums)).toBeCloseTo(0.5, 12);
    expect(smape(sums)).toBeCloseTo((40 + 200 / 3 + 0) / 3, 12);
  });
});

describe('score of a set', () => {
  it('weighs RMSSE, renormalising the weights', () => {
    // scale: mean squared difference of 1, 3, 5 = 4
    const scores = scoreSet(
      [
        [truth([6, 6], { weight: 1 }), forecastOf([8, 8])],
        [truth([6, 6], { weight: 3 }), forecastOf([6, 6])],
      ],
      { season: 1, point: 'mean', mainMetric: 'weighted RMSSE' },
    );
    expect(scores.main).toBeCloseTo(0.25, 12);
    expect(scores.rmsse).toBeCloseTo(0.5, 12);
    expect(scores.missing).toBe(0);
  });

  it('counts quantiles below zero as zero', () => {
    const forecast: MethodForecast = { mean: [100], quantiles: [-9, -9, -9, 2, 3, 4, 5] };
    const zero = scoreSet([[truth([0]), forecast]], { season: 1, point: 'mean', mainMetric: 'RMSE' });
    expect(zero.main).toBe(100);
    expect(zero.scaledPinball).toBeCloseTo((0.5 * 2 + 0.25 * 3 + 0.1 * 4 + 0.025 * 5) / 7 / 2, 12);
  });

  it('scores the point that a percentage error asks for, where the set says so', () => {
    const options = { season: 1, mainMetric: 'MAPE %' } as const;
    const certain = forecastOf([2]);
    expect(scoreSet([[truth([4]), certain]], { ...options, point: 'relative median' }).main).toBeCloseTo(
      50,
      12,
    );
    const wide = forecastOf([100], 30);
    const wideScore = (point: 'mean' | 'relative median'): number =>
      scoreSet([[truth([50]), wide]], { ...options, point }).main;
    expect(wideScore('mean')).toBeCloseTo(100, 12);
    expect(wideScore('relative median')).toBeLessThan(80);
  });

  it('scores the sum of series that begin at different times, where the set says that they add up', () => {
    const late = truth([2, 2], { history: Float64Array.of(2) });
    const pairs = [
      [truth([6, 6]), forecastOf([8, 4])],
      [late, undefined],
    ] as const;
    const options = { season: 1, point: 'mean', mainMetric: 'WAPE' } as const;
    // together 1, 3, 7: mean squared difference (4 + 16) / 2; errors 8 - 8 and 4 - 8
    expect(scoreSet(pairs, { ...options, addsUp: true }).sumRmsse).toBeCloseTo(Math.sqrt(8 / 10), 12);
    expect(scoreSet(pairs, options).sumRmsse).toBeNull();
  });

  it('scores a missing forecast as zero and says so', () => {
    const scores = scoreSet([[truth([4, 6]), undefined]], { season: 1, point: 'mean', mainMetric: 'WAPE' });
    expect([scores.main, scores.missing]).toEqual([1, 1]);
  });
});

describe('seasonal naive peer', () => {
  it('has normal intervals that widen by the season', () => {
    const peer = seasonalNaivePeer(truth([0, 0, 0], { history: Float64Array.of(1, 2, 4, 6) }), 2);
    expect([...(peer.mean as Float64Array)]).toEqual([4, 6, 4]);
    // in-sample seasonal errors 3 and 4
    const sigma = Math.sqrt(12.5);
    const upper = scoredProbabilities.length - 1;
    expect(peer.quantiles[upper * 3]).toBeCloseTo(4 + 1.959964 * sigma, 4);
    expect(peer.quantiles[upper * 3 + 2]).toBeCloseTo(4 + 1.959964 * sigma * Math.SQRT2, 4);
  });

  it('is zero on known closed days and repeats the last value of a short history', () => {
    const peer = seasonalNaivePeer(truth([0, 0], { closed: [false, true] }), 7);
    expect([...(peer.mean as Float64Array)]).toEqual([5, 0]);
  });
});

describe('relative median', () => {
  it('minimises the mean absolute percentage error over draws from the distribution', () => {
    const probabilities = Array.from({ length: 99 }, (_, index) => (index + 1) / 100);
    // uniform between 10 and 110
    const quantiles = probabilities.map((p) => 10 + 100 * p);
    const point = relativeMedian(quantiles, probabilities, 1);
    const expected = (at: number): number =>
      quantiles.reduce((sum, y) => sum + Math.abs(at - y) / y, 0) / quantiles.length;
    for (const other of [point - 5, point + 5, 60]) expect(expected(point)).toBeLessThan(expected(other));
    // by hand: the median of order -1 of a uniform distribution is the geometric mean of its ends
    expect(Math.abs(point - Math.sqrt(10 * 110))).toBeLessThan(1);
  });
});
