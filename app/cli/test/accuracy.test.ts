import { createRandom } from '@ordernimbus/engine';
import { describe, expect, it } from 'vitest';
import {
  createAccuracyTotal,
  meanAbsoluteDifference,
  meanSquaredDifference,
  pinballLoss,
  probabilityInterval,
  randomisedHit,
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

describe('coverage', () => {
  const probabilities = [0.1, 0.25, 0.5, 0.75, 0.9];

  it('places an outcome between quantiles, or over those that it equals', () => {
    expect(probabilityInterval(2.5, [1, 2, 3, 4, 5], probabilities)).toEqual([0.25, 0.5]);
    expect(probabilityInterval(9, [1, 2, 3, 4, 5], probabilities)).toEqual([0.9, 1]);
    expect(probabilityInterval(0, [0, 0, 0, 1, 2], probabilities)).toEqual([0, 0.625]);
    expect(probabilityInterval(1, [0, 0, 0, 1, 2], probabilities)).toEqual([0.625, 0.825]);
  });

  it('gives the share of that place inside an interval', () => {
    expect(randomisedHit([0.25, 0.5], 50)).toBe(1);
    expect(randomisedHit([0.75, 0.9], 50)).toBe(0);
    expect(randomisedHit([0, 0.5], 50)).toBe(0.5);
  });

  it('is nominal for a true forecast of counts, where the closed interval is not', () => {
    const random = createRandom(3, 'coverage');
    // Outcome 0, 1, 2, 3 with probability .6, .2, .15, .05: its true quantiles.
    const grid = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];
    const quantiles = [0, 0, 0, 0, 1, 2, 3];
    const total = { plain: 0, randomised: 0 };
    const draws = 20_000;
    for (let draw = 0; draw < draws; draw++) {
      const u = random();
      const y = u < 0.6 ? 0 : u < 0.8 ? 1 : u < 0.95 ? 2 : 3;
      total.plain += y >= 0 && y <= 2 ? 1 : 0;
      total.randomised += randomisedHit(probabilityInterval(y, quantiles, grid), 80);
    }
    expect(total.plain / draws).toBeGreaterThan(0.93);
    expect(Math.abs(total.randomised / draws - 0.8)).toBeLessThan(0.03);
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
