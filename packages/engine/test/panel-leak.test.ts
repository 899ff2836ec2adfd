import { describe, expect, it } from 'vitest';
import type { Booster } from '../src/boost/booster.ts';
import type { Frequency, KnownColumn, KnownKind, Panel } from '../src/contract.ts';
import { calendarOf } from '../src/panel-model/calendar.ts';
import { type FeaturePlan, planFeatures } from '../src/panel-model/feature-plan.ts';
import { FeatureWriter } from '../src/panel-model/feature-writer.ts';
import { PanelForecaster } from '../src/panel-model/panel-forecaster.ts';
import type { PanelModel } from '../src/panel-model/panel-model.ts';
import { frameSeries } from '../src/panel-model/series-frame.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { createRandom } from '../src/random/random.ts';
import { options } from './helpers.ts';

const series = 12;
/** More than a panel model looks back at, and steps ahead of all lengths of a forecast up to two years of days. */
const length = 900;
const ahead = 40;
const STEPS = [
  ...Array.from({ length: 120 }, (_, k) => k + 1),
  ...[155, 156, 157, 158, 168, 169, 336, 337, 359, 360, 361, 362, 363, 364, 365, 370, 377, 378],
  ...[724, 725, 726, 727, 728, 729, 740],
];
const KINDS: readonly KnownKind[] = [
  'open',
  'flag',
  'flag',
  'flag',
  'flag',
  'flag',
  'price',
  'number',
  'category',
];

/** What a column of this kind may hold. */
function draw(kind: KnownKind, random: () => number): number {
  if (kind === 'price') return 3 + random();
  if (kind === 'number') return random();
  if (kind === 'category') return Math.max(0, Math.floor(8 * random()) - 5);
  return random() < (kind === 'open' ? 0.9 : 0.4) ? 1 : 0;
}

/** Series of one panel in two groups, with columns of every kind; numbers of 4 to 16, so that none is extraordinary. */
function makePanel(values: (s: number, t: number) => number = usual()): Panel {
  const width = length + ahead;
  const columns = KINDS.map((kind, c): KnownColumn => {
    const random = createRandom(4, `${kind} ${c}`);
    const column = Float32Array.from({ length: series * width }, () => draw(kind, random));
    return { name: `${kind} ${c}`, kind, values: column };
  });
  return {
    values: Float64Array.from({ length: series * length }, (_, i) =>
      values(Math.floor(i / length), i % length),
    ),
    offsets: Uint32Array.from({ length: series + 1 }, (_, s) => s * length),
    keys: Array.from({ length: series }, (_, s) => `item ${s}|`),
    lastDay: 19_000,
    covariates: {
      starts: Uint32Array.from({ length: series + 1 }, (_, s) => s * width),
      known: columns,
      attributes: [{ name: 'shop', count: 2, codes: Int32Array.from({ length: series }, (_, s) => s % 2) }],
    },
  };
}

function usual(): (s: number, t: number) => number {
  const random = createRandom(3, 'usual');
  const drawn = Float64Array.from({ length: series * length }, () => 4 + Math.floor(13 * random()));
  return (s, t) => drawn[s * length + t];
}

/** The panel with other values after a step: of every series on its own, and unknown ones among them. */
function changeAfter(panel: Panel, step: number): Panel {
  const random = createRandom(9, 'changed');
  const values = panel.values.map((y, i) => {
    const changed = random() < 0.2 ? Number.NaN : 16 - 12 * random() ** (1 + (i % 3));
    return i % length > step ? changed : y;
  });
  return { ...panel, values };
}

/** Rows of the steps ahead of an origin of a series that are known, by the step. */
function rowsOf(panel: Panel, plan: FeaturePlan, s: number, origin: number): Map<number, Float32Array> {
  const calendar = calendarOf({ lastDay: 19_000 }, plan.frequency, 1 - length, ahead);
  const writer = new FeatureWriter(plan, calendar);
  expect(writer.begin(frameSeries(panel, s, plan), origin)).toBeGreaterThan(0);
  const steps = STEPS.filter((step) => origin + step < length + ahead);
  return new Map(
    steps.map((step) => {
      const row = new Float32Array(writer.width);
      writer.write(step, row, 0);
      return [step, row];
    }),
  );
}

/** The features by name, so that a failure says which. */
const named = (plan: FeaturePlan, rows: ReadonlyMap<number, Float32Array>) =>
  [...rows].flatMap(([step, row]) => plan.features.map(({ name }, f) => `${name}, step ${step}: ${row[f]}`));

const FREQUENCIES: readonly Frequency[] = ['H', 'D', 'W', 'M', 'Q'];
const ORIGINS = [59, 130, 425, 838, length - 2];

describe('what a row of features knows', () => {
  const panel = makePanel();

  it.each(FREQUENCIES)('is no value after its origin, of its series or another: %s', (frequency) => {
    for (const origin of ORIGINS) {
      const unseen = length - 1 - origin;
      const other = changeAfter(panel, origin);
      const plan = planFeatures(panel, frequency, unseen) as FeaturePlan;
      const otherPlan = planFeatures(other, frequency, unseen) as FeaturePlan;
      for (const s of [0, 7]) {
        const rows = rowsOf(panel, plan, s, origin);
        expect(named(otherPlan, rowsOf(other, otherPlan, s, origin))).toEqual(named(plan, rows));
      }
    }
  });

  it.each(FREQUENCIES)('is much of the values before it: %s', (frequency) => {
    const origin = 838;
    const plan = planFeatures(panel, frequency, length - 1 - origin) as FeaturePlan;
    const other = changeAfter(panel, 400);
    const otherPlan = planFeatures(other, frequency, length - 1 - origin) as FeaturePlan;
    const row = rowsOf(panel, plan, 0, origin).get(20) as Float32Array;
    const changed = rowsOf(other, otherPlan, 0, origin).get(20) as Float32Array;
    const kinds = new Set(plan.features.filter((_, f) => row[f] !== changed[f]).map(({ group }) => group));
    expect([...kinds]).toEqual(expect.arrayContaining(['level', 'season', 'known']));
    const similar = plan.features.filter(({ group }, f) => group === 'similar' && row[f] !== changed[f]);
    expect(similar.length > 0).toBe(frequency === 'D' || frequency === 'W');
  });

  it('is no price after its origin but that of the step itself', () => {
    const origin = 500;
    const step = 9;
    const other = makePanel();
    for (const { kind, values } of other.covariates?.known ?? []) {
      if (kind !== 'price') continue;
      for (let t = origin + 1; t < length + ahead; t++) if (t !== origin + step) values[t] = 50;
    }
    const plan = planFeatures(panel, 'D') as FeaturePlan;
    const row = rowsOf(panel, plan, 0, origin).get(step);
    expect(rowsOf(other, plan, 0, origin).get(step)).toEqual(row);
  });
});

describe('the plan of features', () => {
  it.each(['D', 'W'] as const)(
    'has indexes that know nothing of the values not to be seen: %s',
    (frequency) => {
      const unseen = 60;
      const seen = length - unseen;
      const panel = makePanel();
      const indexesOf = (changed: Panel) => {
        const { panelIndex, hierarchies } = planFeatures(changed, frequency, unseen) as FeaturePlan;
        const groups = (hierarchies ?? []).flatMap((members) => members.flatMap(({ indexes }) => indexes));
        return [panelIndex, ...groups].flatMap((index) => (index ? [index] : []));
      };
      const before = indexesOf(panel);
      const after = indexesOf(changeAfter(panel, seen - 1));
      expect(before.length).toBe(frequency === 'W' ? 3 : 2);
      for (const [i, index] of before.entries()) {
        expect(after[i]?.sums.subarray(0, seen + 1)).toEqual(index.sums.subarray(0, seen + 1));
        expect(after[i]?.sums[length]).not.toBe(index.sums[length]);
      }
    },
  );

  it('of a training does not see what the longest span keeps from its boosters', () => {
    const horizon = 4;
    const asked = options({
      horizon,
      frequency: 'W',
      models: ['boosted'],
      backtest: { windows: 3, step: horizon },
    });
    const panel = makePanel();
    const unseen = 6 * horizon;
    const seen = length - unseen;
    const model = trainPanelModel(panel, asked);
    const changed = trainPanelModel(changeAfter(panel, seen - 1), asked);
    expect(model?.refits.map(({ span }) => span)).toEqual([unseen, 3 * horizon]);
    expect(changed?.plan.panelIndex?.sums.subarray(0, seen + 1)).toEqual(
      model?.plan.panelIndex?.sums.subarray(0, seen + 1),
    );
    expect(changed?.plan.panelIndex?.sums[length]).not.toBe(model?.plan.panelIndex?.sums[length]);
    // the values only say how many trees, and nothing about the trees themselves
    const [before, after] = [model, changed].map((one) => one?.refits[0]?.booster.trees ?? []);
    const count = Math.min(before.length, after.length);
    expect(count).toBeGreaterThan(0);
    expect(after.slice(0, count)).toEqual(before.slice(0, count));
  });
});

describe('evidence of a window', () => {
  const days = 60;
  /** Says `factor` times the level, whatever it is asked. */
  const saying = (factor: number): Booster => ({
    objective: { name: 'poisson' },
    base: Math.log(factor),
    trees: [],
  });
  // sells 10 a day, so that the level is 10 at every origin
  const panel: Panel = {
    values: new Float64Array(days).fill(10),
    offsets: Uint32Array.of(0, days),
    keys: ['a|'],
  };
  const plan = planFeatures(panel, 'D') as FeaturePlan;
  const model: PanelModel = {
    frequency: 'D',
    plan,
    whole: saying(5),
    refits: [
      { span: 28, booster: saying(2) },
      { span: 14, booster: saying(3) },
      { span: 7, booster: saying(4) },
    ],
    errorSize: [saying(0.25), saying(0.25)],
    horizon: 3,
    priors: {},
    rows: 0,
    series: 1,
  };
  const steps = 3;

  /** Forecasts of the booster that saw as much as it may of what comes before an origin, and none of what comes after. */
  const rightAt = (origin: number): number => {
    const after = days - 1 - origin;
    if (after > 28) return Number.NaN;
    if (after > 14) return 20;
    return after > 7 ? 30 : 40;
  };

  it.each([
    ['all origins', Array.from({ length: days }, (_, t) => t)],
    ['windows of the back-test', [31, 38, 45, 52]],
    ['one refit', [32, 40]],
    ['the ends of the spans', [30, 31, 44, 45, 51, 52, 59]],
  ])('is of the booster that did not see it, and there is none of older ones: %s', (_, origins) => {
    const candidate = new PanelForecaster(panel, model, steps).candidate(0);
    const mean = new Float64Array(origins.length * steps).fill(-1);
    const errorSize = new Float64Array(origins.length * steps).fill(1);
    expect(candidate.evidence(origins, steps, mean, errorSize)).toBe(true);
    const rounded = (values: Float64Array): number[] => Array.from(values, (y) => Math.round(y * 1e9) / 1e9);
    const right = origins.flatMap((origin) => Array<number>(steps).fill(rightAt(origin)));
    expect(rounded(mean)).toEqual(right);
    expect(rounded(errorSize)).toEqual(right.map((y) => (Number.isNaN(y) ? 1 : 0.25)));
  });

  it('is none for origins older than every span', () => {
    const mean = new Float64Array(2 * steps);
    const candidate = new PanelForecaster(panel, model, steps).candidate(0);
    expect(candidate.evidence([12, 30], steps, mean, new Float64Array(2 * steps))).toBe(false);
    expect(mean.every(Number.isNaN)).toBe(true);
  });

  it('is not of the booster that saw everything, which forecasts what comes', () => {
    const mean = new Float64Array(steps);
    const candidate = new PanelForecaster(panel, model, steps).candidate(0);
    candidate.final(steps, mean, new Float64Array(steps));
    for (const value of mean) expect(value).toBeCloseTo(50, 10);
  });
});
