import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { explainBoosted } from '../src/explain/explain-boosted.ts';
import { finish } from '../src/finish.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { beyondChance, deviationOf } from '../src/panel-model/beyond-chance.ts';
import { daysFromNewYear, dayYearBefore } from '../src/panel-model/calendar.ts';
import type { PanelModel } from '../src/panel-model/panel-model.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { mustForecast, options, poissons } from './helpers.ts';

const SERIES = 60;
const DAYS = 700;
const AHEAD = 28;
const weekdays = [0.8, 0.7, 0.8, 0.9, 1.2, 1.6, 1];
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** Twice as much on 23 December, nothing on the 25th, and as on any other day on the 24th. */
const christmas = (day: number): number => {
  const date = new Date(day * 86_400_000).toISOString().slice(5, 10);
  return date === '12-23' ? 2 : date === '12-25' ? 0 : 1;
};

const meanAt = (s: number, day: number, factorOf: (day: number) => number): number =>
  (4 + (s % 8)) * (weekdays[day % 7] as number) * factorOf(day);

function shop(lastDay: number, factorOf: (day: number) => number, days = DAYS): Panel {
  return {
    values: Float64Array.from({ length: SERIES * days }, (_, i) => {
      const [s, t] = [Math.floor(i / days), i % days];
      return poissons(`${s} ${t}`, meanAt(s, lastDay - days + 1 + t, factorOf))();
    }),
    offsets: Uint32Array.from({ length: SERIES + 1 }, (_, s) => s * days),
    keys: Array.from({ length: SERIES }, (_, s) => `item ${s}|`),
    lastDay,
  };
}

const asked = options({ horizon: AHEAD, models: 'fast', backtest: { windows: 2, step: AHEAD } });

/** Sum of the forecasts of all series by day ahead. */
function sumsOf(panel: Panel, model: PanelModel): Float64Array {
  const sums = new Float64Array(AHEAD);
  for (const result of forecastPanel(panel, asked, model)) {
    for (const [k, mean] of mustForecast(result).mean.entries()) sums[k] += mean;
  }
  return sums;
}

describe('a shop that knows one Christmas', () => {
  const lastDay = dayOf('2024-12-08');
  const panel = shop(lastDay, christmas);
  const model = trainPanelModel(panel, asked) as PanelModel;
  const { dates, ...unaware } = model;
  const stepOf = (date: string): number => dayOf(date) - lastDay - 1;
  const truth = (date: string): number =>
    panel.keys.reduce((sum, _, s) => sum + meanAt(s, dayOf(date), christmas), 0);

  it('sells by the date what it sold a year ago, which trees of one Christmas do not see', () => {
    const peak = stepOf('2024-12-23');
    expect(sumsOf(panel, unaware)[peak] / truth('2024-12-23')).toBeLessThan(0.75);
    const known = sumsOf(panel, model);
    expect(known[peak] / truth('2024-12-23')).toBeGreaterThan(0.8);
    expect(known[peak] / truth('2024-12-23')).toBeLessThan(1.15);
    expect(known[stepOf('2024-12-25')] / truth('2024-12-24')).toBeLessThan(0.2);
    expect(known[stepOf('2024-12-24')] / truth('2024-12-24')).toBeGreaterThan(0.8);
  });

  it('takes no ordinary day for the feast that fell on its weekday', () => {
    const monday = stepOf('2024-12-30');
    expect(sumsOf(panel, unaware)[monday] / truth('2024-12-30')).toBeLessThan(0.7);
    expect(sumsOf(panel, model)[monday] / truth('2024-12-30')).toBeGreaterThan(0.8);
  });

  it('says so as the time of year, and all drivers still add up', () => {
    const [told, before] = [model, unaware].map((one) => finish(explainBoosted(panel, 3, one, AHEAD)));
    const unitsOf = (one: typeof told): number =>
      one?.drivers.find(({ driver }) => driver === 'year')?.units as number;
    expect(Math.abs(unitsOf(told) - unitsOf(before))).toBeGreaterThan(0.5);
    const units = told?.drivers.reduce((sum, driver) => sum + driver.units, 0) as number;
    expect((told?.base as number) + units).toBeCloseTo(told?.total as number, 6);
  });

  it('keeps all other days as they were', () => {
    expect(dates?.whole).toHaveLength(AHEAD);
    const moved = [...(dates?.whole ?? []).keys()].filter((k) => dates?.whole[k] !== 0);
    expect(moved).toContain(stepOf('2024-12-23'));
    for (const k of moved) expect(Math.abs(daysFromNewYear(lastDay + 1 + k) + 6)).toBeLessThan(12);
  });

  it('tells models that know nothing of dates what a date needs, and nothing of what trees mistook', () => {
    const needs = (date: string): number => dates?.unaware[stepOf(date)] as number;
    expect(Math.exp(needs('2024-12-23'))).toBeGreaterThan(1.5);
    expect(Math.exp(needs('2024-12-23'))).toBeLessThan(2);
    expect(Math.exp(needs('2024-12-25'))).toBeLessThan(0.1);
    for (const date of ['2024-12-21', '2024-12-24', '2024-12-30']) expect(needs(date)).toBe(0);
  });
});

it.each([
  ['a horizon without a day around New Year', dayOf('2024-11-10'), christmas],
  ['a shop to which Christmas is nothing', dayOf('2024-12-08'), () => 1],
])('%s has no dates of its own', (_, lastDay, factorOf) => {
  expect(trainPanelModel(shop(lastDay, factorOf), asked)?.dates).toBeUndefined();
});

it('a short horizon inside of the season has the usual of the days after it', () => {
  const lull = (day: number): number => (daysFromNewYear(day) >= -8 && daysFromNewYear(day) <= 11 ? 0.1 : 1);
  const lastDay = dayOf('2024-12-14');
  const model = trainPanelModel(shop(lastDay, lull), { ...asked, horizon: 14 }) as PanelModel;
  // 15 to 22 December are as on any other day
  for (const effect of model.dates?.whole.subarray(0, 8) ?? []) expect(Math.abs(effect)).toBeLessThan(0.1);
});

it('a shop that has moved is not moved back on ordinary dates', () => {
  const lastDay = dayOf('2024-12-15');
  const halved = (day: number): number => (day > lastDay - 21 ? 0.5 : 1);
  const model = trainPanelModel(shop(lastDay, halved, 800), { ...asked, horizon: 14 }) as PanelModel;
  expect(model.shift).toBeLessThan(-0.1);
  for (const effect of model.dates?.whole ?? []) expect(effect).toBeLessThan(0.05);
});

it('the same date of the year before, and days from New Year, by hand', () => {
  expect(dayYearBefore(dayOf('2024-12-23'))).toBe(dayOf('2023-12-23'));
  expect(dayYearBefore(dayOf('2024-02-29'))).toBe(dayOf('2023-03-01'));
  expect(
    ['2024-12-15', '2024-12-31', '2025-01-01', '2025-01-06'].map((one) => daysFromNewYear(dayOf(one))),
  ).toEqual([-17, -1, 0, 5]);
});

describe('what is beyond chance', () => {
  it('is none of a miss within two and a half deviations, and most of a large one', () => {
    expect([0, 0.2, -0.25].map((miss) => beyondChance(miss, 0.1))).toEqual([0, 0, -0]);
    expect(beyondChance(0.5, 0.1)).toBeCloseTo(0.375, 12);
    expect(beyondChance(-1, 0.1)).toBeCloseTo(-0.9375, 12);
  });

  it('has the deviation of misses without the far ones and without what is not known', () => {
    // neighbours differ by 1, 1, 8 and 8: the third of them
    expect(deviationOf([0, 1, 0, 8, 0], 4)).toBeCloseTo((8 * 1.4826) / Math.SQRT2, 12);
    expect(deviationOf([0, 1, 0, 1, 9, 10], 4)).toBeCloseTo(1.4826 / Math.SQRT2, 12);
    expect(deviationOf([0, Number.NaN, 1, 2], 2)).toBeUndefined();
  });
});
