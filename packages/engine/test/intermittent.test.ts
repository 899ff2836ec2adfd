import { expect, test } from 'vitest';
import { adida, imapa } from '../src/models/aggregate.ts';
import { type CrostonState, croston, sba, updateCroston } from '../src/models/croston.ts';
import type { Model } from '../src/models/model.ts';
import { createSeasonalProfile } from '../src/models/seasonal-profile.ts';
import { tsb } from '../src/models/tsb.ts';
import { createRandom } from '../src/random/random.ts';

const NO_SEASON = { season: 1, cycles: [] };

function forecast(model: Model, values: Float64Array): number {
  const out = new Float64Array(1);
  model.train(values, NO_SEASON).predict(values, Int32Array.of(values.length - 1), 1, out);
  return out[0];
}

test("Croston's recursion by hand at alpha 0.1", () => {
  const state: CrostonState = { size: 4, interval: 2, since: 0 };
  // No demand: nothing moves but the clock.
  updateCroston(state, 0, 0.1);
  updateCroston(state, 0, 0.1);
  expect(state).toEqual({ size: 4, interval: 2, since: 2 });
  // A demand of 6 after 3 steps: size 4 + 0.1 * 2, interval 2 + 0.1 * 1.
  updateCroston(state, 6, 0.1);
  expect(state.size).toBeCloseTo(4.2, 12);
  expect(state.interval).toBeCloseTo(2.1, 12);
  expect(state.since).toBe(0);
  // An unknown step is not part of the interval.
  updateCroston(state, Number.NaN, 0.1);
  expect(state.since).toBe(0);
});

test('regular demand: 6 every third step is 2 a step, less half alpha for SBA', () => {
  const values = Float64Array.from({ length: 60 }, (_, t) => (t % 3 === 2 ? 6 : 0));
  expect(forecast(croston, values)).toBeCloseTo(2, 6);
  const corrected = forecast(sba, values);
  expect(corrected).toBeLessThan(2);
  expect(corrected).toBeGreaterThan(2 * (1 - 0.3 / 2) - 1e-9);
});

test('an item that stopped selling: TSB falls towards zero, Croston does not', () => {
  const values = new Float64Array(120);
  for (let t = 0; t < 60; t += 2) values[t] = 5 + (t % 3);
  expect(forecast(croston, values)).toBeGreaterThan(1.5);
  expect(forecast(tsb, values)).toBeLessThan(0.5);
});

/** Slow demand: a chance of a sale, unknown steps, and runs without one of up to `longest` steps. */
function slow(key: string, chance: number, longest: number): Float64Array {
  const random = createRandom(3, key);
  const values = new Float64Array(500);
  for (let t = 0; t < values.length; t++) {
    if (random() < 0.01) t += Math.floor(longest * random());
    else if (random() < 0.05) values[t] = Number.NaN;
    else if (random() < chance) values[t] = 1 + Math.floor(6 * random());
  }
  return values;
}

/** The forecast by the rates with the least squared one-step error, every step walked one by one. */
function walked(
  values: Float64Array,
  rates: readonly (readonly number[])[],
  start: () => (y: number | undefined, rates: readonly number[]) => number,
): number {
  let least = Number.POSITIVE_INFINITY;
  let best = Number.NaN;
  for (const pair of rates) {
    const step = start();
    let squares = 0;
    let forecast = step(undefined, pair);
    for (const y of values.filter((y) => !Number.isNaN(y))) {
      squares += (y - forecast) ** 2;
      forecast = step(y, pair);
    }
    if (squares < least) [least, best] = [squares, forecast];
  }
  return best;
}

test.each([
  ['many sales', 0.6, 5],
  ['few sales', 0.1, 40],
  ['long runs without one', 0.03, 200],
  ['hardly a sale', 0.015, 300],
])('the errors of a run of zeros are those of its steps: %s', (key, chance, longest) => {
  const values = slow(key, chance, longest);
  const known = values.filter((y) => !Number.isNaN(y));
  const demands = known.filter((y) => y > 0);
  const meanSize = demands.reduce((sum, y) => sum + y, 0) / demands.length;
  const pairs = [0.02, 0.1, 0.2].flatMap((size) =>
    [0.01, 0.02, 0.05, 0.1, 0.2, 0.3].map((chance) => [size, chance]),
  );
  const byTsb = walked(values, pairs, () => {
    let [size, probability] = [meanSize, demands.length / known.length];
    return (y, [sizeRate = 0, chanceRate = 0]) => {
      if (y !== undefined) probability += chanceRate * ((y > 0 ? 1 : 0) - probability);
      if (y !== undefined && y > 0) size += sizeRate * (y - size);
      return size * probability;
    };
  });
  expect(forecast(tsb, values)).toBeCloseTo(byTsb, 10);
  const alphas = [0.05, 0.1, 0.15, 0.2, 0.3].map((alpha) => [alpha]);
  const bySba = walked(values, alphas, () => {
    const state: CrostonState = { size: demands[0] ?? 0, interval: known.length / demands.length, since: 0 };
    return (y, [alpha = 0]) => {
      if (y !== undefined) updateCroston(state, y, alpha);
      return ((1 - alpha / 2) * state.size) / Math.max(1, state.interval);
    };
  });
  expect(forecast(sba, values)).toBeCloseTo(bySba, 10);
});

test('TSB keeps the rate of regular demand', () => {
  const values = Float64Array.from({ length: 400 }, (_, t) => ((t * 7919) % 4 === 0 ? 8 : 0));
  expect(forecast(tsb, values)).toBeGreaterThan(1.2);
  expect(forecast(tsb, values)).toBeLessThan(2.8);
});

test('aggregation over the mean interval sees a constant where the steps are lumpy', () => {
  const values = Float64Array.from({ length: 60 }, (_, t) => (t % 3 === 2 ? 6 : 0));
  expect(forecast(adida, values)).toBeCloseTo(2, 9);
  expect(forecast(imapa, values)).toBeGreaterThan(1.7);
  expect(forecast(imapa, values)).toBeLessThan(2.4);
});

test('blocks end with the last known value, and what is left over at the beginning is in none', () => {
  // 4 of 7 known steps have a demand: blocks of 2
  const values = Float64Array.of(5, 0, 4, Number.NaN, 0, 4, 0, 4);
  expect(forecast(adida, values)).toBeCloseTo(2, 12);
  // From the step before the blocks are (5, 0), (4, 0), (4, 0). Every rate fits the training, so the first is taken.
  const earlier = new Float64Array(1);
  adida.train(values, NO_SEASON).predict(values, Int32Array.of(6), 1, earlier);
  let level = (2.5 + 2 + 2) / 3;
  for (const mean of [2.5, 2, 2]) level += 0.03 * (mean - level);
  expect(earlier[0]).toBeCloseTo(level, 12);
});

test('a profile finds the busy weekday of an item too slow to repeat its weeks', () => {
  // Sells about every ninth weekday, but every other Saturday (place 5).
  const values = Float64Array.from({ length: 700 }, (_, t) =>
    t % 7 === 5 ? (Math.floor(t / 7) % 2) * 2 : (t * 7919) % 9 === 0 ? 1 : 0,
  );
  const out = new Float64Array(7);
  createSeasonalProfile(7).train(values, NO_SEASON).predict(values, Int32Array.of(699), 7, out);
  for (let k = 0; k < 7; k++) {
    if (k === 5) expect(out[k]).toBeGreaterThan(0.7);
    else expect(out[k]).toBeLessThan(0.35);
  }
});

/** Teunter, Syntetos and Babai step by step: the squared one-step errors of a pair of rates, and the forecast after it. */
function tsbByHand(
  values: Float64Array,
  sizeRate: number,
  chanceRate: number,
): [squares: number, next: number] {
  const known = values.filter((y) => !Number.isNaN(y));
  const sales = known.filter((y) => y !== 0);
  let size = sales.reduce((sum, y) => sum + y, 0) / sales.length;
  let chance = sales.length / known.length;
  let squares = 0;
  for (const y of known) {
    squares += (y - size * chance) ** 2;
    if (y !== 0) size += sizeRate * (y - size);
    chance += chanceRate * ((y !== 0 ? 1 : 0) - chance);
  }
  return [squares, size * chance];
}

test('TSB takes the pair of rates with the least squared error of all', () => {
  for (const seed of [3, 11, 29, 71]) {
    const values = Float64Array.from({ length: 160 }, (_, t) => {
      if ((t * seed) % 23 === 4) return Number.NaN;
      return (t * t * seed) % (t < 80 ? 7 : 13) < 3 ? 1 + ((t * seed) % 5) : 0;
    });
    let best: [squares: number, next: number] = [Number.POSITIVE_INFINITY, 0];
    for (const size of [0.02, 0.1, 0.2]) {
      for (const chance of [0.01, 0.02, 0.05, 0.1, 0.2, 0.3]) {
        const found = tsbByHand(values, size, chance);
        if (found[0] < best[0] - 1e-9) best = found;
      }
    }
    expect(forecast(tsb, values), `seed ${seed}`).toBeCloseTo(best[1], 10);
  }
});
