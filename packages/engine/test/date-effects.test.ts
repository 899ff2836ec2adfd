import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { explainBoosted } from '../src/explain/explain-boosted.ts';
import { finish } from '../src/finish.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { beyondChance, deviationOf } from '../src/panel-model/beyond-chance.ts';
import { blackFriday, easterSunday, feastNear, stepsSince } from '../src/panel-model/feasts.ts';
import { FEAST_REACH, findFeasts } from '../src/panel-model/feasts-ahead.ts';
import type { PanelModel } from '../src/panel-model/panel-model.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { mustForecast, options, poissons } from './helpers.ts';

const SERIES = 60;
const DAYS = 700;
const AHEAD = 28;
const weekdays = [0.8, 0.7, 0.8, 0.9, 1.2, 1.6, 1];
/** Steps from the last feast to the one on whose days a step lies. */
const stepsSinceLast = (day: number, days: 1 | 7): number | undefined => {
  const near = feastNear(day, days);
  return near && stepsSince(near, 1, days);
};
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** Days after the nearest New Year, negative before it. */
function daysFromNewYear(day: number): number {
  const year = new Date(day * 86_400_000).getUTCFullYear();
  const [last, next] = [year, year + 1].map((one) => day - dayOf(`${one}-01-01`)) as [number, number];
  return last < -next ? last : next;
}

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
    for (const date of ['2024-12-21', '2024-12-24', '2024-12-30']) expect(needs(date)).toBeCloseTo(0, 12);
  });
});

it.each([
  ['a horizon without a day around a feast', dayOf('2024-10-10'), christmas],
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

describe('a shop whose Black Friday comes later than the year before', () => {
  /** Three times as much on Black Friday, and half on the Monday after it. */
  const sales = (day: number): number => {
    const from = day - blackFriday(new Date(day * 86_400_000).getUTCFullYear());
    return from === 0 ? 3 : from === 3 ? 0.5 : 1;
  };
  // 24 November 2023, 29 November 2024
  const lastDay = dayOf('2024-11-15');
  const panel = shop(lastDay, sales);
  const model = trainPanelModel(panel, asked) as PanelModel;
  const { dates, ...unaware } = model;
  const over = (one: PanelModel, date: string): number => {
    const truth = panel.keys.reduce((sum, _, s) => sum + meanAt(s, dayOf(date), sales), 0);
    return (sumsOf(panel, one)[dayOf(date) - lastDay - 1] as number) / truth;
  };

  it('sells on its new date what it sold a year ago', () => {
    expect(over(unaware, '2024-11-29')).toBeLessThan(0.74);
    expect(over(model, '2024-11-29')).toBeGreaterThan(0.76);
    expect(over(model, '2024-11-29')).toBeLessThan(1.15);
    expect(over(model, '2024-12-02')).toBeGreaterThan(0.8);
    expect(over(model, '2024-12-02')).toBeLessThan(1.25);
  });

  it('sells as on any other Friday on the date that was last year’s', () => {
    for (const date of ['2024-11-22', '2024-11-24']) {
      expect(over(model, date)).toBeGreaterThan(0.85);
      expect(over(model, date)).toBeLessThan(1.15);
    }
    expect(dates?.unaware[dayOf('2024-11-22') - lastDay - 1]).toBeCloseTo(0, 12);
  });
});

describe('a shop that knows two Black Fridays', () => {
  /** Three times as much on Black Friday, of the years that are given. */
  const shopOf = (...years: number[]): Panel =>
    shop(dayOf('2024-11-15'), (day) => (years.some((year) => day === blackFriday(year)) ? 3 : 1), 800);
  const neededIn = (panel: Panel): Float64Array => {
    const effects = trainPanelModel(panel, asked)?.dates?.unaware ?? new Float64Array(AHEAD);
    return effects.map(Math.exp);
  };
  const friday = dayOf('2024-11-29') - dayOf('2024-11-15') - 1;

  it('tells models that know nothing of dates all that it sells, though its trees have seen it before', () => {
    const needed = neededIn(shopOf(2022, 2023));
    expect(needed[friday]).toBeGreaterThan(2.4);
    expect(needed[friday]).toBeLessThan(3.1);
    for (const [k, factor] of needed.entries())
      if (k !== friday) expect(Math.abs(factor - 1)).toBeLessThan(0.12);
  });

  it('sells less of what one of them sold than of what both did', () => {
    const once = neededIn(shopOf(2023))[friday];
    expect(once).toBeGreaterThan(1.3);
    expect(once).toBeLessThan(2.1);
  });
});

it('a date that was closed in one of two years is taken as it was last', () => {
  /** Nothing on 23 December of one year. */
  const closedIn =
    (year: number) =>
    (day: number): number =>
      day === dayOf(`${year}-12-23`) ? 0 : 1;
  const neededIn = (year: number): number => {
    const model = trainPanelModel(shop(dayOf('2024-12-08'), closedIn(year), 800), asked);
    return model?.dates?.unaware[dayOf('2024-12-23') - dayOf('2024-12-08') - 1] ?? 0;
  };
  expect(Math.exp(neededIn(2022))).toBeGreaterThan(0.9);
  expect(Math.exp(neededIn(2023))).toBeLessThan(0.15);
});

it('a year ahead leaves a long history enough to learn from', () => {
  const lastDay = dayOf('2024-11-30');
  const far = { ...asked, horizon: 365 };
  for (const length of [1100, 1941, 2600]) {
    const ahead = findFeasts(lastDay, FEAST_REACH.D as NonNullable<typeof FEAST_REACH.D>, 365, length, 1100);
    const left = Array.from({ length: 1100 }, (_, back) => back).filter((back) => !ahead?.isHidden(back));
    expect(left.length).toBeGreaterThan(500);
  }
  const { dates } = trainPanelModel(shop(lastDay, christmas, 1000), far) as PanelModel;
  const peak = dayOf('2025-12-23') - lastDay - 1;
  expect(Math.exp(dates?.unaware[dayOf('2024-12-23') - lastDay - 1] as number)).toBeGreaterThan(1.5);
  expect(dates?.unaware[peak] ?? 0).toBe(0);
});

it('a shop of weeks sells on Black Friday what it sold 53 weeks ago, and nothing of it a week earlier', () => {
  const lastDay = dayOf('2024-11-18');
  const weeks = 98;
  /** Two and a half times as much in the week from Monday 20 November 2023, and 25 November 2024. */
  const sales = (day: number): number => (['2023-11-20', '2024-11-25'].map(dayOf).includes(day) ? 2.5 : 1);
  const meanOf = (s: number, t: number): number => (20 + s) * sales(lastDay + 7 * (t - weeks + 1));
  const panel: Panel = {
    values: Float64Array.from({ length: SERIES * weeks }, (_, i) => {
      const [s, t] = [Math.floor(i / weeks), i % weeks];
      return poissons(`${s} ${t}`, meanOf(s, t))();
    }),
    offsets: Uint32Array.from({ length: SERIES + 1 }, (_, s) => s * weeks),
    keys: Array.from({ length: SERIES }, (_, s) => `item ${s}|`),
    lastDay,
  };
  const ahead = {
    ...asked,
    models: ['boosted' as const],
    frequency: 'W' as const,
    horizon: 6,
    backtest: { windows: 2, step: 6 },
  };
  const { dates } = trainPanelModel(panel, ahead) as PanelModel;
  expect(Math.exp(dates?.unaware[0] as number)).toBeGreaterThan(1.7);
  expect(Math.exp(dates?.unaware[0] as number)).toBeLessThan(2.5);
  for (const effect of dates?.unaware.subarray(1) ?? []) expect(Math.abs(effect)).toBeLessThan(0.05);
});

describe('feasts', () => {
  const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

  it('have the dates of the almanac', () => {
    const easters = '2008-03-23 2011-04-24 2016-03-27 2019-04-21 2024-03-31 2025-04-20 2038-04-25'.split(' ');
    expect(easters.map((date) => dateOf(easterSunday(Number(date.slice(0, 4)))))).toEqual(easters);
    const fridays = '2013-11-29 2019-11-29 2022-11-25 2023-11-24 2024-11-29 2025-11-28'.split(' ');
    expect(fridays.map((date) => dateOf(blackFriday(Number(date.slice(0, 4)))))).toEqual(fridays);
  });

  it('know the week of the year before', () => {
    const before = (date: string): string | undefined => {
      const since = stepsSinceLast(dayOf(date), 7);
      return since === undefined ? undefined : dateOf(dayOf(date) - 7 * since);
    };
    // weeks that are named by their Mondays: Black Friday, the one before Easter, Christmas
    expect(['2024-11-25', '2025-04-14', '2024-12-23'].map(before)).toEqual([
      '2023-11-20',
      '2024-03-25',
      '2023-12-25',
    ]);
    expect(['2024-10-14', '2025-02-03', '2025-05-05'].map(before)).toEqual([undefined, undefined, undefined]);
  });

  it('come twice in 742 days and in 107 weeks, wherever these begin', () => {
    const apart = [easterSunday, blackFriday].map((dayIn) =>
      Math.max(...Array.from({ length: 250 }, (_, i) => dayIn(1952 + i) - dayIn(1950 + i))),
    );
    expect(Math.max(...apart)).toBeLessThanOrEqual(742);
    expect(Math.max(...apart)).toBeLessThan(107 * 7);
  });

  it('know the day of the year before that lies as far from them', () => {
    const before = (date: string): string | undefined => {
      const since = stepsSinceLast(dayOf(date), 1);
      return since === undefined ? undefined : dateOf(dayOf(date) - since);
    };
    expect(before('2024-12-23')).toBe('2023-12-23');
    expect(before('2025-01-06')).toBe('2024-01-06');
    expect(before('2024-11-29')).toBe('2023-11-24');
    expect(before('2025-04-18')).toBe('2024-03-29');
    expect(
      ['2024-12-14', '2025-01-07', '2024-11-21', '2024-12-04', '2025-04-09', '2025-04-23'].map(before),
    ).toEqual(Array.from({ length: 6 }, () => undefined));
  });
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
