import { describe, expect, it } from 'vitest';
import { explainForecast } from '../src/explain/explain-forecast.ts';
import { forecastSeries } from '../src/forecast-series.ts';
import { fitYearProfile } from '../src/select/year-profile.ts';
import { mustForecast, normals, options } from './helpers.ts';

/** Day 0 is the first of December; three weeks before Christmas sell three times as much. */
const isBefore = (t: number): boolean => t % 364 < 24;
const demandAt = (t: number): number => (t % 7 < 2 ? 35 : 25) * (isBefore(t) ? 3 : 1);
const length = 3 * 364;
const shop = (level: number, noise = 0): Float64Array => {
  const draw = normals('shop');
  return Float64Array.from({ length }, (_, t) => Math.max(0, level * demandAt(t) + noise * draw()));
};

describe('the year before', () => {
  it('tells the days ahead of a shop that repeats it, whatever its size', () => {
    for (const level of [1, 1000]) {
      const profile = fitYearProfile(shop(level));
      // as much as a peak three times the level and a tenth of the mean are apart
      expect(profile?.at(length - 1, 12)).toBeGreaterThan(2.4);
      expect(profile?.at(length - 1, 12)).toBeLessThan(3);
      // two weeks after Christmas is as the level before it
      expect(profile?.at(length - 1, 45)).toBeCloseTo(1, 1);
      // a horizon beyond the year reads the one before
      expect(profile?.at(length - 1, 364 + 12)).toBeCloseTo(profile?.at(length - 1, 12) as number, 6);
    }
  });

  it('says of the steps after an origin nothing that comes after it, but how much the year before is worth', () => {
    const values = shop(1, 2);
    const origin = length - 60;
    // turned round, so that the mean of the whole, below which nothing is a change, stays as well
    const changed = values.slice();
    changed.subarray(origin + 1).reverse();
    // The share is a power, the same on all steps: two logarithms have one ratio, whatever it is.
    const ratiosOf = (series: Float64Array): number[] => {
      const profile = fitYearProfile(series) as NonNullable<ReturnType<typeof fitYearProfile>>;
      const logs = [75, 62, 80, 361, 362, 364].map((step) => Math.log(profile.at(origin, step)));
      return logs.map((log) => log / (logs[0] as number));
    };
    const [usual, other] = [ratiosOf(values), ratiosOf(changed)];
    for (const [i, ratio] of usual.entries()) expect(other[i]).toBeCloseTo(ratio, 6);
    expect(new Set(usual.map((ratio) => ratio.toFixed(3))).size).toBeGreaterThan(3);
  });

  it('is not there where it tells less than half of the departures, or two years are not known', () => {
    const draw = normals('noise');
    expect(fitYearProfile(Float64Array.from({ length }, () => Math.abs(10 + 5 * draw())))).toBeUndefined();
    expect(fitYearProfile(shop(1).subarray(0, 727))).toBeUndefined();
    expect(fitYearProfile(new Float64Array(length))).toBeUndefined();
    expect(fitYearProfile(new Float64Array(length).fill(Number.NaN))).toBeUndefined();
  });
});

describe('a forecast before Christmas', () => {
  const daily = options({ horizon: 28 });

  it('knows it, though the windows of the back-test hold none', () => {
    const { mean } = mustForecast(forecastSeries(shop(1, 2), 'shop', daily));
    const units = (from: number, to: number): number => mean.slice(from, to).reduce((sum, f) => sum + f, 0);
    let expected = 0;
    for (let t = length + 4; t < length + 20; t++) expected += demandAt(t);
    expect(units(4, 20) / expected).toBeGreaterThan(0.85);
    expect(units(4, 20) / expected).toBeLessThan(1.1);
  });

  it('is that of the models asked for by name, without it', () => {
    const { mean } = mustForecast(forecastSeries(shop(1, 2), 'shop', { ...daily, models: ['ets'] }));
    expect(mean[12]).toBeLessThan(50);
  });

  it('says so in its explanation', () => {
    const values = shop(1, 2);
    const panel = { values, offsets: Uint32Array.of(0, length), keys: ['shop'], lastDay: 19_000 };
    const explained = explainForecast(panel, 0, daily);
    if (!explained.ok) throw new Error(explained.detail);
    expect(explained.mix.yearFactor).toBeGreaterThan(2);
    const quiet = { ...panel, values: values.subarray(0, 700), offsets: Uint32Array.of(0, 700) };
    const other = explainForecast(quiet, 0, daily);
    expect(other.ok && other.mix.yearFactor).toBeUndefined();
  });
});
