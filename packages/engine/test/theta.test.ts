import { expect, test } from 'vitest';
import { dynamicTheta } from '../src/models/dynamic-theta.ts';
import { fitEts } from '../src/models/fit-ets.ts';
import type { ModelContext, TrainedModel } from '../src/models/model.ts';
import { isSeasonal, seasonalIndices } from '../src/models/seasonal-indices.ts';
import { theta } from '../src/models/theta.ts';

const NO_SEASON: ModelContext = { season: 1, cycles: [] };
const TREND = Float64Array.from({ length: 60 }, (_, t) => 20 + 0.5 * t + ((t * 37) % 11) / 3);

function forecast(model: typeof theta, values: Float64Array, h: number, context = NO_SEASON): Float64Array {
  const out = new Float64Array(h);
  model.train(values, context).predict(values, Int32Array.of(values.length - 1), h, out);
  return out;
}

test('Theta is simple smoothing with a drift of half the slope of the least-squares line', () => {
  const n = TREND.length;
  const fit = fitEts(TREND, { multiplicativeError: false, trend: 'N', season: 0, period: 1 });
  const { alpha, level: start } = fit!.parameters;
  let level = start;
  for (const y of TREND) level += alpha * (y - level);
  let top = 0;
  let bottom = 0;
  for (let t = 0; t < n; t++) {
    top += (t - (n - 1) / 2) * TREND[t];
    bottom += (t - (n - 1) / 2) ** 2;
  }
  const slope = top / bottom;
  const out = forecast(theta, TREND, 3);
  for (let k = 0; k < 3; k++) {
    expect(out[k]).toBeCloseTo(level + (slope / 2) * (k + (1 - (1 - alpha) ** n) / alpha), 8);
  }
  expect(out[2] - out[1]).toBeCloseTo(slope / 2, 10);
});

/** Slope and intercept of the least-squares line through values at 1, 2, ...; level through one value. */
function lineThrough(values: readonly number[]): { slope: number; intercept: number } {
  const n = values.length;
  const mean = values.reduce((sum, y) => sum + y, 0) / n;
  const middle = (n + 1) / 2;
  let top = 0;
  let bottom = 0;
  for (const [i, y] of values.entries()) {
    top += (i + 1 - middle) * (y - mean);
    bottom += (i + 1 - middle) ** 2;
  }
  const slope = n > 1 ? top / bottom : 0;
  return { slope, intercept: mean - slope * middle };
}

test('the drift of Theta begins as many steps back as there are values, also where these are few', () => {
  const values = Float64Array.of(12, 15, 11, 18, 14, 19, 16, 22, 17, 25);
  const origins = Int32Array.of(3, 5, 9);
  const { alpha, level: start } = fitEts(values, {
    multiplicativeError: false,
    trend: 'N',
    season: 0,
    period: 1,
  })!.parameters;
  // so slow that the first values still weigh something
  expect(alpha).toBeLessThan(0.8);
  const out = new Float64Array(3 * 2);
  theta.train(values, NO_SEASON).predict(values, origins, 2, out);
  for (const [r, origin] of origins.entries()) {
    const seen = [...values.subarray(0, origin + 1)];
    const level = seen.reduce((before, y) => before + alpha * (y - before), start);
    let lag = 0;
    for (let i = 0; i <= origin; i++) lag += (1 - alpha) ** i;
    for (let k = 0; k < 2; k++) {
      expect(out[2 * r + k]).toBeCloseTo(level + 0.5 * lineThrough(seen).slope * (k + lag), 10);
    }
  }
});

test('dynamic Theta adds to the level what the least-squares line of the values so far grows, by hand', () => {
  const values = Float64Array.of(12, 15, 11, 18, 14, 19, 16, 22, 17, 25, 21, 24);
  const trained = dynamicTheta.train(values, NO_SEASON) as TrainedModel & { readonly point: Float64Array };
  const [start, alphaScore, thetaScore] = trained.point;
  const alpha = 0.02 + 0.97 / (1 + Math.exp(-alphaScore));
  const share = 1 - 1 / (1 + Math.exp(Math.min(6, thetaScore)));
  const origins = Int32Array.of(2, 6, 11);
  const out = new Float64Array(3 * 3);
  trained.predict(values, origins, 3, out);
  for (const [r, origin] of origins.entries()) {
    const seen = [...values.subarray(0, origin + 1)];
    for (let k = 0; k < 3; k++) {
      const n = seen.length;
      const { slope, intercept } = lineThrough(seen);
      const level = seen.reduce((before, y) => before + alpha * (y - before), start);
      const line = (1 - alpha) ** n * intercept + ((1 - (1 - alpha) ** (n + 1)) / alpha) * slope;
      const forecast = level + share * line;
      expect(out[3 * r + k], `origin ${origin}, step ${k + 1}`).toBeCloseTo(forecast, 9);
      seen.push(forecast);
    }
  }
});

test('a straight line is continued by dynamic Theta at between half and all of its slope', () => {
  const line = Float64Array.from({ length: 50 }, (_, t) => 10 + 2 * t);
  const out = forecast(dynamicTheta, line, 5);
  expect(out[0]).toBeGreaterThan(108);
  expect(out[0]).toBeLessThan(111);
  expect(out[4] - out[3]).toBeGreaterThan(0.9);
  expect(out[4] - out[3]).toBeLessThan(2.1);
});

test('the season is tested, taken out and put back', () => {
  const values = Float64Array.from({ length: 72 }, (_, t) => (100 + t) * [0.5, 1, 1.5][t % 3]);
  expect(isSeasonal(values, 3)).toBe(true);
  expect(isSeasonal(TREND, 12)).toBe(false);
  const indices = seasonalIndices(values, 3, true)!;
  expect(indices[0]).toBeCloseTo(0.5, 2);
  expect(indices[2]).toBeCloseTo(1.5, 2);
  const out = forecast(theta, values, 3, { season: 3, cycles: [3] });
  expect(out[0] / out[2]).toBeCloseTo(1 / 3, 1);
});
