import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ModelName, SeriesForecast } from '../src/contract.ts';
import { forecastSeries } from '../src/forecast-series.ts';
import { createVariants, selectCandidates } from '../src/models/candidates.ts';
import type { Model, ModelContext } from '../src/models/model.ts';
import { mustForecast, options } from './helpers.ts';

/** Every model of the contract that looks at one series; one that is missing here does not compile. */
const LISTED = {
  naive: true,
  drift: true,
  'seasonal-naive': true,
  'seasonal-average': true,
  'seasonal-profile': true,
  'window-average': true,
  ses: true,
  holt: true,
  damped: true,
  'holt-winters': true,
  ets: true,
  theta: true,
  'dynamic-theta': true,
  ces: true,
  mstl: true,
  'auto-arima': true,
  'ets-regression': true,
  'arima-regression': true,
  croston: true,
  sba: true,
  tsb: true,
  adida: true,
  imapa: true,
} satisfies Record<Exclude<ModelName, 'boosted'>, true>;
const NAMES = Object.keys(LISTED) as (keyof typeof LISTED)[];
const WEEKLY: ModelContext = { season: 7, cycles: [7, 14] };
const H = 16;

/** A history with a weekly shape, a little noise without a random source, all values positive. */
function wave(length: number, scale = 1): Float64Array {
  return Float64Array.from(
    { length },
    (_, t) => scale * (10 + 3 * Math.sin((2 * Math.PI * t) / 7) + ((t * 7919) % 13) / 6),
  );
}

function slowMover(length: number): Float64Array {
  return Float64Array.from({ length }, (_, t) => ((t * 7919) % 5 === 0 ? 1 + ((t * 31) % 3) : 0));
}

function forecast(model: Model, values: Float64Array, context = WEEKLY): Float64Array {
  const out = new Float64Array(H).fill(Number.NaN);
  model.train(values, context).predict(values, Int32Array.of(values.length - 1), H, out);
  return out;
}

const models = NAMES.flatMap((name) => createVariants(name, WEEKLY));

test('a name of the contract asks for one textbook model, whatever the season', () => {
  for (const name of NAMES) {
    for (const context of [WEEKLY, { season: 1, cycles: [] }]) {
      const made = selectCandidates([name], context, 'smooth');
      expect(made.map((model) => model.name)).toEqual([name]);
    }
  }
});

test('auto races what pays in the season, and none of it for slow movers', () => {
  const raced = (season: number, demand: 'smooth' | 'lumpy') => {
    const names = selectCandidates('auto', { season, cycles: [season] }, demand).map((model) => model.name);
    return names.filter((name) => ['ces', 'mstl', 'auto-arima'].includes(name));
  };
  expect(raced(12, 'smooth')).toEqual(['ces', 'mstl']);
  expect(raced(24, 'smooth')).toEqual(['ces', 'mstl', 'auto-arima']);
  expect(raced(7, 'smooth')).toEqual([]);
  expect(raced(24, 'lumpy')).toEqual([]);
});

describe.each(models.map((model, i) => [`${i} ${model.name}`, model] as const))('%s', (_, model) => {
  test('fills every step with a finite number near a steady history', () => {
    const out = forecast(model, wave(140));
    expect(out.every(Number.isFinite)).toBe(true);
    for (const f of out) expect(f).toBeGreaterThan(3);
    for (const f of out) expect(f).toBeLessThan(20);
  });

  test('a constant history is forecast by the constant', () => {
    // SBA takes half of its smoothing rate (at most 0.15) off by definition.
    const most = model.name === 'sba' ? 0.15 * 5 : 0.005;
    for (const f of forecast(model, new Float64Array(70).fill(5))) expect(Math.abs(f - 5)).toBeLessThan(most);
  });

  test('a history of zeros is forecast by zero', () => {
    for (const f of forecast(model, new Float64Array(70))) expect(Math.abs(f)).toBeLessThan(1e-6);
  });

  test('unknown values in the history do not become NaN nor zero', () => {
    const values = wave(140);
    for (let t = 6; t < 140; t += 7) values[t] = Number.NaN;
    values.fill(Number.NaN, 60, 90);
    values.fill(Number.NaN, 135);
    const out = forecast(model, values);
    for (const f of out) expect(f).toBeGreaterThan(3);
    for (const f of out) expect(f).toBeLessThan(20);
  });

  test.each([0.07, 0.1, 0.14])('scales with its history (times %s)', (scale) => {
    // The engine hands every history over at a size near 1; there only the end of a search may differ a little.
    const base = forecast(model, wave(120, 0.12));
    const scaled = forecast(model, wave(120, scale));
    const factor = scale / 0.12;
    for (let k = 0; k < H; k++) expect(Math.abs(scaled[k] / factor - base[k])).toBeLessThan(0.02 * base[k]);
  });

  test('never forecasts below zero for a slow mover beyond rounding', () => {
    for (const f of forecast(model, slowMover(120))) expect(f).toBeGreaterThan(-1e-9);
  });

  test('the same history gives the same bytes, whatever ran before', () => {
    const first = forecast(model, slowMover(97));
    forecast(model, wave(333));
    expect(forecast(model, slowMover(97))).toEqual(first);
  });

  test('an earlier origin sees nothing that comes after it', () => {
    const values = wave(140);
    const trained = model.train(values.subarray(0, 100), WEEKLY);
    const before = new Float64Array(2 * H);
    trained.predict(values, Int32Array.of(105, 112), H, before);
    const changed = Float64Array.from(values);
    changed.fill(1000, 113);
    const after = new Float64Array(2 * H);
    trained.predict(changed, Int32Array.of(105, 112), H, after);
    expect(after).toEqual(before);
    const alone = new Float64Array(H);
    trained.predict(values, Int32Array.of(112), H, alone);
    expect(alone).toEqual(before.subarray(H));
  });

  test('a warm start may change the search, not the model', () => {
    const values = wave(140);
    const earlier = model.train(values.subarray(0, 110), WEEKLY);
    const warm = model.train(values, WEEKLY, earlier);
    const out = new Float64Array(H);
    warm.predict(values, Int32Array.of(139), H, out);
    const cold = forecast(model, values);
    for (let k = 0; k < H; k++) expect(Math.abs(out[k] - cold[k])).toBeLessThan(0.15 * Math.abs(cold[k]));
  });

  test('a history it says it fits may be as short as that, and shorter than the season', () => {
    for (let length = 1; length <= 16; length++) {
      const values = wave(length);
      if (!model.fits(values, { season: 12, cycles: [12] })) continue;
      const out = forecast(model, values, { season: 12, cycles: [12] });
      expect(out.every(Number.isFinite)).toBe(true);
    }
  });
});

/** What a history may hold that is handed to a model: sizes near 1, nothing, and things that are not known. */
const known = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 6 }) },
  { weight: 3, arbitrary: fc.double({ min: 0, max: 4, noNaN: true }) },
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1e-6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(300) },
);
const maybeKnown = fc.oneof(
  { weight: 8, arbitrary: known },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
/** First and last value known, as a model may expect. */
const history = fc
  .tuple(known, fc.array(maybeKnown, { maxLength: 60 }), known)
  .map(([first, inner, last]) => Float64Array.from([first, ...inner, last]));
const context = fc.constantFrom<ModelContext>(
  WEEKLY,
  { season: 1, cycles: [] },
  { season: 12, cycles: [12] },
  { season: 24, cycles: [24, 168] },
);

/** A straight line that falls goes below zero; the engine cuts it off when it delivers. */
const TRENDED: ReadonlySet<ModelName> = new Set(['holt', 'damped', 'holt-winters', 'theta', 'dynamic-theta']);

describe.each(NAMES)('any non-negative history: %s', (name) => {
  test('fills every step with a finite number, without a trend none below zero beyond rounding', () => {
    fc.assert(
      fc.property(history, context, (values, season) => {
        const size = Math.max(1, ...values.filter((value) => value > 1));
        for (const model of createVariants(name, season)) {
          if (!model.fits(values, season)) continue;
          for (const f of forecast(model, values, season)) {
            expect(Number.isFinite(f)).toBe(true);
            expect(f).toBeGreaterThanOrEqual(TRENDED.has(name) ? -100 * size : -1e-9 * size);
          }
        }
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});

/** Models whose forecast of a history that lies higher by a constant is the same, higher by the constant. */
const SHIFTED: Readonly<Partial<Record<ModelName, number>>> = {
  naive: 1e-12,
  'seasonal-naive': 1e-12,
  'seasonal-average': 1e-12,
  'window-average': 1e-12,
  ses: 1e-3,
  holt: 1e-2,
  theta: 1e-2,
  mstl: 1e-2,
};

test.each(Object.entries(SHIFTED))('%s moves with the level of its history', (name, tolerance) => {
  for (const model of createVariants(name as ModelName, WEEKLY)) {
    const base = forecast(model, wave(140, 0.12));
    const higher = forecast(
      model,
      wave(140, 0.12).map((value) => value + 0.5),
    );
    for (let k = 0; k < H; k++) expect(Math.abs(higher[k] - 0.5 - base[k])).toBeLessThan(tolerance);
  }
});

/** As the engine delivers it: in any size, with ranges. */
describe.each([...NAMES, 'boosted'] as const)('delivered: %s', (name) => {
  const h = 9;
  const deliver = (values: ArrayLike<number>, frequency: 'D' | 'W' | 'M' = 'D') =>
    forecastSeries(
      Float64Array.from(values),
      'k',
      options({ models: [name], frequency, horizon: h, backtest: { windows: 3, step: h } }),
    );

  function check({ mean, quantiles, probabilities, weights }: SeriesForecast): void {
    expect(mean).toHaveLength(h);
    expect(quantiles).toHaveLength(probabilities.length * h);
    expect([...mean, ...quantiles].every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    for (let at = h; at < quantiles.length; at++) {
      expect(quantiles[at]).toBeGreaterThanOrEqual(quantiles[at - h]);
    }
    expect(weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  }

  test('any history that has a value, in any size', () => {
    fc.assert(
      fc.property(
        history,
        fc.constantFrom(1, 1e9, 1e-3, 1e-9),
        fc.constantFrom('D', 'W', 'M' as const),
        (values, size, frequency) =>
          check(
            mustForecast(
              deliver(
                values.map((value) => value * size),
                frequency,
              ),
            ),
          ),
      ),
      { numRuns: 20, seed: 3 },
    );
  });

  test('one point, a series shorter than its season, and a constant one', () => {
    for (const values of [[3], [3, 4], wave(5), new Float64Array(40).fill(7)]) {
      const result = mustForecast(deliver(values, 'W'));
      check(result);
      for (const f of result.mean) expect(f).toBeLessThan(25);
    }
    for (const f of mustForecast(deliver(new Float64Array(60).fill(7))).mean) {
      // SBA takes half of its smoothing rate off by definition
      expect(Math.abs(f - 7)).toBeLessThan(name === 'sba' ? 0.15 * 7 : 0.01);
    }
  });

  test('zeros are forecast by zero, in every quantile', () => {
    const { mean, quantiles } = mustForecast(deliver(new Float64Array(60)));
    for (const value of [...mean, ...quantiles]) expect(Math.abs(value)).toBeLessThan(1e-6);
  });

  test('nothing but unknown values, and no values, are failures that say so', () => {
    expect(deliver(new Float64Array(30).fill(Number.NaN))).toMatchObject({ ok: false, code: 'all-unknown' });
    expect(deliver([])).toMatchObject({ ok: false, code: 'empty' });
  });

  test('twice the history to the thirtieth power is twice the forecast to the thirtieth', () => {
    const base = mustForecast(deliver(wave(120).map((value) => value + 0.25)));
    for (const factor of [2 ** 30, 2 ** -30]) {
      const scaled = mustForecast(deliver(wave(120).map((value) => (value + 0.25) * factor)));
      for (let k = 0; k < h; k++) expect(scaled.mean[k]).toBe(base.mean[k] * factor);
    }
  });
});
