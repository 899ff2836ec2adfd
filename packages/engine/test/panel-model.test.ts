import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { blendWeight, compareForecasts, fitBlendPrior, raiseOdds } from '../src/panel-model/blend.ts';
import { PanelForecaster } from '../src/panel-model/panel-forecaster.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { mustForecast, normals, options } from './helpers.ts';
import { ahead, makePanel, promoted } from './promoted-panel.ts';

const slice = (panel: Panel, from: number, to: number): Panel => ({
  ...panel,
  offsets: panel.offsets.subarray(from, to + 1),
  keys: panel.keys.slice(from, to),
  ...(panel.covariates
    ? { covariates: { ...panel.covariates, starts: panel.covariates.starts.subarray(from, to + 1) } }
    : {}),
});

describe('the model of a panel', () => {
  const panel = makePanel(20);
  const alone = ['ets', 'theta', 'seasonal-average'] as const;
  const asked = options({ horizon: ahead, models: [...alone, 'boosted'] });
  const model = trainPanelModel(panel, asked);

  it('forecasts nothing on steps that are known to be closed, in no quantile and no sum', () => {
    const { starts, known, attributes } = panel.covariates as NonNullable<Panel['covariates']>;
    const values = new Float32Array(starts[20] as number).fill(1);
    const first = (starts[1] as number) + (panel.offsets[2] as number) - (panel.offsets[1] as number);
    values.fill(0, first, first + 2);
    const shut = {
      ...panel,
      covariates: { starts, attributes, known: [...known, { name: 'open', kind: 'open', values }] },
    } as Panel;
    const sums = { ...asked, cumulative: { horizons: [1, 2, 3], probabilities: [0.1, 0.9] } };
    const closed = mustForecast(forecastPanel(shut, sums)[1] as never);
    const usual = mustForecast(forecastPanel(panel, sums)[1] as never);
    const rows = closed.probabilities.length;
    for (let q = 0; q < rows; q++) {
      expect([...closed.quantiles.slice(q * ahead, q * ahead + 2)]).toEqual([0, 0]);
      expect(closed.quantiles[q * ahead + 2]).toBe(usual.quantiles[q * ahead + 2]);
    }
    expect([...closed.mean.slice(0, 2)]).toEqual([0, 0]);
    expect([...closed.cumulative.slice(0, 4)]).toEqual([0, 0, 0, 0]);
    expect(closed.cumulative[5]).toBeGreaterThan(0);
  });

  it('forecasts what a known promotion will do, and the models that see the series alone cannot', () => {
    const errors = { with: 0, without: 0 };
    const withModel = forecastPanel(panel, asked, model);
    const without = forecastPanel(panel, { ...asked, models: alone });
    for (let s = 0; s < 20; s++) {
      const length = (panel.offsets[s + 1] as number) - (panel.offsets[s] as number);
      for (let k = 0; k < ahead; k++) {
        const t = length + k;
        const truth =
          20 * (1 + (s % 5)) * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 7)) * (promoted(s, t) ? 3 : 1);
        const error = (forecast: (typeof without)[number] | undefined): number =>
          Math.abs((mustForecast(forecast as (typeof without)[number]).mean[k] as number) / truth - 1);
        errors.with += error(withModel[s]) / (20 * ahead);
        errors.without += error(without[s]) / (20 * ahead);
      }
    }
    expect(errors.with).toBeLessThan(0.12);
    expect(errors.without).toBeGreaterThan(0.3);
    expect(mustForecast(withModel[0] as (typeof without)[number]).weights[0]).toMatchObject({
      model: 'boosted',
    });
  });

  it('gives quantiles that hold what they say on the promoted days of its own back-test', () => {
    let inside = 0;
    let points = 0;
    for (const result of forecastPanel(panel, asked, model)) {
      const { backtest, probabilities } = mustForecast(result);
      const size = backtest.windows * backtest.horizon;
      const low = probabilities.indexOf(0.1) * size;
      const high = probabilities.indexOf(0.9) * size;
      for (let i = 0; i < size; i++) {
        const y = backtest.actual[i] as number;
        if (y >= (backtest.quantiles[low + i] as number) && y <= (backtest.quantiles[high + i] as number))
          inside++;
        points++;
      }
    }
    expect(inside / points).toBeGreaterThan(0.7);
    expect(inside / points).toBeLessThan(0.95);
  });

  it('gives the same bytes however the panel is cut', () => {
    const whole = forecastPanel(panel, asked, model);
    const parts = [slice(panel, 0, 3), slice(panel, 3, 4), slice(panel, 4, 20)];
    expect(parts.flatMap((part) => forecastPanel(part, asked, model))).toEqual(whole);
  });

  it.each([1, 3, 14, 40])('says of many origins what it says of each alone, %i steps ahead', (steps) => {
    const judged = model as NonNullable<typeof model>;
    const length = panel.offsets[1] as number;
    const longest = Math.max(...judged.refits.map(({ span }) => span));
    // first sold in the middle of what the refits did not see: before, there is nothing to forecast from
    const late = { ...panel, values: panel.values.slice() };
    late.values.fill(0, 0, length - (longest >> 1));
    const candidate = new PanelForecaster(late, judged, steps).candidate(0);
    const unseen = Array.from({ length: longest }, (_, i) => length - longest + i);
    const origins = [20, 200, length - longest - 2, ...unseen];
    const isSeen = origins.map((origin) => origin < length - 1 - longest);
    const ask = (asked: readonly number[]) => {
      const mean = new Float64Array(asked.length * steps);
      const size = new Float64Array(asked.length * steps).fill(1);
      return { found: candidate.evidence(asked, steps, mean, size), mean, size };
    };
    const all = ask(origins);
    expect(all.found).toBe(true);
    for (const [i, origin] of origins.entries()) {
      const one = ask([origin]);
      expect(all.mean.subarray(i * steps, (i + 1) * steps)).toEqual(one.mean);
      expect(all.size.subarray(i * steps, (i + 1) * steps)).toEqual(one.size);
      expect(one.found).toBe(!isSeen[i]);
      expect(one.mean.every(Number.isNaN)).toBe(isSeen[i]);
    }
    expect(ask([20, 200]).found).toBe(false);
    expect(ask([length - longest]).mean).toEqual(new Float64Array(steps));
    expect(ask([length - 1]).mean.every((value) => value > 0)).toBe(true);
  });

  it('is the same when trained again', () => {
    expect(trainPanelModel(panel, asked)).toEqual(model);
  });

  it('is the mean of three trainings with more trees each than those that judged it', () => {
    const judged = model?.refits.map(({ booster }) => booster.trees.length) ?? [];
    expect(model?.whole.trees.length).toBe(3 * Math.round(1.4 * Math.max(...judged)));
  });

  it('is not there where the own models are right by themselves, unless it alone is asked for', () => {
    const months = 96;
    const offsets = Uint32Array.from({ length: 121 }, (_, s) => s * months);
    const ofMonth = (s: number, t: number): number => (t < 12 ? 70 : 50) + (((t % 12) * (s + 5) * 7) % 90);
    const values = Float64Array.from({ length: 120 * months }, (_, i) =>
      ofMonth(Math.floor(i / months), i % months),
    );
    const repeated: Panel = {
      values,
      offsets,
      keys: Array.from({ length: 120 }, (_, s) => `${s}|`),
      lastDay: 19_000,
    };
    const monthly = { horizon: 12, frequency: 'M', backtest: { windows: 3, step: 12 } } as const;
    expect(
      trainPanelModel(repeated, options({ ...monthly, models: ['seasonal-naive', 'boosted'] })),
    ).toBeUndefined();
    expect(trainPanelModel(repeated, options({ ...monthly, models: ['boosted'] }))).toBeDefined();
  });

  it('is there though a rise of the whole shop in the last weeks makes every tree look wrong', () => {
    const weeks = 48;
    const noise = normals('rise');
    const usual = (s: number, t: number): number => (20 + 5 * s) * ((s + t) % 2 === 0 ? 1.3 : 0.7);
    const turning = (t: number): number =>
      0.9 ** Math.min(t, weeks - 14) * 1.1 ** Math.max(0, t - weeks + 14);
    const rising = (s: number, t: number): number => 10 * usual(s, t) * turning(t) * (1 + 0.1 * noise());
    const offsets = Uint32Array.from({ length: 41 }, (_, s) => s * weeks);
    const values = Float64Array.from({ length: 40 * weeks }, (_, i) =>
      Math.max(0, Math.round(rising(Math.floor(i / weeks), i % weeks))),
    );
    const keys = Array.from({ length: 40 }, (_, s) => `${s}|`);
    const shop: Panel = { values, offsets, keys, lastDay: 19_000 };
    const weekly = options({
      horizon: 4,
      frequency: 'W',
      models: ['boosted'],
      backtest: { windows: 3, step: 4 },
    });
    const risen = trainPanelModel(shop, weekly);
    expect(risen).toBeDefined();
    let error = 0;
    for (const [s, result] of forecastPanel(shop, weekly, risen).entries()) {
      for (const [k, mean] of mustForecast(result).mean.entries()) {
        error += Math.abs(mean / (10 * usual(s, weeks + k) * turning(weeks + k)) - 1) / (40 * 4);
      }
    }
    // what stands in for the trees errs by 0.40
    expect(error).toBeLessThan(0.3);
  });

  it('judges itself by trees that never saw the last windows', () => {
    const changed = { ...panel, values: panel.values.slice() };
    for (let s = 0; s < 20; s++) {
      const end = panel.offsets[s + 1] as number;
      for (let t = end - 3 * ahead; t < end; t++) changed.values[t] = 7;
    }
    const other = trainPanelModel(changed, asked);
    const before = model?.refits.at(-1);
    const after = other?.refits.at(-1);
    expect(before?.span).toBe(3 * ahead);
    // The last windows say how many trees, and nothing about the trees themselves.
    const count = Math.min(before?.booster.trees.length ?? 0, after?.booster.trees.length ?? 0);
    expect(after?.booster.trees.slice(0, count)).toEqual(before?.booster.trees.slice(0, count));
    expect(after?.booster.base).toBe(before?.booster.base);
  });

  it('stands alone when it alone is asked for, and is not trained when it is not', () => {
    const alone = options({ horizon: ahead, models: ['boosted'] });
    const [first] = forecastPanel(panel, alone, trainPanelModel(panel, alone));
    expect(first).toMatchObject({ ok: true, model: 'boosted', weights: [{ model: 'boosted', weight: 1 }] });
    expect(first).not.toHaveProperty('standIn.wanted');
    expect(trainPanelModel(panel, options({ models: ['naive', 'theta'] }))).toBeUndefined();
    const [standIn] = forecastPanel(panel, alone);
    expect(standIn).toMatchObject({
      model: 'naive',
      standIn: { wanted: 'boosted', reason: expect.stringMatching(/^No boosted model could be trained/) },
    });
  });

  it('is trained twice for the fast profile, without the last six windows and on everything', () => {
    const fast = options({ horizon: ahead, models: 'fast' });
    const quick = trainPanelModel(panel, fast);
    expect(quick?.refits.map(({ span }) => span)).toEqual([model?.refits[0]?.span]);
    expect(quick?.rows).toBeLessThan((model?.rows as number) / 2);
    const [first] = forecastPanel(panel, fast, quick);
    expect(mustForecast(first as never).weights.map((part) => part.model)).toContain('boosted');
  });

  it('is left out where there is nothing to learn from', () => {
    const none: Panel = { values: new Float64Array(0), offsets: Uint32Array.of(0), keys: [] };
    expect(trainPanelModel(none, asked)).toBeUndefined();
    const short: Panel = { values: Float64Array.of(1, 2, 3), offsets: Uint32Array.of(0, 3), keys: ['a'] };
    expect(trainPanelModel(short, asked)).toBeUndefined();
    const negative = { ...panel, values: panel.values.map((y, i) => (i === 50 ? -1 : y)) };
    expect(trainPanelModel(negative, asked)).toBeUndefined();
    const unknown = { ...panel, values: panel.values.map(() => Number.NaN) };
    expect(trainPanelModel(unknown, asked)).toBeUndefined();
    const silent = { ...panel, values: panel.values.map(() => 0) };
    expect(trainPanelModel(silent, asked)).toBeUndefined();
  });

  it('forecasts series that sold nothing lately or have gaps, without NaN or a negative number', () => {
    const values = panel.values.slice();
    values.fill(0, panel.offsets[1], panel.offsets[2]);
    values.fill(0, (panel.offsets[2] as number) + 40, panel.offsets[3]);
    values.fill(Number.NaN, (panel.offsets[3] as number) + 40, (panel.offsets[4] as number) - 1);
    const results = forecastPanel({ ...panel, values }, asked, model);
    for (const result of results) {
      const { mean, quantiles } = mustForecast(result);
      expect(mean.every((f) => f >= 0)).toBe(true);
      expect(quantiles.every((f) => f >= 0)).toBe(true);
    }
  });
});

describe('the weight of two forecasts', () => {
  const actual = Float64Array.from({ length: 60 }, (_, t) => 10 + (t % 7) + ((t * 37) % 11) / 4);
  const origins = Int32Array.of(19, 29, 39, 49);
  const truth = Float64Array.from({ length: 40 }, (_, i) => actual[20 + i] as number);
  const off = truth.map((y, i) => y + (i % 2 ? 2 : -2));

  it('goes to the one that is right', () => {
    const right = compareForecasts(actual, 7, origins, 10, off, truth);
    const wrong = compareForecasts(actual, 7, origins, 10, truth, off);
    expect(fitBlendPrior(Array.from({ length: 50 }, () => right)).weight).toBeGreaterThan(0.95);
    expect(fitBlendPrior(Array.from({ length: 50 }, () => wrong)).weight).toBeLessThan(0.05);
    expect(fitBlendPrior([]).weight).toBe(0.5);
  });

  it('rests on the panel where a series has few windows, and on itself where it has many', () => {
    const right = compareForecasts(actual, 7, origins, 10, off, truth);
    const prior = { weight: 0.2, square: right.square };
    expect(blendWeight(right, prior, 1)).toBeLessThan(0.3);
    expect(blendWeight(right, prior, 1000)).toBeGreaterThan(0.9);
    expect(blendWeight({ cross: 0, square: 0, points: 0 }, prior, 4)).toBeCloseTo(0.2, 10);
    // odds of 1 : 4 become 2 : 4, and none and all stay
    expect([0, 0.2, 1].map(raiseOdds)).toEqual([0, expect.closeTo(2 / 6, 10), 1]);
  });

  it('does not count what is unknown', () => {
    const gaps = truth.map((y, i) => (i < 20 ? Number.NaN : y));
    const half = compareForecasts(actual, 7, origins, 10, off, gaps);
    expect(half.points).toBe(20);
  });
});
