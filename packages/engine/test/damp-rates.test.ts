import { describe, expect, it } from 'vitest';
import { dampRates } from '../src/models/damp-rates.ts';
import { ets, ses } from '../src/models/ets.ts';
import type { Model, TrainedModel } from '../src/models/model.ts';
import { createRandom } from '../src/random/random.ts';

const horizon = 28;

/** A level of 100 from which sales stray for some days (an autoregression of 0.7); `wander` moves the level itself. */
function makeSeries(seed: number, length: number, wander: number): Float64Array {
  const random = createRandom(seed, 'strays');
  let level = 100;
  let stray = 0;
  return Float64Array.from({ length }, () => {
    level += wander * (random() - 0.5);
    stray = 0.7 * stray + 20 * (random() - 0.5);
    return Math.max(1, level + (wander > 0 ? 0 : stray));
  });
}

function forecastOf(model: Model, values: Float64Array, horizons?: number): Float64Array {
  const season = { season: 7, cycles: [7] };
  const trained = model.train(values, horizons === undefined ? season : { ...season, horizon: horizons });
  const out = new Float64Array(horizon);
  trained.predict(values, Int32Array.of(values.length - 1), horizon, out);
  return out;
}

/** Mean distance from the level of 100, over many series and all steps. */
function distanceOf(model: Model, horizons?: number): number {
  let sum = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const ahead = forecastOf(model, makeSeries(seed, 400, 0), horizons);
    for (const one of ahead) sum += Math.abs(one - 100) / ahead.length / 20;
  }
  return sum;
}

describe('rates damped for the horizon', () => {
  it.each([
    ['ses', ses],
    ['ets', ets],
  ] as const)('no longer follow what is over before the horizon is: %s', (_, model) => {
    expect(distanceOf(model, horizon)).toBeLessThan(0.6 * distanceOf(model));
  });

  it('stay where the level wanders, where only the next step counts, and where nothing can be judged', () => {
    const wandering = makeSeries(1, 400, 10);
    expect(forecastOf(ses, wandering, horizon)).toEqual(forecastOf(ses, wandering));
    const straying = makeSeries(1, 400, 0);
    expect(forecastOf(ses, straying, 1)).toEqual(forecastOf(ses, straying));
    const short = straying.slice(0, 20);
    expect(forecastOf(ses, short, horizon)).toEqual(forecastOf(ses, short));
  });

  it('try smaller shares only while they gain, and take none for a small gain on a short history', () => {
    /** Forecasts that err by these at each share of the rates; which were tried, and which was taken. */
    const choose = (length: number, errors: Readonly<Record<number, number>>) => {
      const tried: number[] = [];
      const { label } = dampRates(new Float64Array(length).fill(10), 10, (share): TrainedModel => {
        tried.push(share);
        const error = errors[share] as number;
        return {
          label: `${share}`,
          parameters: 1,
          predict: (_values, _origins, _horizon, out) => void out.fill(10 - error),
        };
      });
      return { tried, taken: Number(label) };
    };
    expect(choose(400, { 1: 2, 0.5: 1.5, 0.25: 1.6, 0.1: 0.1 })).toEqual({
      tried: [1, 0.5, 0.25],
      taken: 0.5,
    });
    expect(choose(400, { 1: 2, 0.5: 1.8, 0.25: 1.5, 0.1: 1 })).toEqual({
      tried: [1, 0.5, 0.25, 0.1],
      taken: 0.1,
    });
    expect(choose(400, { 1: 2, 0.5: 2, 0.25: 1, 0.1: 1 })).toEqual({ tried: [1, 0.5], taken: 1 });
    // two horizons in the later half: a gain of 10 % is less than the 15 % that they ask for
    expect(choose(40, { 1: 2, 0.5: 1.9, 0.25: 1.85, 0.1: 1.8 }).taken).toBe(1);
  });
});
