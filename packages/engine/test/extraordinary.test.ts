import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { findExtraordinary, temperValues } from '../src/demand/extraordinary.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { forecastSeries } from '../src/forecast-series.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { mustForecast, options, poissons } from './helpers.ts';

/** Sales of about ten a day. */
function tenADay(days: number, seed = 1): Float64Array {
  const draw = poissons(`sales ${seed}`, 10);
  return Float64Array.from({ length: days }, draw);
}

/** The same with one of another size, `back` days before the last. */
function withOne(quantity: number, back: number, days = 730, seed = 1): Float64Array {
  const values = tenADay(days, seed);
  values[days - 1 - back] = quantity;
  return values;
}
const meanOf = (values: Float64Array): number => values.reduce((sum, y) => sum + y, 0) / values.length;

describe('extraordinary sales', () => {
  it('are the few that lie more than ten times above all others', () => {
    const values = withOne(5000, 20);
    const largest = Math.max(...values.filter((y) => y < 5000));
    expect(findExtraordinary(values)).toEqual([{ back: 20, quantity: 5000, taken: largest }]);
    const tempered = temperValues(values);
    expect(tempered[709]).toBe(largest);
    expect([...tempered].filter((y, t) => y !== values[t])).toEqual([largest]);
    expect(values[709]).toBe(5000);
  });

  it('are none where the largest is within ten times the others', () => {
    const values = withOne(9 * Math.max(...tenADay(730, 1)), 20);
    expect(findExtraordinary(values)).toEqual([]);
    expect(temperValues(values)).toBe(values);
  });

  it('are none where the same comes back every year', () => {
    const values = tenADay(1100, 1);
    for (const t of [10, 375, 740, 1095]) values[t] = 4000;
    expect(findExtraordinary(values)).toEqual([]);
    values[375] = 3;
    values[740] = 3;
    expect(findExtraordinary(values).map(({ back }) => back)).toEqual([1089, 4]);
  });

  it('are none in a short or slow history, and unknown values count for nothing', () => {
    expect(findExtraordinary(withOne(5000, 5, 19))).toEqual([]);
    const slow = new Float64Array(400);
    for (let t = 0; t < 400; t += 40) slow[t] = 1;
    slow[200] = 100;
    expect(findExtraordinary(slow)).toEqual([]);
    const gaps = withOne(5000, 20).map((y, t) => (t % 7 === 3 ? Number.NaN : y));
    expect(findExtraordinary(gaps)).toHaveLength(1);
    expect(findExtraordinary(new Float64Array(0))).toEqual([]);
    expect(findExtraordinary(new Float64Array(50).fill(Number.NaN))).toEqual([]);
  });

  it('do not raise the forecast of their series, whenever they were', () => {
    const usual = mustForecast(forecastSeries(tenADay(730, 1), 'a', options({ horizon: 28 })));
    for (const back of [0, 20, 300]) {
      const found = mustForecast(forecastSeries(withOne(5000, back), 'a', options({ horizon: 28 })));
      expect(Math.abs(meanOf(found.mean) / meanOf(usual.mean) - 1)).toBeLessThan(0.15);
      expect(found.extraordinary).toMatchObject([{ back, quantity: 5000 }]);
    }
    expect(usual.extraordinary).toBeUndefined();
  });

  it('stand in the back-test as they were sold', () => {
    const asked = options({ horizon: 28, backtest: { windows: 3, step: 28 } });
    const { backtest } = mustForecast(forecastSeries(withOne(5000, 20), 'a', asked));
    expect([...backtest.actual].filter((y) => y === 5000)).toHaveLength(1);
    expect(backtest.actual[2 * 28 + 7]).toBe(5000);
  });

  it('do not raise the forecasts of other series by the model of the panel', () => {
    const panelWith = (quantity: number | undefined): Panel => {
      const series = Array.from({ length: 12 }, (_, s) => tenADay(400, s + 1));
      if (quantity !== undefined) (series[0] as Float64Array)[390] = quantity;
      const values = new Float64Array(12 * 400);
      for (const [s, own] of series.entries()) values.set(own, 400 * s);
      return {
        values,
        offsets: Uint32Array.from({ length: 13 }, (_, s) => 400 * s),
        keys: series.map((_, s) => `item ${s}`),
        lastDay: 19_000,
      };
    };
    const asked = options({ horizon: 14, models: ['boosted'] });
    const totals = [undefined, 20_000].map((quantity) => {
      const panel = panelWith(quantity);
      const results = forecastPanel(panel, asked, trainPanelModel(panel, asked));
      return results.map((result) => meanOf(mustForecast(result).mean));
    });
    for (let s = 0; s < 12; s++) {
      expect(Math.abs((totals[1]?.[s] as number) / (totals[0]?.[s] as number) - 1)).toBeLessThan(0.1);
    }
  });
});
