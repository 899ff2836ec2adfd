import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecastPanel } from '../src/forecast-panel.ts';
import { forecastSeries } from '../src/forecast-series.ts';
import { mustForecast, normals, options, poissons } from './helpers.ts';

function weekly(length: number, key = 'weekly'): Float64Array {
  const normal = normals(key);
  return Float64Array.from({ length }, (_, t) => 40 + 10 * Math.sin((2 * Math.PI * t) / 7) + 3 * normal());
}

const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 2, arbitrary: fc.double({ min: 0, max: 1e6, noNaN: true }) },
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1e-9, noNaN: true }) },
);
const frequency = fc.constantFrom('H', 'D', 'W', 'M', 'Q', 'Y' as const);

describe('any non-negative history', () => {
  test('gives finite, non-negative, ordered quantiles of the right shape, or a failure that says why', () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 90 }),
        frequency,
        fc.integer({ min: 1, max: 20 }),
        (list, f, h) => {
          const values = Float64Array.from(list);
          const sums = { horizons: [1, h, h + 3], probabilities: [0.1, 0.5, 0.95] };
          const result = forecastSeries(values, 'k', options({ frequency: f, horizon: h, cumulative: sums }));
          if (!result.ok) {
            expect(list.every(Number.isNaN)).toBe(true);
            expect(result.code).toBe(list.length === 0 ? 'empty' : 'all-unknown');
            return;
          }
          const { mean, quantiles, probabilities, cumulative, backtest, weights } = result;
          expect(mean.length).toBe(h);
          expect(quantiles.length).toBe(probabilities.length * h);
          for (const m of mean) expect(Number.isFinite(m) && m >= 0).toBe(true);
          for (let k = 0; k < h; k++) {
            for (let p = 0; p < probabilities.length; p++) {
              const q = quantiles[p * h + k];
              expect(Number.isFinite(q)).toBe(true);
              expect(q).toBeGreaterThanOrEqual(p === 0 ? 0 : quantiles[(p - 1) * h + k]);
            }
          }
          expect(cumulative.length).toBe(9);
          for (let i = 0; i < 3; i++) {
            expect(cumulative[3 * i]).toBeGreaterThanOrEqual(0);
            expect(cumulative[3 * i + 1]).toBeGreaterThanOrEqual(cumulative[3 * i]);
            expect(cumulative[3 * i + 2]).toBeGreaterThanOrEqual(cumulative[3 * i + 1]);
          }
          expect(weights.reduce((sum, w) => sum + w.weight, 0)).toBeCloseTo(1, 6);
          expect(backtest.origins.length).toBe(backtest.windows);
          expect(backtest.mean.length).toBe(backtest.windows * h);
          expect(backtest.quantiles.length).toBe(probabilities.length * backtest.windows * h);
          for (const q of backtest.quantiles) expect(Number.isFinite(q) && q >= 0).toBe(true);
        },
      ),
      { numRuns: 150, seed: 11 },
    );
  }, 60_000);

  test('gives the same bytes alone, in a panel, and in any cut of it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: 1, maxLength: 60 }), { minLength: 2, maxLength: 5 }),
        fc.nat(),
        (lists, cutAt) => {
          const o = options({ cumulative: { horizons: [7], probabilities: [0.9] } });
          const keys = lists.map((_, i) => `sku-${i}`);
          const values = Float64Array.from(lists.flat());
          const offsets = new Uint32Array(lists.length + 1);
          lists.forEach((list, i) => {
            offsets[i + 1] = offsets[i] + list.length;
          });
          const whole = forecastPanel({ values, offsets, keys }, o);
          const cut = 1 + (cutAt % (lists.length - 1));
          const second = forecastPanel({ values, offsets: offsets.slice(cut), keys: keys.slice(cut) }, o);
          const first = forecastPanel(
            { values, offsets: offsets.slice(0, cut + 1), keys: keys.slice(0, cut) },
            o,
          );
          expect([...first, ...second]).toEqual(whole);
          expect(forecastSeries(Float64Array.from(lists[cut]), keys[cut], o)).toEqual(whole[cut]);
        },
      ),
      { numRuns: 25, seed: 12 },
    );
  }, 60_000);
});

test('scaling by a power of two scales every number exactly', () => {
  const values = weekly(150);
  const base = mustForecast(forecastSeries(values, 'k', options()));
  const scaled = mustForecast(
    forecastSeries(
      values.map((y) => y * 1024),
      'k',
      options(),
    ),
  );
  expect(scaled.mean).toEqual(base.mean.map((y) => y * 1024));
  expect(scaled.quantiles).toEqual(base.quantiles.map((y) => y * 1024));
  expect(scaled.model).toBe(base.model);
});

test.each([1e-9, 0.003, 700, 1e11])('scaling by %s scales the forecast', (factor) => {
  const values = weekly(150);
  const base = mustForecast(forecastSeries(values, 'k', options()));
  const scaled = mustForecast(
    forecastSeries(
      values.map((y) => y * factor),
      'k',
      options(),
    ),
  );
  for (let k = 0; k < 14; k++) expect(scaled.mean[k] / factor / base.mean[k]).toBeCloseTo(1, 1);
});

test('the seed and the key move only the sample paths', () => {
  const sums = { horizons: [14], probabilities: [0.9] };
  const one = mustForecast(forecastSeries(weekly(150), 'a', options({ cumulative: sums })));
  const two = mustForecast(forecastSeries(weekly(150), 'b', options({ cumulative: sums, seed: 2 })));
  expect(two.mean).toEqual(one.mean);
  expect(two.quantiles).toEqual(one.quantiles);
  expect(two.cumulative).not.toEqual(one.cumulative);
  expect(two.cumulative[0] / one.cumulative[0]).toBeCloseTo(1, 1);
});

test('finds the season, and beats the mean of the history', () => {
  const values = weekly(230);
  const result = mustForecast(forecastSeries(values.subarray(0, 216), 'k', options()));
  let ours = 0;
  let flat = 0;
  for (let k = 0; k < 14; k++) {
    ours += Math.abs(result.mean[k] - values[216 + k]);
    flat += Math.abs(40 - values[216 + k]);
  }
  expect(ours).toBeLessThan(0.6 * flat);
});

test('closed Sundays are unknown, and the other days are forecast as if they did not exist', () => {
  const values = weekly(210);
  for (let t = 6; t < values.length; t += 7) values[t] = Number.NaN;
  const result = mustForecast(forecastSeries(values, 'k', options()));
  for (const m of result.mean) expect(m).toBeGreaterThan(25);
});

test('the unknown start of a series changes nothing but the places of the windows', () => {
  const values = weekly(150);
  const padded = new Float64Array(170).fill(Number.NaN);
  padded.set(values, 20);
  const base = mustForecast(forecastSeries(values, 'k', options()));
  const later = mustForecast(forecastSeries(padded, 'k', options()));
  expect(later.mean).toEqual(base.mean);
  expect([...later.backtest.origins]).toEqual([...base.backtest.origins].map((t) => t + 20));
});

test('a very long history costs no more than its recent part, and the places of the windows still count from its start', () => {
  const values = weekly(1500);
  const long = new Float64Array(20_000).fill(3);
  long.set(values, 18_500);
  const base = mustForecast(forecastSeries(values, 'k', options()));
  const result = mustForecast(forecastSeries(long, 'k', options()));
  expect(result.mean).toEqual(base.mean);
  expect([...result.backtest.origins]).toEqual([...base.backtest.origins].map((t) => t + 18_500));
});

test('the back-test reports the wanted windows with what was known and what happened', () => {
  const values = weekly(200);
  const { backtest } = mustForecast(forecastSeries(values, 'k', options()));
  expect(backtest.windows).toBe(3);
  expect([...backtest.origins]).toEqual([157, 171, 185]);
  for (let w = 0; w < 3; w++) {
    for (let k = 0; k < 14; k++) {
      const t = backtest.origins[w] + 1 + k;
      expect(backtest.actual[w * 14 + k]).toBeCloseTo(values[t], 9);
      expect(backtest.naive[w * 14 + k]).toBeCloseTo(values[t - (k < 7 ? 7 : 14)], 9);
    }
  }
  let scale = 0;
  for (let t = 7; t <= 157; t++) scale += Math.abs(values[t] - values[t - 7]) / 151;
  expect(backtest.scale).toBeCloseTo(scale, 9);
});

test('what comes after a window does not change the forecast of a model in it', () => {
  const values = weekly(200);
  const changed = Float64Array.from(values);
  changed.fill(60, 186);
  const one = options({ models: ['theta'] });
  const before = mustForecast(forecastSeries(values, 'k', one)).backtest;
  const after = mustForecast(forecastSeries(changed, 'k', one)).backtest;
  // The unit, a power of two, is the same; the first two windows end before the change.
  for (let i = 0; i < 28; i++) expect(after.mean[i]).toBeCloseTo(before.mean[i], 9);
});

test('a series too short for any wanted model says which model stands in, and why', () => {
  const result = mustForecast(
    forecastSeries(Float64Array.of(4, 6), 'k', options({ models: ['holt-winters'] })),
  );
  expect(result.model).toBe('naive');
  expect(result.standIn?.wanted).toBe('holt-winters');
  expect(result.standIn?.reason).toMatch(/too short/);
  expect(result.demandClass).toBe('short');
});

test.each([
  ['empty', []],
  ['all-unknown', [Number.NaN, Number.NaN]],
  ['not-finite', [1, Number.POSITIVE_INFINITY]],
  ['too-large', [1, 1e16]],
])('%s is a failure, not an exception', (code, list) => {
  const result = forecastSeries(Float64Array.from(list), 'k', options());
  expect(result).toMatchObject({ ok: false, code });
});

test('a model that runs away from the history is left out, and the others share its weight', () => {
  const doubling = Float64Array.from({ length: 40 }, (_, t) => 2 ** t);
  const result = mustForecast(forecastSeries(doubling, 'k', options({ frequency: 'Y', horizon: 50 })));
  for (const m of result.mean) expect(m).toBeLessThanOrEqual(4 * 2 ** 39);
  expect(result.weights.reduce((sum, w) => sum + w.weight, 0)).toBeCloseTo(1, 9);
  const alone = mustForecast(
    forecastSeries(doubling, 'k', options({ frequency: 'Y', horizon: 50, models: ['holt'] })),
  );
  expect(alone.standIn).toEqual({ wanted: 'holt', reason: expect.stringMatching(/ran away/) });
});

test('negative histories are forecast below zero', () => {
  const values = weekly(150).map((y) => y - 100);
  const result = mustForecast(forecastSeries(values, 'k', options()));
  for (const m of result.mean) expect(m).toBeLessThan(-40);
});

test('whole numbers have whole quantiles', () => {
  const poisson = poissons('whole', 1.3);
  const values = Float64Array.from({ length: 200 }, poisson);
  const result = mustForecast(forecastSeries(values, 'k', options()));
  for (const q of result.quantiles) expect(q).toBe(Math.round(q));
});

test('a short history has wider bands than a long one of the same kind', () => {
  const width = (length: number): number => {
    let sum = 0;
    for (let i = 0; i < 20; i++) {
      const normal = normals(`w${i}`);
      const values = Float64Array.from({ length }, () => 50 + 5 * normal());
      const { quantiles } = mustForecast(forecastSeries(values, 'k', options({ horizon: 4 })));
      sum += quantiles[6 * 4] - quantiles[0];
    }
    return sum;
  };
  expect(width(8)).toBeGreaterThan(1.1 * width(200));
});

test.each([
  ['horizon', { horizon: 0 }],
  ['levels', { levels: [100] }],
  ['backtest.step', { backtest: { windows: 1, step: 0 } }],
  ['cumulative.horizons', { cumulative: { horizons: [0], probabilities: [0.5] } }],
  ['cumulative.probabilities', { cumulative: { horizons: [1], probabilities: [1] } }],
])('an impossible %s is refused by name', (name, over) => {
  expect(() => forecastSeries(weekly(30), 'k', options(over))).toThrow(name);
});

test('offsets that do not fit the values are refused', () => {
  const panel = { values: new Float64Array(4), offsets: Uint32Array.of(0, 9), keys: ['a'] };
  expect(() => forecastPanel(panel, options())).toThrow(RangeError);
});
