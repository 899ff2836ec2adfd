import { describe, expect, it } from 'vitest';
import type { ForecastOptions, Panel } from '../src/contract.ts';
import { explainForecast } from '../src/explain/index.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { calendarOf } from '../src/panel-model/calendar.ts';
import { type FeaturePlan, planFeatures } from '../src/panel-model/feature-plan.ts';
import { FeatureWriter } from '../src/panel-model/feature-writer.ts';
import { PanelForecaster } from '../src/panel-model/panel-forecaster.ts';
import type { PanelModel } from '../src/panel-model/panel-model.ts';
import { drawStart, sampleRows } from '../src/panel-model/sample-rows.ts';
import { ageOf, frameFrom, frameSeries } from '../src/panel-model/series-frame.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { createRandom } from '../src/random/random.ts';
import { mustForecast, normals, options } from './helpers.ts';
import { makePanel } from './promoted-panel.ts';

const days = 210;
const ahead = 14;
const grown = 40;
const launches = 8;
const launchAge = 3;
/** The end of the series is a Monday to Sunday rhythm from here: `t` counts back from the last value. */
const weekOf = [0.5, 0.5, 0.6, 0.8, 1.2, 2.2, 1.2] as const;
const shape = (kind: number, t: number): number => {
  const weekday = ((t % 7) + 7) % 7;
  return kind === 0 ? (weekOf[weekday] as number) : (weekOf[6 - weekday] as number);
};
const levelOf = (s: number): number => 20 * (1 + (s % 6));

/** Items of two categories, each with a week of its own; the last ones were launched three days ago. */
function makeShop(young = launches): Panel {
  const series = grown + launches;
  const lengths = Array.from({ length: series }, (_, s) => (s >= series - young ? launchAge : days));
  const offsets = new Uint32Array(series + 1);
  const starts = new Uint32Array(series + 1);
  for (let s = 0; s < series; s++) {
    offsets[s + 1] = (offsets[s] as number) + (lengths[s] as number);
    starts[s + 1] = (starts[s] as number) + (lengths[s] as number) + ahead;
  }
  const values = new Float64Array(offsets[series] as number);
  for (let s = 0; s < series; s++) {
    const noise = normals(`item ${s}`);
    const from = offsets[s] as number;
    const length = lengths[s] as number;
    for (let t = 0; t < length; t++) {
      const day = t - length + 1;
      values[from + t] = Math.max(0, Math.round(levelOf(s) * shape(s % 2, day) * (1 + 0.15 * noise())));
    }
  }
  const codes = Int32Array.from({ length: series }, (_, s) => s % 2);
  return {
    values,
    offsets,
    keys: Array.from({ length: series }, (_, s) => `item ${s}|`),
    lastDay: 19_000,
    covariates: { starts, known: [], attributes: [{ name: 'category', codes, count: 2 }] },
  };
}

const asked: ForecastOptions = options({ horizon: ahead });
const truth = (s: number, k: number): number => levelOf(s) * shape(s % 2, k + 1);

/** WAPE of the launched items of `makeShop` against their true means. */
function launchError(mean: (s: number) => ArrayLike<number>): number {
  let error = 0;
  let total = 0;
  for (let s = grown; s < grown + launches; s++) {
    for (let k = 0; k < ahead; k++) {
      error += Math.abs((mean(s)[k] as number) - truth(s, k));
      total += truth(s, k);
    }
  }
  return error / total;
}

describe('a series that has hardly begun', () => {
  const panel = makeShop();
  const model = trainPanelModel(panel, asked) as PanelModel;
  const results = forecastPanel(panel, asked, model).map(mustForecast);

  it('has the week of the items of its category, and a level that its first days are worth', () => {
    const ours = launchError((s) => (results[s] as (typeof results)[number]).mean);
    const alone = forecastPanel(panel, { ...asked, models: ['ets', 'theta', 'window-average'] }).map(
      mustForecast,
    );
    const theirs = launchError((s) => (alone[s] as (typeof alone)[number]).mean);
    expect(ours).toBeLessThan(0.25);
    expect(ours).toBeLessThan(0.6 * theirs);
    for (const result of results.slice(grown)) expect(result.weights[0]).toMatchObject({ model: 'boosted' });
  });

  it('has ranges that hold what comes', () => {
    let inside = 0;
    for (let s = grown; s < grown + launches; s++) {
      const { quantiles, probabilities } = results[s] as (typeof results)[number];
      const row = (p: number): number => probabilities.indexOf(p) * ahead;
      for (let k = 0; k < ahead; k++) {
        const y = truth(s, k);
        if (y >= (quantiles[row(0.025) + k] as number) && y <= (quantiles[row(0.975) + k] as number))
          inside++;
      }
    }
    expect(inside / (launches * ahead)).toBeGreaterThan(0.85);
  });

  it('leaves the boosters of grown series as they are, and costs nothing where there is none', () => {
    const none = trainPanelModel(makeShop(0), asked) as PanelModel;
    expect(none.young).toBeUndefined();
    expect(model.young?.longestAge).toBe(28);
    const { young: _, ...rest } = model;
    const without = forecastPanel(panel, asked, rest as PanelModel).map(mustForecast);
    for (let s = 0; s < grown; s++) expect(without[s]).toEqual(results[s]);
    expect(without[grown]).not.toEqual(results[grown]);
  });

  it('is no more one from its 29th known value on', () => {
    const forecaster = new PanelForecaster(panel, model, ahead);
    expect(forecaster.boosterOf(grown)).toBe(model.young?.whole);
    expect(forecaster.boosterOf(0)).toBe(model.whole);
    const aged = { ...model, young: { ...(model.young as NonNullable<PanelModel['young']>), longestAge: 2 } };
    expect(new PanelForecaster(panel, aged, ahead).boosterOf(grown)).toBe(model.whole);
  });

  it('is explained by the booster that forecasts it', () => {
    const explained = explainForecast(panel, grown, asked, model);
    if (!explained.ok || !explained.boosted) throw new Error('not explained');
    expect(explained.mix.young).toBe(launchAge);
    const grownUp = explainForecast(panel, 0, asked, model);
    expect(grownUp.ok && grownUp.mix.young).toBeUndefined();
    const young = model.young as NonNullable<PanelModel['young']>;
    const weightless = { ...model, young: { ...young, prior: { weight: 0, square: 1e9 } } };
    const leftOut = explainForecast(panel, grown, asked, weightless);
    expect(leftOut.ok && leftOut.mix.models.find(({ model }) => model === 'boosted')?.weight).toBe(0);
    expect(leftOut.ok && leftOut.mix.young).toBeUndefined();
    const { base, total, drivers } = explained.boosted;
    expect(base + drivers.reduce((sum, { units }) => sum + units, 0)).toBeCloseTo(total, 6);
    const mean = new Float64Array(ahead);
    new PanelForecaster(panel, model, ahead).candidate(grown).final(ahead, mean, new Float64Array(ahead));
    expect(mean.reduce((sum, one) => sum + one, 0)).toBeCloseTo(total, 4);
  });

  it('is learned alike in every partition and by every run', () => {
    expect(trainPanelModel(panel, asked)).toEqual(model);
  });
});

describe('the view of a young series', () => {
  const panel = makePanel(6);
  const plan = planFeatures(panel, 'D') as FeaturePlan;

  it('knows nothing of what came before its start', () => {
    const [s, start, origin] = [2, 371, 375];
    const { starts, known } = panel.covariates as NonNullable<Panel['covariates']>;
    const flags = (known[0] as (typeof known)[number]).values;
    const [from, to] = [panel.offsets[s] as number, panel.offsets[s + 1] as number];
    const cut: Panel = {
      ...panel,
      values: panel.values.subarray(from + start, to),
      offsets: Uint32Array.of(0, to - from - start),
      keys: [panel.keys[s] as string],
      covariates: {
        starts: Uint32Array.of(0, (starts[s + 1] as number) - (starts[s] as number) - start),
        known: [
          {
            name: 'promotion',
            kind: 'flag',
            values: flags.subarray((starts[s] as number) + start, starts[s + 1]),
          },
        ],
        attributes: [],
      },
    };
    const calendar = calendarOf({ lastDay: 19_000 }, 'D', -399, 14);
    const rowsOf = (frame: ReturnType<typeof frameSeries>): number[][] => {
      const writer = new FeatureWriter(plan, calendar);
      expect(writer.begin(frame, origin - start)).toBeGreaterThan(0);
      return [1, 3, 9].map((step) => {
        const row = new Float32Array(writer.width);
        writer.write(step, row, 0);
        return [...row];
      });
    };
    const view = frameFrom(frameSeries(panel, s, plan), start);
    expect(ageOf(view)).toBe(to - from - start);
    expect(rowsOf(view)).toEqual(rowsOf(frameSeries(cut, 0, plan)));
  });

  it('begins at most so long before the origin, often with a sale', () => {
    const values = Float64Array.from({ length: 60 }, (_, t) => (t % 4 === 0 ? 3 : 0));
    const one: Panel = { values, offsets: Uint32Array.of(0, 60), keys: ['slow|'], lastDay: 19_000 };
    const frame = frameSeries(one, 0, planFeatures(one, 'D') as FeaturePlan);
    const random = createRandom(1, 'starts');
    const ages = new Set<number>();
    let sales = 0;
    for (let i = 0; i < 400; i++) {
      const start = drawStart(frame, 50, 28, random);
      expect(start).toBeGreaterThanOrEqual(51 - 28);
      expect(start).toBeLessThanOrEqual(50);
      ages.add(51 - start);
      if ((values[start] as number) > 0) sales++;
    }
    expect(ages.size).toBeGreaterThan(20);
    // of any day one in four is a sale
    expect(sales / 400).toBeGreaterThan(0.4);
    expect(sales / 400).toBeLessThan(0.8);
    for (let i = 0; i < 50; i++) expect(drawStart(frame, 2, 28, random)).toBeGreaterThanOrEqual(0);
  });

  it('is a row of its own beside the one it is made from', () => {
    const sampling = { horizon: 14, newest: 0, oldest: 400, rows: 1e6, seed: 1, levelPower: 0.5, least: 14 };
    const plain = sampleRows(panel, plan, sampling);
    const twins = sampleRows(panel, plan, { ...sampling, young: { share: 0.25, longestAge: 28 } });
    expect(twins.target.length / plain.target.length).toBeGreaterThan(1.2);
    expect(twins.target.length / plain.target.length).toBeLessThan(1.3);
    const age = plan.features.findIndex(({ name }) => name.startsWith('age'));
    const young = (rows: typeof twins): number =>
      (rows.features.columns[age] as Float32Array).filter((one) => one < Math.log(14)).length;
    expect(young(plain)).toBe(0);
    expect(young(twins)).toBeGreaterThan(0.1 * plain.target.length);
  });
});
