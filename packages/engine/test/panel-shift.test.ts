import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { explainBoosted } from '../src/explain/explain-boosted.ts';
import { finish } from '../src/finish.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import type { PanelModel } from '../src/panel-model/panel-model.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { createRandom } from '../src/random/random.ts';
import { mustForecast, options, poissons } from './helpers.ts';

const SERIES = 80;
const DAYS = 760;
const weekdays = [0.8, 0.7, 0.8, 0.9, 1.2, 1.6, 1];

/** Items of a shop of which all sell `factor` times as much for the last `since` days; each varies by more than chance. */
function shop(factor: number, since: number, until = 0): Panel {
  const values = new Float64Array(SERIES * DAYS);
  for (let s = 0; s < SERIES; s++) {
    const random = createRandom(9, `item ${s}`);
    for (let t = 0; t < DAYS; t++) {
      const mean = meanAt(s, t, t < DAYS - until ? factor : 1, since) * 2 * random();
      values[s * DAYS + t] = poissons(`${s} ${t}`, mean)();
    }
  }
  return {
    values,
    offsets: Uint32Array.from({ length: SERIES + 1 }, (_, s) => s * DAYS),
    keys: Array.from({ length: SERIES }, (_, s) => `item ${s}|`),
    lastDay: 20_000,
  };
}

const meanAt = (s: number, t: number, factor: number, since: number): number =>
  (3 + (s % 8)) * (weekdays[t % 7] as number) * (t >= DAYS - since ? factor : 1);

const asked = options({ horizon: 28, models: 'fast', backtest: { windows: 2, step: 28 } });

/** Sum of the forecasts over that of the true means. */
function ratioOf(panel: Panel, model: PanelModel | undefined, factor: number, since: number): number {
  let forecast = 0;
  let truth = 0;
  for (const [s, result] of forecastPanel(panel, asked, model).entries()) {
    for (const [k, mean] of mustForecast(result).mean.entries()) {
      forecast += mean;
      truth += meanAt(s, DAYS + k, factor, since);
    }
  }
  return forecast / truth;
}

describe('a whole shop that moves', () => {
  const panel = shop(0.6, 25);
  const model = trainPanelModel(panel, asked) as PanelModel;

  it('is followed within weeks, where its single items cannot tell it from chance', () => {
    expect(model.shift).toBeLessThan(-0.2);
    const followed = ratioOf(panel, model, 0.6, 25);
    expect(Math.abs(followed - 1)).toBeLessThan(0.1);
    const { shift, ...others } = model;
    const whole = { ...model.whole, base: model.whole.base - (shift ?? 0) };
    expect(ratioOf(panel, { ...others, whole }, 0.6, 25)).toBeGreaterThan(1.3);
  });

  it('is named among the drivers, which still add up', () => {
    const told = finish(explainBoosted(panel, 3, model, 28));
    const moved = told?.drivers.find(({ driver }) => driver === 'moved');
    expect(moved?.effect).toBeCloseTo(Math.expm1(model.shift as number), 10);
    expect(moved?.words).toMatch(/^All series together: they sell \d+ % less than was to be expected$/);
    const units = told?.drivers.reduce((sum, driver) => sum + driver.units, 0) as number;
    expect((told?.base as number) + units).toBeCloseTo(told?.total as number, 6);
  });
});

it.each([
  ['a week of double sales that ended yesterday', 2, 8, 1],
  ['ten days closed that nobody told, open for four', 0, 14, 4],
])('%s is an event and no shift', (_, factor, since, until) => {
  expect(trainPanelModel(shop(factor, since, until), asked)?.shift).toBeUndefined();
});

it('a history without the same weeks of the year before tells no shift: a season would look the same', () => {
  const whole = shop(0.6, 25);
  const { values, offsets } = whole;
  const days = 450;
  const young: Panel = {
    ...whole,
    values: Float64Array.from(
      { length: SERIES * days },
      (_, i) => values[Math.floor(i / days) * DAYS + DAYS - days + (i % days)] as number,
    ),
    offsets: offsets.map((_, s) => s * days),
  };
  expect(trainPanelModel(young, asked)?.shift).toBeUndefined();
});

it('a shop that stays as it was is left where it is, and no driver speaks of it', () => {
  const panel = shop(1, 25);
  const model = trainPanelModel(panel, asked) as PanelModel;
  expect(model.shift).toBeUndefined();
  const told = finish(explainBoosted(panel, 3, model, 28));
  expect(told?.drivers.some(({ driver }) => driver === 'moved')).toBe(false);
});

it('a shop of flat weeks that moved is followed where the trees earn no share beside the own models', () => {
  const weeks = 104;
  const meanOf = (s: number, t: number): number => (20 + (s % 8)) * (t >= weeks - 8 ? 0.6 : 1);
  const values = Float64Array.from({ length: SERIES * weeks }, (_, i) => {
    const [s, t] = [Math.floor(i / weeks), i % weeks];
    return poissons(`flat ${s} ${t}`, meanOf(s, t) * (0.5 + createRandom(9, `flat ${i}`)()))();
  });
  const panel: Panel = {
    values,
    offsets: Uint32Array.from({ length: SERIES + 1 }, (_, s) => s * weeks),
    keys: Array.from({ length: SERIES }, (_, s) => `flat ${s}|`),
    lastDay: 20_000,
  };
  const weekly = options({ frequency: 'W', horizon: 8, backtest: { windows: 3, step: 8 } });
  const model = trainPanelModel(panel, weekly);
  expect(model?.shift).toBeLessThan(-0.2);
  // the prior is pulled to one half by three series' worth of belief
  expect(model?.priors.all?.weight).toBeLessThan(0.02);
  const forecasts = forecastPanel(panel, weekly, model).map((result) => mustForecast(result).mean);
  const sum = forecasts.flatMap((mean) => [...mean]).reduce((all, one) => all + one, 0);
  const truth = forecasts.reduce((all, mean, s) => all + mean.length * meanOf(s, weeks), 0);
  expect(Math.abs(sum / truth - 1)).toBeLessThan(0.15);
});
