import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { explainBoosted } from '../src/explain/explain-boosted.ts';
import { finish } from '../src/finish.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { noiseOf, spreadOf } from '../src/panel-model/between-series.ts';
import { measureResponse, responseOf } from '../src/panel-model/feast-response.ts';
import { blackFriday } from '../src/panel-model/feasts.ts';
import { FEAST_REACH, findFeasts } from '../src/panel-model/feasts-ahead.ts';
import type { PanelModel } from '../src/panel-model/panel-model.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { weightedSeries } from '../src/panel-model/weighted-series.ts';
import { mustForecast, options, poissons } from './helpers.ts';

const SERIES = 60;
const DAYS = 800;
const AHEAD = 28;
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const lastDay = dayOf('2024-11-15');
const friday = dayOf('2024-11-29') - lastDay - 1;
const weekdays = [0.8, 0.7, 0.8, 0.9, 1.2, 1.6, 1];
const isFriday = (day: number): boolean => day === blackFriday(new Date(day * 86_400_000).getUTCFullYear());

const usualOf = (s: number, day: number): number => (5 + (s % 8)) * (weekdays[day % 7] as number);

/** Every other item sells as many times the usual on Black Friday as the first, the others as the second. */
function shop(...times: readonly [number, number]): Panel {
  return {
    values: Float64Array.from({ length: SERIES * DAYS }, (_, i) => {
      const [s, day] = [Math.floor(i / DAYS), lastDay - DAYS + 1 + (i % DAYS)];
      return poissons(`${s} ${day}`, usualOf(s, day) * (isFriday(day) ? (times[s % 2] as number) : 1))();
    }),
    offsets: Uint32Array.from({ length: SERIES + 1 }, (_, s) => s * DAYS),
    keys: Array.from({ length: SERIES }, (_, s) => `item ${s}|`),
    lastDay,
  };
}

const reach = FEAST_REACH.D as NonNullable<typeof FEAST_REACH.D>;

function measure(panel: Panel): ReturnType<typeof measureResponse> {
  const ahead = findFeasts(lastDay, reach, AHEAD, DAYS, DAYS);
  const feast = ahead?.feasts.find(({ steps }) => steps.includes(friday));
  if (!ahead || !feast) throw new Error('no Black Friday ahead');
  return measureResponse([...weightedSeries(panel, SERIES)], feast, reach, ahead.isFeast);
}

describe('the response to a feast', () => {
  it('is none of items that sell the usual, and above that of all of those that sell more', () => {
    const panel = shop(4, 1);
    const response = measure(panel);
    expect(response?.spread).toBeGreaterThan(0.3);
    const responses = panel.keys.map((_, s) =>
      responseOf(panel.values.subarray(s * DAYS, (s + 1) * DAYS), response as NonNullable<typeof response>),
    );
    // all together sold two and a half times the usual: log 4 / log 2.5
    const mean = (parity: number): number =>
      responses.filter((_, s) => s % 2 === parity).reduce((sum, one) => sum + one / (SERIES / 2), 0);
    expect(mean(0)).toBeGreaterThan(1.2);
    expect(mean(0)).toBeLessThan(1.6);
    expect(mean(1)).toBeLessThan(0.3);
  });

  it.each([
    ['follow alike', shop(3, 3)],
    ['do not follow', shop(1, 1)],
  ])('is not told of items that %s', (_, panel) => {
    expect(measure(panel)).toBeUndefined();
  });

  it('of an item without a past is that of all', () => {
    const response = measure(shop(4, 1));
    if (!response) throw new Error('no response');
    expect(responseOf(new Float64Array(20).fill(3), response)).toBeCloseTo(response.mean, 12);
    expect(responseOf(new Float64Array(DAYS), response)).toBeCloseTo(response.mean, 12);
  });
});

describe('a shop of which half the items sell more on Black Friday', () => {
  const panel = shop(4, 1);
  const asked = options({ horizon: AHEAD, models: 'fast', backtest: { windows: 2, step: AHEAD } });
  const model = trainPanelModel(panel, asked) as PanelModel;
  const over = (one: PanelModel, parity: number): number => {
    let [sum, truth] = [0, 0];
    for (const [s, result] of [...forecastPanel(panel, asked, one)].entries()) {
      if (s % 2 !== parity) continue;
      sum += mustForecast(result).mean[friday] as number;
      truth += usualOf(s, lastDay + 1 + friday) * (parity === 0 ? 4 : 1);
    }
    return sum / truth;
  };

  it('forecasts these high, and the others as on any other Friday', () => {
    expect(over(model, 0)).toBeGreaterThan(0.72);
    expect(over(model, 1)).toBeLessThan(1.4);
    const { responses, ...alike } = model.dates as NonNullable<typeof model.dates>;
    expect(responses).toHaveLength(1);
    expect(over({ ...model, dates: alike }, 1)).toBeGreaterThan(over(model, 1) + 0.2);
    expect(over({ ...model, dates: alike }, 0)).toBeLessThan(over(model, 0) - 0.1);
  });

  it.each([2, 3])('explains item %i by drivers that add up to its forecast', (s) => {
    const explained = finish(explainBoosted(panel, s, model, AHEAD));
    const units = explained?.drivers.reduce((sum, driver) => sum + driver.units, 0) as number;
    expect((explained?.base as number) + units).toBeCloseTo(explained?.total as number, 6);
    const boosted = forecastPanel(panel, { ...asked, models: ['boosted'] }, model);
    const mean = mustForecast([...boosted][s] as Parameters<typeof mustForecast>[0]).mean;
    expect(explained?.total).toBeCloseTo(
      mean.reduce((sum, one) => sum + one, 0),
      6,
    );
  });
});

it('few items that sell ten times the usual are not forecast at more than that', () => {
  const few = 20;
  const panel: Panel = shop(1, 1);
  const values = panel.values.map((y, i) => {
    const [s, day] = [Math.floor(i / DAYS), lastDay - DAYS + 1 + (i % DAYS)];
    return s % few === 0 && isFriday(day) ? 10 * y : y;
  });
  const asked = options({ horizon: AHEAD, models: 'fast', backtest: { windows: 2, step: AHEAD } });
  const made = { ...panel, values };
  const model = trainPanelModel(made, asked) as PanelModel;
  for (const [s, result] of [...forecastPanel(made, asked, model)].entries()) {
    const over = (mustForecast(result).mean[friday] as number) / usualOf(s, lastDay + 1 + friday);
    expect(over).toBeGreaterThan(s % few === 0 ? 1 : 0.6);
    expect(over).toBeLessThan(s % few === 0 ? 12 : 2.5);
  }
});

describe('what differs between series', () => {
  it('is beyond what is known of each', () => {
    const alike = [0.5, 1.5, 0.5, 1.5].map((response) => ({ response, variance: 0.5 }));
    expect(spreadOf(alike, 9)).toEqual({ mean: 1, spread: 0 });
    // squares of 1 each, of which 3 / 4 are the variance of a sample of four
    const apart = [0, 2, 0, 2].map((response) => ({ response, variance: 0.1 }));
    const { mean, spread } = spreadOf(apart, 9);
    expect(mean).toBeCloseTo(1, 12);
    expect(spread).toBeCloseTo(4 / 3 - 0.1, 9);
  });

  it('is chance where it grows as counts do, or as levels that are not known', () => {
    const counts = [1, 4, 9, 100].map((information) => ({
      score: Math.sqrt(3 * information),
      information,
      levelled: information ** 2,
    }));
    const [own, ofLevel] = noiseOf(counts);
    expect([own, ofLevel]).toEqual([expect.closeTo(3, 9), expect.closeTo(0, 9)]);
    const levels = counts.map((one) => ({
      ...one,
      score: Math.sqrt(1.5 * one.information + 0.2 * one.levelled),
    }));
    const [counted, levelled] = noiseOf(levels);
    expect([counted, levelled]).toEqual([expect.closeTo(1.5, 9), expect.closeTo(0.2, 9)]);
    expect(noiseOf([])).toEqual([1, 0]);
  });
});
