import { expect, test } from 'vitest';
import { forecastSeries } from '../src/forecast-series.ts';
import { CountWalk, countQuantiles } from '../src/quantiles/count-distribution.ts';
import { probabilityInterval, randomisedHit } from '../src/quantiles/coverage.ts';
import { drawPaths, sumQuantiles } from '../src/quantiles/cumulative.ts';
import { fitDependence } from '../src/quantiles/fit-dependence.ts';
import { GRID, gridPlace, interpolateGrid, probabilitiesOf, sortedQuantile } from '../src/quantiles/grid.ts';
import { normalProbability, normalQuantile, studentQuantile } from '../src/quantiles/normal.ts';
import { predictiveGrid } from '../src/quantiles/predictive-grid.ts';
import {
  type Errors,
  fitErrorScale,
  fitResidualShape,
  standardiseErrors,
} from '../src/quantiles/residual-distribution.ts';
import { sortNumbers } from '../src/quantiles/sort-numbers.ts';
import { mustForecast, normals, options, poissons } from './helpers.ts';

test('normal quantile and probability are each other, and right at known points', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 7);
  expect(normalProbability(1)).toBeCloseTo(0.841344746068543, 12);
  for (const p of [0.001, 0.02, 0.3, 0.5, 0.9, 0.9999]) {
    expect(normalProbability(normalQuantile(p))).toBeCloseTo(p, 8);
  }
});

test("Student's quantiles agree with the tables", () => {
  expect(studentQuantile(0.975, 10)).toBeCloseTo(2.228, 2);
  expect(studentQuantile(0.9, 5)).toBeCloseTo(1.476, 2);
  expect(studentQuantile(0.975, 3) / 3.182).toBeCloseTo(1, 1);
});

test('levels become ascending probabilities with the median', () => {
  expect(probabilitiesOf([50, 80, 95])).toEqual([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]);
  expect(probabilitiesOf([])).toEqual([0.5]);
  expect(probabilitiesOf([80, 80])).toEqual([0.1, 0.5, 0.9]);
});

test('the grid interpolates to itself', () => {
  const grid = Float64Array.from(GRID);
  for (const p of [0.0005, 0.001, 0.025, 0.33, 0.975, 0.999, 0.9999]) {
    const clamped = Math.min(0.999, Math.max(0.001, p));
    expect(interpolateGrid(grid, 0, 1, gridPlace(p))).toBeCloseTo(clamped, 12);
  }
});

/** P(Y <= j), j = 0 .. size-1. */
function walk(mean: number, ratio: number, size: number): Float64Array {
  const one = new CountWalk(mean, ratio);
  return Float64Array.from({ length: size }, () => one.next());
}

test('negative binomial: Poisson at ratio 1, and the right mean and variance above', () => {
  const poisson = walk(2, 1, 150);
  expect(poisson[0]).toBeCloseTo(Math.exp(-2), 12);
  expect(poisson[2]).toBeCloseTo(Math.exp(-2) * 5, 12);
  const cdf = walk(3, 2.5, 150);
  let mean = 0;
  let square = 0;
  for (let j = 1; j < 150; j++) {
    mean += j * (cdf[j] - cdf[j - 1]);
    square += j * j * (cdf[j] - cdf[j - 1]);
  }
  expect(mean).toBeCloseTo(3, 6);
  expect(square - mean * mean).toBeCloseTo(7.5, 5);
});

test.each([
  [0.05, 1.5, 0.6, 0.2],
  [0.3, 1, 1, 0.9],
  [4, 0.8, 0, 0.2],
  [25, 6, 3, 0.2],
  [0, 1, 0.5, 0.2],
])(
  'quantiles of counts are those of the whole mixture: mean %d, ratio %d, scale %d, share %d',
  (mean, ratio, scale, share) => {
    const normal = normals(`errors ${mean}`);
    const errors = Float64Array.from({ length: 300 }, () => normal() + (normal() > 1.5 ? 4 : 0)).sort();
    const size = 200;
    const counts = walk(mean, ratio, size);
    const drawn = errors.map((z) => Math.round(Math.max(0, mean + scale * z)));
    const wanted = GRID.map((p) => {
      for (let j = 0; j < size; j++) {
        const reached = drawn.filter((one) => one <= j).length / drawn.length;
        if ((1 - share) * (counts[j] as number) + share * reached >= p - 1e-9) return j / 2;
      }
      return (size - 1) / 2;
    });
    const grid = new Float64Array(3 * GRID.length);
    countQuantiles(new CountWalk(mean, ratio), errors, mean, scale, share, size, 0.5, grid, 1, 3);
    expect(GRID.map((_, g) => grid[1 + 3 * g])).toEqual(wanted);
  },
);

test('errors of few windows are widened far out, and taken for a little smaller in the middle, as those to come are', () => {
  const count = 400;
  const errors = Float64Array.from({ length: count }, (_, i) => normalQuantile((i + 0.5) / count));
  const evidence = {
    errors,
    forecasts: new Float64Array(count).fill(100),
    horizon: count,
    independent: 2,
    chosen: 1,
    sizes: new Float64Array(count).fill(1),
  };
  const scale = { ...fitErrorScale(evidence, false, 1), growth: 0 };
  const shape = fitResidualShape(standardiseErrors(evidence, scale), () => false).shape();
  const wider = (p: number): number => shape[GRID.indexOf(p)] / normalQuantile(p);
  expect(wider(0.75)).toBeGreaterThan(0.92);
  expect(wider(0.75)).toBeLessThan(0.96);
  expect(wider(0.9)).toBeGreaterThan(1);
  expect(wider(0.25)).toBeCloseTo(wider(0.75), 2);
  expect(wider(0.975)).toBeGreaterThan(1.2);
});

/** Errors of three windows of four weeks at forecasts around `level`, up and down by `sizeAt` of the forecast. */
function evidenceAt(level: number, chosen: number, sizeAt: (f: number) => number): Errors {
  const horizon = 28;
  const count = 3 * horizon;
  const forecasts = Float64Array.from({ length: count }, (_, i) => level * (0.5 + (i % 7) / 6));
  return {
    errors: forecasts.map((f, i) => sizeAt(f) * normalQuantile((((i * 37) % count) + 0.5) / count)),
    forecasts,
    horizon,
    independent: 3,
    chosen,
    sizes: new Float64Array(count).fill(1),
  };
}

test('the more of a mixture is the model of the panel, the less errors are believed to grow with the step', () => {
  const growthOf = (chosen: number): number =>
    fitErrorScale(
      evidenceAt(20, chosen, () => 0.05),
      false,
      1,
    ).growth;
  expect(growthOf(0)).toBeLessThanOrEqual(0.1);
  expect(growthOf(1)).toBeGreaterThan(growthOf(0));
});

/** Width of the 80 % range of a count forecast at `mean`, in units, by errors of `sizeAt` around 30 units. */
function widthOfCount(mean: number, sizeAt: (f: number) => number): number {
  const evidence = evidenceAt(30, 0, sizeAt);
  const scale = fitErrorScale(evidence, true, 0.3);
  const shape = fitResidualShape(standardiseErrors(evidence, scale), () => false);
  const one = new Float64Array(1).fill(1);
  const grid = predictiveGrid(Float64Array.of(mean), one, shape, 0, 1, true);
  return grid[GRID.indexOf(0.9)] - grid[GRID.indexOf(0.1)];
}

test.each([
  ['grow with the forecast', (f: number) => 0.4 * f, 1.7, 2.1],
  ['are those of chance', (f: number) => Math.sqrt(f), 1.3, 1.5],
])('counts whose errors %s have ranges of that at twice the level', (_, sizeAt, least, most) => {
  const wider = widthOfCount(60, sizeAt) / widthOfCount(30, sizeAt);
  expect(wider).toBeGreaterThan(least);
  expect(wider).toBeLessThan(most);
});

test.each([1.7, 7.77, 9.3, 30])(
  'forecasts that are all %d say nothing of the power, nor does rounding',
  (level) => {
    for (let seed = 0; seed < 20; seed++) {
      const draw = poissons(`flat ${seed}`, level);
      const { forecasts, errors, ...rest } = evidenceAt(level, 0, () => 0);
      const flat = forecasts.map(() => level);
      const { power } = fitErrorScale(
        { ...rest, forecasts: flat, errors: errors.map(() => draw() - level) },
        true,
        0.3,
      );
      expect(power).toBe(0);
    }
  },
);

test('counts that fall to a third vary by chance at least', () => {
  // Poisson's range of 80 % is 8 wide at a mean of 10; the errors of 30 units as small as the forecast would make it 6
  expect(widthOfCount(10, (f) => 0.2 * f)).toBeGreaterThanOrEqual(7);
});

/** Share of outcomes inside each central interval, randomised where outcomes tie with a quantile's step. */
function coverage(draw: (key: string) => () => number, length: number, runs: number): number[] {
  const h = 7;
  const inside = [0, 0, 0];
  let total = 0;
  for (let i = 0; i < runs; i++) {
    const next = draw(`c${i}`);
    const values = Float64Array.from({ length }, next);
    const result = mustForecast(forecastSeries(values, 'k', options({ horizon: h, models: 'fast' })));
    const { probabilities: ps, quantiles } = result;
    for (let k = 0; k < h; k++) {
      const at = ps.map((_, p) => quantiles[p * h + k]);
      const place = probabilityInterval(next(), at, ps);
      total++;
      for (const [index, level] of [50, 80, 95].entries()) inside[index] += randomisedHit(place, level);
    }
  }
  return inside.map((count) => count / total);
}

test('intervals of normal and of slow Poisson demand cover what they say', () => {
  const smooth = coverage(
    (key) => {
      const normal = normals(key);
      return () => 100 + 10 * normal();
    },
    160,
    120,
  );
  const counts = coverage((key) => poissons(key, 0.8), 200, 120);
  for (const [fifty, eighty, most] of [smooth, counts]) {
    expect(Math.abs(fifty - 0.5)).toBeLessThan(0.07);
    expect(Math.abs(eighty - 0.8)).toBeLessThan(0.06);
    expect(Math.abs(most - 0.95)).toBeLessThan(0.035);
  }
}, 60_000);

test('errors that multiply leave as many outcomes below the low quantiles as they say, and few of them are zero', () => {
  const h = 7;
  const below = [0, 0, 0];
  let zeros = 0;
  let total = 0;
  for (let i = 0; i < 80; i++) {
    const normal = normals(`m${i}`);
    const next = (t: number): number => 40 * (t % 7 < 2 ? 4 : 1) * Math.exp(0.7 * normal());
    const values = Float64Array.from({ length: 168 }, (_, t) => next(t));
    const { quantiles } = mustForecast(forecastSeries(values, 'k', options({ horizon: h, models: 'fast' })));
    for (let k = 0; k < h; k++) {
      const y = next(168 + k);
      for (let p = 0; p < 3; p++) if (y < quantiles[p * h + k]) below[p]++;
      if (quantiles[k] === 0) zeros++;
      total++;
    }
  }
  // three standard errors and the few windows of a series
  expect(Math.abs(below[0] / total - 0.025)).toBeLessThan(0.02);
  expect(Math.abs(below[1] / total - 0.1)).toBeLessThan(0.04);
  expect(Math.abs(below[2] / total - 0.25)).toBeLessThan(0.06);
  expect(zeros / total).toBeLessThan(0.25);
});

/** Grid of the same distribution at every step. */
function repeated(quantile: (p: number) => number, steps: number): Float64Array {
  const grid = new Float64Array(GRID.length * steps);
  GRID.forEach((p, g) => {
    grid.fill(quantile(p), g * steps, (g + 1) * steps);
  });
  return grid;
}

const APART = { common: 0, neighbour: 0 };
const DRAWS = { seed: 1, key: 'k', unit: 1 };

test('the sum of independent normal steps has the closed-form quantiles, not the sum of quantiles', () => {
  const steps = 9;
  const grid = repeated((p) => 100 + 10 * normalQuantile(p), steps);
  const mean = new Float64Array(steps).fill(100);
  const model = { grid, steps, dependence: APART, whole: false, mean, nonNegative: true };
  const [q90] = sumQuantiles(model, DRAWS, [9], [0.9]);
  const closed = 900 + 30 * normalQuantile(0.9);
  expect(Math.abs(q90 - closed)).toBeLessThan(4);
  expect(q90).toBeLessThan(9 * (100 + 10 * normalQuantile(0.9)) - 40);
});

test('errors that are all the same make the sum as wide as the sum of quantiles', () => {
  const steps = 9;
  const grid = repeated((p) => 100 + 10 * normalQuantile(p), steps);
  const mean = new Float64Array(steps).fill(100);
  const dependence = { common: 0.999, neighbour: 0 };
  const model = { grid, steps, dependence, whole: false, mean, nonNegative: true };
  const [q90] = sumQuantiles(model, DRAWS, [9], [0.9]);
  expect(Math.abs(q90 - 9 * (100 + 10 * normalQuantile(0.9)))).toBeLessThan(12);
});

test('the sum of independent Poisson steps is Poisson', () => {
  const steps = 10;
  const day = walk(1.5, 1, 60);
  const grid = repeated((p) => day.findIndex((c) => c >= p), steps);
  const mean = new Float64Array(steps).fill(1.5);
  const model = { grid, steps, dependence: APART, whole: true, mean, nonNegative: true };
  const sum = walk(15, 1, 60);
  const wanted = [0.1, 0.5, 0.9].map((p) => sum.findIndex((c) => c >= p));
  const found = sumQuantiles(model, DRAWS, [10], [0.1, 0.5, 0.9]);
  for (let i = 0; i < 3; i++) expect(Math.abs(found[i] - wanted[i])).toBeLessThanOrEqual(1);
});

test.each([
  { whole: true, nonNegative: true, mean: 0.3, within: 0.1 },
  { whole: false, nonNegative: true, mean: 40, within: 5 },
  { whole: false, nonNegative: false, mean: -50, within: 10 },
])('draws have the mean of the forecast, however far the tail of a day reaches: %o', (kind) => {
  const steps = 30;
  // a day that sells little, drawn so wide that its own mean is far above the forecast
  const grid = repeated((p) => (p < 0.6 ? 0 : 50 * (p - 0.6) + (p > 0.97 ? 3000 : 0)), steps);
  const mean = new Float64Array(steps).fill(kind.mean);
  const paths: number[] = [];
  drawPaths({ grid, steps, dependence: APART, ...kind, mean }, DRAWS, (_, values) => paths.push(...values));
  const drawn = paths.reduce((sum, value) => sum + value, 0) / paths.length;
  // some three standard errors of 30,000 draws
  expect(Math.abs(drawn - kind.mean)).toBeLessThan(kind.within);
  if (kind.nonNegative) expect(Math.min(...paths)).toBeGreaterThanOrEqual(0);
  if (kind.whole) expect(paths.every(Number.isInteger)).toBe(true);
});

test('draws of one step without a common part are its distribution, of several as good as independent ones for each series', () => {
  const steps = 14;
  const grid = repeated((p) => 100 + 10 * normalQuantile(p), steps);
  const mean = new Float64Array(steps).fill(100);
  const model = { grid, steps, dependence: APART, whole: false, mean, nonNegative: true };
  const deviation = 10 * Math.sqrt(steps);
  const score = normalQuantile(0.95);
  const errors = Array.from({ length: 200 }, (_, series) => {
    const draws = { ...DRAWS, key: `series ${series}` };
    const [first, sum] = sumQuantiles(model, draws, [1, steps], [0.95]);
    expect(Math.abs(first - (100 + 10 * score))).toBeLessThan(0.02);
    return (sum - (100 * steps + deviation * score)) / deviation;
  });
  const meanError = errors.reduce((total, error) => total + error, 0) / errors.length;
  const spread = Math.sqrt(errors.reduce((total, error) => total + error ** 2, 0) / errors.length);
  // that of 1,000 independent draws is .067; 200 series that all erred alike would have a mean as large
  expect(spread).toBeLessThan(0.08);
  expect(Math.abs(meanError)).toBeLessThan(0.02);
});

test('the sum of the first steps is the same however many more are asked for, and whatever came before', () => {
  const steps = 40;
  const grid = repeated((p) => 100 + 10 * normalQuantile(p), steps);
  const mean = new Float64Array(steps).fill(100);
  const long = {
    grid,
    steps,
    dependence: { common: 0.3, neighbour: 0.2 },
    whole: false,
    mean,
    nonNegative: true,
  };
  const short = {
    ...long,
    steps: 5,
    grid: repeated((p) => 100 + 10 * normalQuantile(p), 5),
    mean: mean.slice(0, 5),
  };
  const first = sumQuantiles(short, DRAWS, [5, 3], [0.1, 0.9]);
  sumQuantiles(long, { ...DRAWS, seed: 2 }, [40], [0.5]);
  expect(sumQuantiles(long, DRAWS, [5, 3], [0.1, 0.9])).toEqual(first);
});

test.each([
  ['even', (i: number) => (i * 7919) % 1000],
  // 1023 parts of 49: one of the bounds between them is not where rounding has it
  ['on the bounds of parts', (i: number) => (i === 999 ? 50_127 : i * 49)],
  ['few values', (i: number) => (i * 31) % 4],
  ['one far away', (i: number) => (i === 500 ? 1e12 : (i * 7919) % 997)],
  ['constant', () => 3.5],
  ['below zero', (i: number) => Math.sin(i) * 1e-9 - 5],
  ['too far apart for a difference', (i: number) => (i % 2 === 0 ? 1 : -1) * 1.5e308 * Math.abs(Math.cos(i))],
])('numbers are sorted as by the language: %s', (_, numberAt) => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => numberAt(i));
  const expected = Float64Array.from(values).sort();
  sortNumbers(values, new Float64Array(1000));
  expect(values).toEqual(expected);
});

test('one bulk order in a quiet history does not lift the range of a sum above what is expected', () => {
  const values = Float64Array.from({ length: 120 }, (_, t) =>
    t === 108 ? 1500 : t === 70 ? 350 : (t * 7) % 13,
  );
  const horizons = [7, 14, 28];
  const cumulative = { horizons, probabilities: [0.1, 0.5, 0.9] };
  const forecast = mustForecast(forecastSeries(values, 'k', options({ horizon: 28, cumulative })));
  horizons.forEach((days, i) => {
    const expected = forecast.mean.slice(0, days).reduce((sum, value) => sum + value, 0);
    expect(forecast.cumulative[3 * i]).toBeLessThan(expected);
    expect(forecast.cumulative[3 * i + 1]).toBeLessThan(1.3 * expected);
    expect(forecast.cumulative[3 * i + 2]).toBeGreaterThan(expected);
    expect(forecast.cumulative[3 * i + 2]).toBeLessThan(6 * expected);
  });
});

test('dependence is found again: none in noise, a common part in errors of the level', () => {
  const normal = normals('dependence');
  const noise = Float64Array.from({ length: 400 * 8 }, normal);
  expect(fitDependence(noise, 8, 400).common).toBeLessThan(0.05);
  const level = new Float64Array(400 * 8);
  for (let w = 0; w < 400; w++) {
    const shared = Math.sqrt(0.5) * normal();
    for (let k = 0; k < 8; k++) level[w * 8 + k] = shared + Math.sqrt(0.5) * normal();
  }
  const found = fitDependence(level, 8, 400);
  expect(found.common).toBeGreaterThan(0.4);
  expect(found.common).toBeLessThan(0.6);
});

test('the common share of few windows is mostly the usual one, by hand', () => {
  // Steps and neighbours of these windows do not hang together at all, and their sums vary by 4: no common part.
  const errors = Float64Array.of(1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1);
  for (const independent of [1, 4, 12]) {
    const { common, neighbour } = fitDependence(errors, 4, independent);
    const usual = (4 / (independent + 4)) * 0.35;
    expect(common).toBeCloseTo(usual, 12);
    expect(neighbour).toBeCloseTo(-usual / (1 - usual), 12);
  }
  expect(fitDependence(new Float64Array(4).fill(Number.NaN), 4, 12).common).toBe(0.35);
});

test('delivered sums of independent demand: the quantile of the sum is the closed form within a tenth', () => {
  let ratio = 0;
  for (let i = 0; i < 20; i++) {
    const poisson = poissons(`sum${i}`, 4);
    const values = Float64Array.from({ length: 300 }, poisson);
    const sums = { horizons: [14], probabilities: [0.9] };
    const result = mustForecast(forecastSeries(values, `k${i}`, options({ cumulative: sums })));
    ratio += result.cumulative[0] / (56 + Math.sqrt(56) * normalQuantile(0.9)) / 20;
    let sum = 0;
    for (let k = 0; k < 14; k++) sum += result.quantiles[5 * 14 + k];
    expect(result.cumulative[0]).toBeLessThan(sum);
  }
  expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
});

test('quantiles of sorted numbers', () => {
  expect(sortedQuantile(Float64Array.of(1, 2, 3, 4), 0.5)).toBe(2.5);
  expect(sortedQuantile(Float64Array.of(1, 2, 3, 4), 0.001)).toBe(1);
});

test('whole numbers steadier than chance have the errors that they had, and no others', () => {
  const asked = options({ horizon: 7, levels: [95] });
  const widths = (draw: (t: number) => number): number[] => {
    const values = Float64Array.from({ length: 400 }, (_, t) => draw(t));
    const { quantiles } = mustForecast(forecastSeries(values, 'steady', asked));
    return Array.from({ length: 7 }, (_, k) => (quantiles[14 + k] as number) - (quantiles[k] as number));
  };
  expect(widths(() => 7)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(widths((t) => 10 * (1 + (t % 7)))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(Math.max(...widths((t) => 20 + ((t * 7919) % 3)))).toBeLessThanOrEqual(2);
  // Poisson numbers of mean 9 lie 12 apart at 95 %
  const draw = poissons('steady', 9);
  expect(Math.min(...widths(draw))).toBeGreaterThanOrEqual(10);
});

test('an item that came back has ranges in proportion to what it sells, not to the quiet months before', () => {
  const quiet = Array.from({ length: 39 }, (_, t) => ([0, 3, 11, 16].includes(t) ? 3 : 0));
  const values = Float64Array.from([...quiet, 2, 16, 12, 16, 11, 9, 75, 24]);
  const weekly = options({ horizon: 8, frequency: 'W', backtest: { windows: 3, step: 8 } });
  const { mean, quantiles } = mustForecast(forecastSeries(values, 'back|', weekly));
  // of 75 at most; ends of more than a thousand before
  const ends = quantiles.slice(-8);
  expect(Math.max(...ends)).toBeLessThan(300);
  expect(Math.min(...ends)).toBeGreaterThan(2 * Math.max(...mean));
});
