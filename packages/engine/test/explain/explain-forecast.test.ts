import { describe, expect, it } from 'vitest';
import { describeDriver } from '../../src/explain/describe-driver.ts';
import { DRIVERS, driversOf } from '../../src/explain/drivers.ts';
import { logarithmicMean } from '../../src/explain/explain-boosted.ts';
import { explainForecast, type ForecastExplanation } from '../../src/explain/explain-forecast.ts';
import { forecastPanel } from '../../src/forecast-panel.ts';
import { type FeaturePlan, groupTrendName, planFeatures } from '../../src/panel-model/feature-plan.ts';
import { trainPanelModel } from '../../src/panel-model/train-panel-model.ts';
import { mustForecast, options } from '../helpers.ts';
import { ahead, makePanel } from '../promoted-panel.ts';

const sum = (values: Iterable<number>): number => [...values].reduce((total, one) => total + one, 0);

describe('the explanation of a forecast', () => {
  const panel = makePanel(20);
  const asked = options({ models: ['theta', 'seasonal-naive', 'naive', 'boosted'] });
  const model = trainPanelModel(panel, asked);
  const explain = (s: number): ForecastExplanation => {
    const found = explainForecast(panel, s, asked, model);
    if (!found.ok) throw new Error(found.detail);
    return found;
  };
  const forecasts = forecastPanel(panel, asked, model).map(mustForecast);

  it('names the mix that was delivered, and every other model that was tried with its loss', () => {
    for (const s of [0, 7, 19]) {
      const { models } = explain(s).mix;
      const delivered = forecasts[s]?.weights ?? [];
      const own = ({ model: name }: { model: string }): boolean => name !== 'boosted';
      expect(models.slice(0, delivered.length).filter(own)).toEqual(delivered.filter(own));
      const shares = (list: typeof models) => list.map(({ model: name, weight }) => [name, weight]);
      expect(shares(models.slice(0, delivered.length))).toEqual(shares(delivered));
      expect(sum(models.map(({ weight }) => weight))).toBeCloseTo(1, 12);
      const names = models.map((part) => part.model);
      expect(new Set(names).size).toBe(names.length);
      expect(names).toEqual(expect.arrayContaining(['boosted', 'naive']));
      for (const { loss } of models) expect(loss).toBeGreaterThan(0);
    }
  });

  it('adds up to the boosted forecast, over the horizon and in every week', () => {
    const alone = options({ models: ['boosted'] });
    const lone = trainPanelModel(panel, alone);
    const found = explainForecast(panel, 3, alone, lone);
    const [forecast] = forecastPanel(panel, alone, lone).slice(3, 4).map(mustForecast);
    if (!found.ok || !found.boosted || !forecast) throw new Error('no boosted part');
    const { boosted } = found;
    // there is no own model that its loss could be relative to
    expect(found.mix.models).toEqual([{ model: 'boosted', weight: 1, loss: Number.NaN }]);
    expect(forecast.weights).toEqual(found.mix.models);
    expect(boosted.total).toBeCloseTo(sum(forecast.mean), 6);
    expect(boosted.base + sum(boosted.drivers.map(({ units }) => units))).toBeCloseTo(boosted.total, 8);
    expect(boosted.periods.map(({ from, steps }) => [from, steps])).toEqual([
      [0, 7],
      [7, ahead - 7],
    ]);
    for (const { from, steps, base, total, units } of boosted.periods) {
      expect(base + sum(units)).toBeCloseTo(total, 8);
      expect(total).toBeCloseTo(sum(forecast.mean.subarray(from, from + steps)), 6);
    }
    for (const { effect, units } of boosted.drivers) expect(Math.sign(effect)).toBe(Math.sign(units));
    const sizes = boosted.drivers.map(({ units }) => Math.abs(units));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });

  it('leaves out the steps on which nothing can be sold', () => {
    const whole = explain(2).boosted;
    const found = explainForecast(panel, 2, asked, model, new Set([0, 1, 2, 3, 4, 5, 6, 9]));
    if (!found.ok || !found.boosted || !whole) throw new Error('no boosted part');
    const { boosted } = found;
    expect(boosted.steps).toBe(ahead - 8);
    expect(boosted.periods.map(({ from, steps }) => [from, steps])).toEqual([[7, ahead - 8]]);
    expect(boosted.total).toBeLessThan(whole.periods[1]?.total ?? 0);
    expect(boosted.base + sum(boosted.drivers.map(({ units }) => units))).toBeCloseTo(boosted.total, 8);
    const always = explainForecast(
      panel,
      2,
      asked,
      model,
      new Set(Array.from({ length: ahead }, (_, k) => k)),
    );
    expect([always.ok, 'boosted' in always]).toEqual([true, false]);
  });

  it('gives a promotion that triples sales its part: large with one, negative without', () => {
    const promotions = panel.keys.map((_, s) => {
      const { boosted } = explain(s);
      const driver = boosted?.drivers.find((one) => one.driver === 'promotion');
      const days = Number(/on (\d+) of/.exec(driver?.words ?? '')?.[1] ?? 0);
      return { days, effect: driver?.effect ?? Number.NaN };
    });
    const least = promotions.filter(({ days }) => days === 0);
    const most = promotions.filter(({ days }) => days >= 5);
    expect(least.length).toBeGreaterThan(0);
    expect(most.length).toBeGreaterThan(0);
    for (const { effect } of least) expect(effect).toBeLessThan(-0.1);
    const mean = (list: typeof promotions): number => sum(list.map(({ effect }) => effect)) / list.length;
    expect(mean(most)).toBeGreaterThan(mean(least) + 0.2);
  });

  it('has no boosted part without a panel model, and is a failure where the forecast is one', () => {
    const found = explainForecast(panel, 0, asked);
    expect(found).toMatchObject({ ok: true, mix: { demandClass: 'smooth' } });
    expect('boosted' in found).toBe(false);
    const unknown = { ...panel, values: panel.values.map(() => Number.NaN) };
    expect(explainForecast(unknown, 0, asked, model)).toMatchObject({ ok: false, code: 'all-unknown' });
    expect(() => explainForecast(panel, 20, asked, model)).toThrow(RangeError);
  });

  it('is the same again', () => {
    expect(explain(5)).toEqual(explain(5));
  });
});

describe('drivers', () => {
  const starts = Uint32Array.of(0, 500);
  const columns = [
    ['Price', 'price'],
    ['Promo', 'flag'],
    ['SchoolHoliday', 'flag'],
    ['StateHoliday', 'category'],
    ['Open', 'open'],
    ['Customers', 'number'],
  ] as const;
  const plan = planFeatures(
    {
      values: new Float64Array(470),
      offsets: Uint32Array.of(0, 470),
      keys: ['a'],
      lastDay: 19_000,
      covariates: {
        starts,
        known: columns.map(([name, kind]) => ({ name, kind, values: new Float32Array(500) })),
        attributes: [{ name: 'category', codes: Int32Array.of(0), count: 2 }],
      },
    },
    'D',
  ) as FeaturePlan;

  it('take every feature of a daily panel', () => {
    const drivers = driversOf(plan);
    const named = (name: string) => drivers[plan.features.findIndex((feature) => feature.name === name)];
    expect(drivers).toHaveLength(plan.features.length);
    expect(named('mean of 7')).toBe('recent');
    expect(named('mean of 182')).toBe('trend');
    expect(named('phase of 7, last 4')).toBe('weekday');
    expect(named('day of year')).toBe('year');
    expect(named('day of month')).toBe('month');
    expect(named('Price (log)')).toBe('price');
    expect(named('Promo look-alikes 4')).toBe('promotion');
    expect(named('SchoolHoliday until')).toBe('event');
    expect(named('StateHoliday before')).toBe('event');
    expect(named('Open run before')).toBe('opening');
    expect(named('Customers change')).toBe('other');
    expect(named('category')).toBe('similar');
    expect(named('step')).toBe('other');
  });

  it('are said in words with what was seen of them', () => {
    const mean = new Float64Array(plan.features.length).fill(Number.NaN);
    const positive = new Int32Array(plan.features.length);
    const at = (name: string): number => plan.features.findIndex((feature) => feature.name === name);
    mean[at('Price to its year')] = 0.9;
    mean[at('mean of 14')] = 1.124;
    mean[at('growth on the year')] = 1.25;
    positive[at('Promo')] = 3;
    const wordsAt = (effect: number): string[] =>
      DRIVERS.map((driver) => describeDriver(driver, plan, { steps: 28, mean, positive }, effect));
    const words = wordsAt(0.1);
    expect(words).toContain('Price 10 % below its year');
    expect(words).toContain('Recent sales: last 14 days 12 % above its level');
    expect(words).toContain('Trend: level 25 % above a year before');
    expect(words).toContain('Promotion on 3 of 28 days');
    expect(words).toContain('Events: no SchoolHoliday in this time');
    expect(words).toContain('Time of year');
    expect(new Set(words).size).toBe(DRIVERS.length);
    // What points the other way is no reason for an effect below zero.
    expect(wordsAt(-0.1)).toEqual(
      expect.arrayContaining(['Recent sales', 'Trend', 'Price 10 % below its year']),
    );
  });

  it('say how the group of a series sells of late', () => {
    const hierarchies = [[{ attribute: 'category', indexes: [], sizes: Int32Array.of(9, 9) }]] as const;
    const trend: FeaturePlan['features'][number] = {
      name: groupTrendName('category'),
      categorical: false,
      group: 'similar',
    };
    const grouped = { ...plan, hierarchies, features: [...plan.features, trend] };
    expect(driversOf(grouped).at(-1)).toBe('similar');
    const mean = new Float64Array(grouped.features.length).fill(Number.NaN);
    mean[grouped.features.length - 1] = 1.3;
    const facts = { steps: 28, mean, positive: new Int32Array(mean.length) };
    expect(describeDriver('similar', grouped, facts, 0.1)).toBe(
      'Similar series: last 14 days of its group 30 % above their last 91',
    );
    expect(describeDriver('similar', grouped, facts, -0.1)).toBe(
      'Similar series: its item, location and category',
    );
  });

  it('weigh by the logarithmic mean', () => {
    expect(logarithmicMean(Math.E, 1)).toBeCloseTo(Math.E - 1, 14);
    expect(logarithmicMean(3, 3)).toBe(3);
    expect(logarithmicMean(2 + 1e-9, 2)).toBeCloseTo(2 + 5e-10, 12);
    expect(logarithmicMean(1, 5)).toBeCloseTo(logarithmicMean(5, 1), 14);
  });
});
