import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import type { PanelModel } from '../src/panel-model/panel-model.ts';
import { errorSizeFor, halfOf } from '../src/panel-model/train-error-size.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { createRandom } from '../src/random/random.ts';
import { mustForecast, options } from './helpers.ts';

const days = 500;
const ahead = 28;
const series = 24;
const isFair = (t: number): boolean => t % 9 < 2;

/** Sales with a week's rhythm that a fair raises by half, and scatters `noisy` times as far. */
function fairPanel(noisy: number): { panel: Panel; future: number[][] } {
  const values = new Float64Array(series * days);
  const flags = new Float32Array(series * (days + ahead));
  const future: number[][] = [];
  for (let s = 0; s < series; s++) {
    const random = createRandom(3, `series ${s}`);
    const own: number[] = [];
    for (let t = 0; t < days + ahead; t++) {
      const spread = 0.06 * (isFair(t) ? noisy : 1);
      const usual = 200 * (1 + (s % 3)) * (1 + 0.4 * Math.sin((2 * Math.PI * t) / 7)) * (isFair(t) ? 1.5 : 1);
      const y = Math.max(0, Math.round(usual * (1 + spread * 2 * (random() + random() - 1))));
      flags[s * (days + ahead) + t] = isFair(t) ? 1 : 0;
      if (t < days) values[s * days + t] = y;
      else own.push(y);
    }
    future.push(own);
  }
  const panel: Panel = {
    values,
    offsets: Uint32Array.from({ length: series + 1 }, (_, s) => s * days),
    keys: Array.from({ length: series }, (_, s) => `shop ${s}`),
    lastDay: 19_000,
    covariates: {
      starts: Uint32Array.from({ length: series + 1 }, (_, s) => s * (days + ahead)),
      known: [{ name: 'fair', kind: 'flag', values: flags }],
      attributes: [],
    },
  };
  return { panel, future };
}

const asked = options({
  horizon: ahead,
  models: ['boosted'],
  levels: [80],
  backtest: { windows: 3, step: ahead },
});

/** Of the days ahead or of the windows: share inside the 80 % range, and its mean width over the mean, by kind of day. */
function measure(rows: readonly { day: number; y: number; low: number; high: number; mean: number }[]) {
  const of = (fair: boolean) => {
    const own = rows.filter(({ day }) => isFair(day) === fair);
    return {
      inside: own.filter(({ y, low, high }) => y >= low && y <= high).length / own.length,
      width: own.reduce((sum, { low, high, mean }) => sum + (high - low) / mean, 0) / own.length,
    };
  };
  return { fair: of(true), usual: of(false) };
}

describe('the size of errors by what is known of a step', () => {
  const { panel, future } = fairPanel(5);
  const trained = trainPanelModel(panel, asked) as PanelModel;
  const { errorSize, ...without } = trained;

  function daysAhead(model: PanelModel) {
    return forecastPanel(panel, asked, model).flatMap((result, s) => {
      const { quantiles, mean } = mustForecast(result);
      return Array.from({ length: ahead }, (_, k) => ({
        day: days + k,
        y: future[s]?.[k] as number,
        low: quantiles[k] as number,
        high: quantiles[2 * ahead + k] as number,
        mean: mean[k] as number,
      }));
    });
  }

  function daysOfWindows(model: PanelModel) {
    return forecastPanel(panel, asked, model).flatMap((result) => {
      const { backtest } = mustForecast(result);
      const size = backtest.windows * ahead;
      return Array.from({ length: size }, (_, i) => ({
        day: (backtest.origins[Math.floor(i / ahead)] as number) + 1 + (i % ahead),
        y: backtest.actual[i] as number,
        low: backtest.quantiles[i] as number,
        high: backtest.quantiles[2 * size + i] as number,
        mean: backtest.mean[i] as number,
      }));
    });
  }

  it.each([
    ['ahead', daysAhead],
    ['of the back-test', daysOfWindows],
  ])('widens the ranges of days %s on which sales scatter, and narrows those of the others', (_, rows) => {
    const plain = measure(rows(without));
    const told = measure(rows(trained));
    expect(plain.fair.inside).toBeLessThan(0.7);
    expect(told.fair.inside).toBeGreaterThan(0.75);
    expect(told.usual.inside).toBeGreaterThan(0.75);
    expect(told.usual.width).toBeLessThan(0.7 * plain.usual.width);
    expect(told.fair.width / told.usual.width).toBeGreaterThan(2.5);
    expect(told.fair.width / told.usual.width).toBeLessThan(6);
  });

  it('is asked of the half of the panel that a series is not in', () => {
    const model = errorSize as NonNullable<typeof errorSize>;
    const halves = panel.keys.map(halfOf);
    expect(new Set(halves).size).toBe(2);
    for (const [s, key] of panel.keys.entries()) {
      expect(errorSizeFor(model, key)).toBe(model[halves[s] === 0 ? 1 : 0]);
    }
  });
});
