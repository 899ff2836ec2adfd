import { describe, expect, test } from 'vitest';
import type { ModelName } from '../src/contract.ts';
import { createVariants, selectCandidates } from '../src/models/candidates.ts';
import type { Model, ModelContext } from '../src/models/model.ts';

const NAMES: ModelName[] = [
  'naive',
  'seasonal-naive',
  'seasonal-average',
  'seasonal-profile',
  'window-average',
  'ses',
  'holt',
  'damped',
  'holt-winters',
  'ets',
  'theta',
  'dynamic-theta',
  'ces',
  'mstl',
  'auto-arima',
  'ets-regression',
  'croston',
  'sba',
  'tsb',
  'adida',
  'imapa',
];
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
