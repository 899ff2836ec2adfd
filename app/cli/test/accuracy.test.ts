import { pinballLoss } from '@ordernimbus/engine';
import { describe, expect, it } from 'vitest';
import {
  createAccuracyTotal,
  meanAbsoluteDifference,
  meanSquaredDifference,
  scoreSeries,
  seasonalNaive,
} from '../src/accuracy/index.ts';

const unknown = Number.NaN;

describe('point metrics', () => {
  it('charges a quantile by its side', () => {
    expect(pinballLoss(10, 8, 0.9)).toBeCloseTo(1.8, 12);
    expect(pinballLoss(8, 10, 0.9)).toBeCloseTo(0.2, 12);
    expect(pinballLoss(5, 5, 0.3)).toBe(0);
  });

  it('scales by differences after the start of sales, over known pairs', () => {
    const history = [0, 0, 2, 5, unknown, 4, 8];
    expect(meanAbsoluteDifference(history, 1)).toBe((3 + 4) / 2);
    expect(meanAbsoluteDifference(history, 3)).toBe((2 + 3) / 2);
    expect(meanSquaredDifference(history)).toBe((9 + 16) / 2);
    expect(meanAbsoluteDifference([3], 1)).toBeNaN();
  });

  it('repeats the last known season', () => {
    expect([...seasonalNaive([1, 2, 3, 4, 5, unknown], 3, 4)]).toEqual([4, 5, 3, 4]);
    expect([...seasonalNaive([7], 7, 2)]).toEqual([7, 7]);
    expect([...seasonalNaive([], 7, 1)]).toEqual([0]);
  });
});

describe('accuracy of series', () => {
  const series = {
    history: [0, 2, 4, 3],
    season: 2,
    actual: [4, unknown, 6],
    mean: [5, 1, 4],
    quantiles: [3, 0, 2, 5, 1, 4, 7, 2, 5],
    probabilities: [0.25, 0.5, 0.75],
    levels: [50],
  };

  it('is right on a case done by hand', () => {
    const score = scoreSeries(series);
    expect(score).toMatchObject({
      points: 2,
      absoluteError: 3,
      squaredError: 5,
      error: -1,
      actual: 10,
      hits: [1],
    });
    // losses: (.25, .5, .75) for y = 4: .25, .5, .75; for y = 6: 1, 1, .75
    expect(score?.pinball).toBeCloseTo((0.25 + 0.5 + 0.75 + 1 + 1 + 0.75) / 6, 12);
    // one-step differences after the first sale: 2, 1; seasonal: 1
    expect(score?.scaledPinball).toBeCloseTo((score?.pinball ?? 0) / 1.5, 12);
    expect(score?.mase).toBeCloseTo(1.5, 12);
    expect(score?.rmsse).toBeCloseTo(Math.sqrt(2.5 / 2.5), 12);
  });

  it('counts the error of the median beside that of the mean', () => {
    // actual 4, unknown, 6; median 7, 1, 6
    const skewed = { ...series, quantiles: [3, 0, 2, 7, 1, 6, 9, 2, 8] };
    expect(scoreSeries(skewed)).toMatchObject({ absoluteError: 3, absoluteErrorOfMedian: 3 });
    const total = createAccuracyTotal([50]);
    total.add(scoreSeries({ ...skewed, mean: [4, 1, 6] }));
    expect(total.result()).toMatchObject({ wape: 0, wapeOfMedian: 3 / 10 });
    const without = createAccuracyTotal([50]);
    without.add(scoreSeries({ ...series, quantiles: [3, 0, 2, 7, 2, 5], probabilities: [0.25, 0.75] }));
    expect(without.result().wapeOfMedian).toBeNull();
  });

  it('adds up over series', () => {
    const total = createAccuracyTotal([50]);
    total.add(scoreSeries(series));
    total.add(scoreSeries({ ...series, history: [], actual: [10, 10, 10], mean: [10, 10, 10] }));
    total.add(scoreSeries({ ...series, actual: [unknown, unknown, unknown] }));
    expect(total.result()).toMatchObject({
      series: 2,
      points: 5,
      wape: 3 / 40,
      bias: -1 / 40,
      rmse: 1,
      mase: 1.5,
      coverage: { 50: 1 / 5 },
    });
    expect(createAccuracyTotal([50]).result()).toMatchObject({
      wape: null,
      mase: null,
      coverage: { 50: null },
    });
  });
});
