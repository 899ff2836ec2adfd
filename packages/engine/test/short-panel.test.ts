import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { calendarOf } from '../src/panel-model/calendar.ts';
import { planFeatures } from '../src/panel-model/feature-plan.ts';
import { FeatureWriter } from '../src/panel-model/feature-writer.ts';
import { frameSeries } from '../src/panel-model/series-frame.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { createRandom } from '../src/random/random.ts';
import { mustForecast, options, poissons } from './helpers.ts';

const SERIES = 60;
const AHEAD = 28;
const weekdays = [0.8, 0.7, 0.8, 0.9, 1.2, 1.6, 1];

const meanAt = (s: number, t: number, isPromoted: boolean): number =>
  (2 + (s % 6)) * (weekdays[t % 7] as number) * (isPromoted ? 3 : 1);

/** Items that sell three times as much on their promoted days, one in ten; `days` of them are known. */
function shop(days: number): { readonly panel: Panel; readonly flags: Float32Array } {
  const width = days + AHEAD;
  const flags = Float32Array.from({ length: SERIES * width }, (_, i) => {
    const [s, t] = [Math.floor(i / width), i % width];
    return createRandom(3, `${s} ${Math.floor(t / 3)}`)() < 0.1 ? 1 : 0;
  });
  const values = Float64Array.from({ length: SERIES * days }, (_, i) => {
    const [s, t] = [Math.floor(i / days), i % days];
    return poissons(`${s} ${t}`, meanAt(s, t, flags[s * width + t] === 1))();
  });
  const panel: Panel = {
    values,
    offsets: Uint32Array.from({ length: SERIES + 1 }, (_, s) => s * days),
    keys: Array.from({ length: SERIES }, (_, s) => `item ${s}|`),
    lastDay: 20_000,
    covariates: {
      starts: Uint32Array.from({ length: SERIES + 1 }, (_, s) => s * width),
      known: [{ name: 'promotion', kind: 'flag', values: flags }],
      attributes: [],
    },
  };
  return { panel, flags };
}

const asked = options({ horizon: AHEAD, models: 'fast', backtest: { windows: 2, step: AHEAD } });

/** Error of the means against the true ones, relative to these. */
function errorOf(days: number, withModel: boolean): number {
  const { panel, flags } = shop(days);
  const model = withModel ? trainPanelModel(panel, asked) : undefined;
  if (withModel) expect(model).toBeDefined();
  let error = 0;
  let truth = 0;
  for (const [s, result] of forecastPanel(panel, asked, model).entries()) {
    for (const [k, mean] of mustForecast(result).mean.entries()) {
      const t = days + k;
      const expected = meanAt(s, t, flags[s * (days + AHEAD) + t] === 1);
      error += Math.abs(mean - expected);
      truth += expected;
    }
  }
  return error / truth;
}

describe('a shop of a few weeks', () => {
  it.each([30, 60])('learns over all items what %d days of one cannot tell', (days) => {
    const alone = errorOf(days, false);
    const together = errorOf(days, true);
    expect(together).toBeLessThan(0.75 * alone);
    expect(together).toBeLessThan(0.3);
  });

  it('has no model of the panel where not even a week can be held back', () => {
    expect(trainPanelModel(shop(20).panel, asked)).toBeUndefined();
  });

  it('tells its trees neither age nor day of the year, nor the days from feasts, for a year, or two where they move: they are the date there', () => {
    for (const [days, isShort, isYear, isTwo] of [
      [60, true, false, false],
      [112, false, false, false],
      [363, false, false, false],
      [364, false, true, false],
      [741, false, true, false],
      [742, false, true, true],
    ] as const) {
      const { panel } = shop(days);
      const plan = planFeatures(panel, 'D') as NonNullable<ReturnType<typeof planFeatures>>;
      const knownOn = (date: string, name: string): boolean => {
        const lastDay = Date.parse(date) / 86_400_000;
        const writer = new FeatureWriter(plan, calendarOf({ lastDay }, 'D', 1 - days, AHEAD));
        writer.begin(frameSeries(panel, 0, plan), days - 1);
        const row = new Float32Array(writer.width);
        writer.write(1, row, 0);
        return !Number.isNaN(row[plan.features.findIndex((feature) => feature.name === name)]);
      };
      const known = (name: string): boolean => knownOn('2024-10-04', name);
      expect(known('age, up to old (log)')).toBe(!isShort);
      expect(known('day of year')).toBe(!isShort);
      expect(known('days from New Year')).toBe(isYear);
      expect(knownOn('2024-11-25', 'days from Black Friday')).toBe(isTwo);
      expect(knownOn('2024-03-20', 'days from Easter')).toBe(isTwo);
      expect(known('weekday')).toBe(true);
      expect(known('promotion')).toBe(true);
    }
  });
});
