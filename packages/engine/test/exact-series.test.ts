import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { forecastSeries } from '../src/forecast-series.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { leastTold, relativeLosses } from '../src/select/combine-weights.ts';
import { mustForecast, normals, options } from './helpers.ts';

describe('the error that values hardly tell from none', () => {
  it('is their mean size over their number, and 0 where nothing was sold or known', () => {
    expect(leastTold(Float64Array.of(99, 2, Number.NaN, 4, 0), 1)).toBeCloseTo(6 / 3 / 3, 12);
    expect(leastTold(new Float64Array(5), 0)).toBe(0);
    expect(leastTold(Float64Array.of(1, Number.NaN), 1)).toBe(0);
  });

  it('is what the losses of others are compared with where the best made no error', () => {
    const losses = [0, 0.05, 0.2, 1].map((absolute) => ({ absolute, squared: absolute ** 2 }));
    const best = { absolute: 0, squared: 0 };
    expect(relativeLosses(losses, best, 0.1)).toEqual([1, 1, 2, 10]);
    // windows of nothing but zeros
    expect(relativeLosses(losses, best, 0)).toEqual([1, 1.02625, 1.12, 2]);
    expect(relativeLosses(losses.slice(1), { absolute: 0.05, squared: 0.0025 }, 0.1)).toEqual([1, 4, 20]);
  });
});

describe('a series that repeats exactly', () => {
  const year = [100, 80, 90, 100, 110, 120, 100, 90, 100, 120, 200, 400];
  const week = [5, 6, 7, 8, 20, 30, 0];

  it('is forecast as it repeats, and not mixed with models that err by a few per cent', () => {
    const values = Float64Array.from({ length: 36 }, (_, t) => year[t % 12] as number);
    const monthly = options({ horizon: 12, frequency: 'M', backtest: { windows: 3, step: 12 } });
    const { mean, weights } = mustForecast(forecastSeries(values, 'months', monthly));
    expect([...mean]).toEqual(year);
    expect(weights[0]?.model).toBe('seasonal-naive(12)');
  });

  it('gives nothing to the model of the panel, whatever its neighbours are', () => {
    const days = 140;
    const draw = normals('noise');
    const noise = Array.from({ length: days }, draw);
    const series = [
      Float64Array.from({ length: days }, (_, t) => week[t % 7] as number),
      Float64Array.from({ length: days }, (_, t) => 1e9 * (1 + (t % 7))),
      ...[1, 2, 3].map((s) => Float64Array.from(noise, (e) => Math.max(0, Math.round(20 * s + 4 * e)))),
    ];
    const panel: Panel = {
      values: Float64Array.from(series.flatMap((one) => [...one])),
      offsets: Uint32Array.from({ length: series.length + 1 }, (_, s) => s * days),
      keys: series.map((_, s) => `item ${s}|`),
      lastDay: 19_000,
    };
    const asked = options({ horizon: 7, models: ['naive', 'seasonal-naive', 'boosted'] });
    const model = trainPanelModel(panel, asked);
    expect(model).toBeDefined();
    const { mean, weights } = mustForecast(forecastPanel(panel, asked, model)[0] as never);
    for (const [k, value] of mean.entries()) expect(value).toBeCloseTo(week[k] as number, 6);
    expect(weights.map((part) => part.model)).not.toContain('boosted');
  });

  it('has a range that the number of values supports: wide after three, none after two hundred', () => {
    const widths = (length: number): number[] => {
      const asked = options({ horizon: 7, levels: [95] });
      const { quantiles } = mustForecast(forecastSeries(new Float64Array(length).fill(20), 'equal', asked));
      return Array.from({ length: 7 }, (_, k) => (quantiles[14 + k] as number) - (quantiles[k] as number));
    };
    for (const length of [1, 2, 3, 5, 8]) expect(Math.min(...widths(length))).toBeGreaterThan(5);
    expect(widths(200)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('the mean', () => {
  it('lies inside its own range of 95 % where every error of the back-test has one sign', () => {
    const rising = Float64Array.from({ length: 200 }, (_, t) => 10 + 2 * t);
    for (const values of [rising, rising.map((y) => y + 0.5), rising.map((y) => y - 400)]) {
      for (const horizon of [1, 7]) {
        const asked = options({
          horizon,
          levels: [95],
          models: ['naive'],
          backtest: { windows: 20, step: 7 },
        });
        const { mean, quantiles } = mustForecast(forecastSeries(values, 'rising', asked));
        for (let k = 0; k < horizon; k++) {
          expect(mean[k]).toBeGreaterThanOrEqual(quantiles[k] as number);
          expect(mean[k]).toBeLessThanOrEqual(quantiles[2 * horizon + k] as number);
        }
      }
    }
  });
});

describe('a reported window of a short series', () => {
  it('has ranges that do not know its own outcome', () => {
    const asked = options({
      horizon: 12,
      frequency: 'M',
      models: ['naive'],
      backtest: { windows: 1, step: 12 },
    });
    const draw = normals('short');
    const noise = Array.from({ length: 30 }, draw);
    const rangesOf = (shift: number): number[] => {
      const values = Float64Array.from(noise, (e, t) => 100 + 10 * e + (t >= 18 ? shift : 0));
      const { backtest } = mustForecast(forecastSeries(values, 'short', asked));
      expect(backtest.windows).toBe(1);
      return [...backtest.quantiles];
    };
    // another size of the series as a whole may move the last digits
    const [usual, moved] = [rangesOf(0), rangesOf(60)];
    for (const [i, value] of usual.entries()) expect(moved[i]).toBeCloseTo(value, 6);
  });
});
