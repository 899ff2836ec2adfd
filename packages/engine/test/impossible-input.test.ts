import { describe, expect, it } from 'vitest';
import type { ForecastOptions, Panel } from '../src/contract.ts';
import { forecastInPieces, forecastPanel } from '../src/forecast-panel.ts';
import { forecastSeries } from '../src/forecast-series.ts';
import { autoArima } from '../src/models/arima/auto-arima.ts';
import { planFeatures } from '../src/panel-model/feature-plan.ts';
import { sampleRows } from '../src/panel-model/sample-rows.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { mustForecast, normals, options } from './helpers.ts';

const days = 200;
function makePanel(series: number, change: (values: Float64Array) => void = () => undefined): Panel {
  const values = Float64Array.from({ length: series * days }, (_, i) => {
    const [s, t] = [Math.floor(i / days), i % days];
    return Math.round((5 + s) * (1 + 0.5 * Math.sin((2 * Math.PI * t) / 7)) + ((i * 7919) % 5));
  });
  change(values);
  return {
    values,
    offsets: Uint32Array.from({ length: series + 1 }, (_, s) => s * days),
    keys: Array.from({ length: series }, (_, s) => `item ${s}|`),
    lastDay: 19_000,
  };
}

describe('values that no demand can be', () => {
  it.each([
    [Number.POSITIVE_INFINITY, 'not-finite'],
    [1e16, 'too-large'],
    [1e300, 'too-large'],
  ])('%d in a long series is said to be wrong, not taken for an extraordinary sale', (value, code) => {
    const values = Float64Array.from({ length: days }, (_, t) => 5 + (t % 7));
    values[190] = value;
    expect(forecastSeries(values, 'typo', options())).toMatchObject({ ok: false, code });
  });

  it('cost the series its forecast, and no other one the model of the panel', () => {
    const asked = options({ horizon: 7, models: ['seasonal-naive', 'boosted'] });
    const bad = makePanel(8, (values) => {
      values[3 * days + 100] = Number.POSITIVE_INFINITY;
    });
    const unknown = makePanel(8, (values) => values.fill(Number.NaN, 3 * days, 4 * days));
    const [failed, without] = [bad, unknown].map((panel) =>
      forecastPanel(panel, asked, trainPanelModel(panel, asked)),
    );
    expect(failed?.[3]).toMatchObject({ ok: false, code: 'not-finite' });
    expect(failed?.[2]).toEqual(without?.[2]);
    expect(mustForecast(failed?.[2] as never).weights.map((part) => part.model)).toContain('boosted');
  });

  it('of a typing error do not drown the other series in training', () => {
    // a slow mover, with too few sales for one of them to be called extraordinary
    const panel = makePanel(25, (values) => {
      values.fill(0, 3 * days, 4 * days);
      for (let t = 0; t < days; t += 20) values[3 * days + t] = 1;
      values[3 * days + 150] = 1e6;
    });
    const plan = planFeatures(panel, 'D') as NonNullable<ReturnType<typeof planFeatures>>;
    const { weight, series } = sampleRows(panel, plan, {
      horizon: 7,
      newest: 0,
      oldest: 1000,
      rows: 100_000,
      seed: 1,
      levelPower: 0.5,
      least: 14,
    });
    let all = 0;
    let typed = 0;
    for (const [i, one] of weight.entries()) {
      all += one;
      if (series[i] === 3) typed += one;
    }
    expect(Math.max(...weight)).toBe(10);
    expect(typed / all).toBeLessThan(0.5);
  });
});

describe('impossible options and panels', () => {
  const panel = makePanel(2);
  const wrong: [string, Partial<Record<keyof ForecastOptions, unknown>>][] = [
    ['horizon', { horizon: 0 }],
    ['horizon', { horizon: 2.5 }],
    ['levels', { levels: [200] }],
    ['backtest.step', { backtest: { windows: 1, step: 0 } }],
    ['models', { models: [] }],
    ['models holds arimaa', { models: ['naive', 'arimaa'] }],
    ['frequency', { frequency: 'X' }],
  ];

  it.each(wrong)('name the option: %s', (name, change) => {
    const asked = { ...options(), ...change } as ForecastOptions;
    expect(() => trainPanelModel(panel, asked)).toThrow(RangeError);
    expect(() => trainPanelModel(panel, asked)).toThrow(name);
    expect(() => forecastPanel(panel, asked)).toThrow(name);
  });

  const starts = Uint32Array.of(0, days, 2 * days);
  it.each([
    ['ascend', { offsets: Uint32Array.of(0, 300, 100) }],
    ['one more', { covariates: { starts: Uint32Array.of(0, days), known: [], attributes: [] } }],
    [
      'price has 5 values',
      {
        covariates: {
          starts,
          known: [{ name: 'price', kind: 'price' as const, values: new Float32Array(5) }],
          attributes: [],
        },
      },
    ],
    [
      'brand has 1 codes',
      {
        covariates: { starts, known: [], attributes: [{ name: 'brand', codes: Int32Array.of(0), count: 1 }] },
      },
    ],
  ])('say what does not fit: %s', (words, change) => {
    expect(() => forecastPanel({ ...panel, ...change }, options())).toThrow(RangeError);
    expect(() => forecastPanel({ ...panel, ...change }, options())).toThrow(words);
  });

  it('say that there is no such series', () => {
    expect(() => forecastInPieces(panel, 9, options())).toThrow('There is no series 9 in a panel of 2.');
  });
});

it('a series that is mostly unknown is not given to ARIMA, which could not be estimated', () => {
  const draw = normals('rare');
  const values = Float64Array.from({ length: 33 }, (_, t) => (t % 4 === 0 ? 100 + draw() : Number.NaN));
  expect(autoArima.fits(values, { season: 4, cycles: [4], fits: new Map() } as never)).toBe(false);
  const asked = options({ horizon: 4, frequency: 'Q', models: ['naive', 'auto-arima'] });
  expect(mustForecast(forecastSeries(values, 'rare', asked)).model).toBe('naive');
});
