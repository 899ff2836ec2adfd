import { describe, expect, it } from 'vitest';
import type { KnownColumn, Panel } from '../src/contract.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { etsRegression } from '../src/models/regression/ets-regression.ts';
import { fitEffects } from '../src/models/regression/fit-effects.ts';
import { type Regressors, regressorsOf } from '../src/models/regression/regressors.ts';
import { createRandom } from '../src/random/random.ts';
import { mustForecast, options } from './helpers.ts';
import { flagged, knownColumn, panelOfOne } from './known-columns.ts';

const days = 200;
const ahead = 14;
const length = days + ahead;

/** Weekly shape and noise; `factor` is what the known column does. */
function demand(factor: (t: number) => number, count = days, level = 20): Float64Array {
  const random = createRandom(5, 'demand');
  return Float64Array.from({ length: count }, (_, t) =>
    Math.round(level * (1 + 0.4 * Math.sin((2 * Math.PI * t) / 7)) * factor(t) * (0.8 + 0.4 * random())),
  );
}

const column = (kind: KnownColumn['kind'], value: (t: number) => number): KnownColumn =>
  knownColumn(kind, value, length);

const panelOf = (values: Float64Array, known: readonly KnownColumn[], steps = ahead): Panel =>
  panelOfOne(values, known, steps);

const asked = options({ horizon: ahead, models: ['ets-regression'] });
const forecastOf = (panel: Panel) => mustForecast(forecastPanel(panel, asked)[0] as never);

describe('a regression with errors that are smoothed', () => {
  it('expects of a planned promotion what past ones did', () => {
    const values = demand((t) => (flagged(t) ? 2 : 1));
    const result = forecastOf(panelOf(values, [column('flag', (t) => (flagged(t) ? 1 : 0))]));
    expect(result.model).toMatch(/^ets-regression\(/);
    for (let k = 0; k < ahead; k++) {
      const t = days + k;
      const truth = 20 * (1 + 0.4 * Math.sin((2 * Math.PI * t) / 7)) * (flagged(t) ? 2 : 1);
      expect(Math.abs((result.mean[k] as number) / truth - 1), `day ${k}`).toBeLessThan(0.2);
    }
  });

  it('learns the elasticity of a price, also of a slow seller', () => {
    const price = (t: number): number => 2 + 0.5 * (Math.floor(t / 20) % 3);
    for (const level of [20, 0.8]) {
      const values = demand((t) => (price(t) / 2.5) ** -2, days, level);
      const regressors = regressorsOf(panelOf(values, [column('price', price)]), 0, 0) as Regressors;
      const { factors } = fitEffects(values, regressors, 7);
      const cheap = factors[0] as number;
      const dear = factors[45] as number;
      expect(Math.log(dear / cheap) / Math.log(price(45) / price(0))).toBeCloseTo(-2, level > 1 ? 0 : -0.5);
    }
  });

  it('knows an event by its days, and a number by its size', () => {
    const event = (t: number): number => (t % 50 < 2 ? 3 : 0);
    const heat = (t: number): number => 20 + 8 * Math.sin(t / 9);
    const values = demand((t) => (event(t) > 0 ? 0.4 : 1) * Math.exp(0.04 * (heat(t) - 20)));
    const known = [column('category', event), column('number', heat)];
    const { factors } = fitEffects(values, regressorsOf(panelOf(values, known), 0, 0) as Regressors, 7);
    expect(factors[50] as number).toBeLessThan(0.65 * (factors[53] as number));
    const [hot, cold] = [14, 42].map((t) => factors[t] as number);
    expect(Math.log((hot as number) / (cold as number))).toBeGreaterThan(0.03 * (heat(14) - heat(42)));
  });

  it('looks at nothing after the window it is tested on', () => {
    const known = [column('flag', (t) => (flagged(t) ? 1 : 0))];
    const values = demand((t) => (flagged(t) ? 2 : 1));
    const changed = values.slice();
    for (let t = 150; t < days; t++) changed[t] = flagged(t) ? 1 : 90;
    const context = { season: 7, cycles: [7], regressors: regressorsOf(panelOf(values, known), 0, 0) };
    const predict = (of: Float64Array): Float64Array => {
      const out = new Float64Array(ahead);
      etsRegression.train(of.subarray(0, 150), context).predict(of, Int32Array.of(149), ahead, out);
      return out;
    };
    expect(predict(changed)).toEqual(predict(values));
  });

  it('says no more than ets where nothing differs, and of closed days nothing', () => {
    const values = demand(() => 1);
    const plain = mustForecast(
      forecastPanel(
        { values, offsets: Uint32Array.of(0, days), keys: ['a'] },
        { ...asked, models: ['ets'] },
      )[0] as never,
    );
    for (const known of [
      [column('flag', () => 0)],
      [column('flag', () => Number.NaN)],
      [column('price', () => Number.NaN)],
      [column('number', () => 7)],
      [column('open', (t) => (t === 20 ? 0 : 1))],
    ]) {
      expect(forecastOf(panelOf(values, known)).mean).toEqual(plain.mean);
    }
    const closed = forecastOf(panelOf(values, [column('open', (t) => (t === days ? 0 : 1))]));
    expect(closed.mean[0]).toBe(0);
  });

  it('stays finite and within reach of the past on whatever it is given', () => {
    const random = createRandom(9, 'anything');
    const kinds = ['flag', 'price', 'number', 'category'] as const;
    for (let round = 0; round < 60; round++) {
      const n = 2 + Math.floor(random() * 120);
      const scale = 10 ** (random() * 12 - 4);
      const values = Float64Array.from({ length: n }, () =>
        random() < 0.1 ? Number.NaN : random() < 0.4 ? 0 : Math.floor(random() * 9) * scale,
      );
      const wild = (): number => (random() < 0.2 ? Number.NaN : (random() - 0.2) * 10 ** (random() * 8));
      const known = kinds.map((kind) => ({
        ...column(kind, wild),
        values: Float32Array.from({ length: n + ahead }, wild),
      }));
      const [result] = forecastPanel(panelOf(values, known), asked);
      if (!result?.ok) continue;
      const largest = Math.max(0, ...values.filter((y) => !Number.isNaN(y)));
      for (const value of result.mean) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(6 * largest + 1e-9);
      }
    }
  });

  it('without known days ahead goes on with its level', () => {
    const values = demand((t) => (flagged(t) ? 2 : 1));
    const known = [{ ...column('flag', (t) => (flagged(t) ? 1 : 0)) }];
    const short = panelOf(
      values,
      known.map((one) => ({ ...one, values: one.values.subarray(0, days) })),
      0,
    );
    const result = forecastOf(short);
    for (const mean of result.mean) expect(mean).toBeLessThan(32);
  });
});

describe('auto and fast', () => {
  it.each(['auto', 'fast'] as const)('give %s a model of single series that knows a promotion', (models) => {
    const values = demand((t) => (flagged(t) ? 2 : 1));
    const panel = panelOf(values, [column('flag', (t) => (flagged(t) ? 1 : 0))]);
    const result = mustForecast(forecastPanel(panel, { ...asked, models })[0] as never);
    const part = result.weights.find(({ model }) => model.startsWith('ets-regression('));
    expect(part?.weight).toBeGreaterThan(0.3);
  });
});
