import { describe, expect, it } from 'vitest';
import type { Attribute, Panel } from '../src/contract.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { groupOf, indexGroups } from '../src/panel-model/panel-groups.ts';
import { indexPanel, indexUpTo } from '../src/panel-model/panel-index.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { createRandom } from '../src/random/random.ts';
import { mustForecast, options } from './helpers.ts';

const weeks = 150;
const horizon = 8;

/** Weekly sales of `series` items, six to a product group, three groups to a department; shops in turn. */
function makePanel(series: number, factor: (group: number, week: number) => number): Panel {
  const offsets = Uint32Array.from({ length: series + 1 }, (_, s) => s * weeks);
  const values = new Float64Array(series * weeks);
  for (let s = 0; s < series; s++) {
    const random = createRandom(3, `weekly ${s}`);
    for (let t = 0; t < weeks; t++) {
      values[s * weeks + t] = Math.floor(2 * factor(Math.floor(s / 6), t) * (0.1 + 1.8 * random()));
    }
  }
  const attribute = (name: string, codeOf: (s: number) => number): Attribute => {
    const codes = Int32Array.from({ length: series }, (_, s) => codeOf(s));
    return { name, codes, count: Math.max(...codes) + 1 };
  };
  const attributes = [
    attribute('department', (s) => Math.floor(s / 18)),
    attribute('item', (s) => s),
    attribute('group', (s) => (s === 0 ? -1 : Math.floor(s / 6))),
    attribute('shop', (s) => s % 7),
  ];
  return {
    values,
    offsets,
    keys: Array.from({ length: series }, (_, s) => `item ${s}|`),
    lastDay: 19_000,
    covariates: { starts: offsets, known: [], attributes },
  };
}

const slice = (panel: Panel, from: number, to: number): Panel => ({
  ...panel,
  offsets: panel.offsets.subarray(from, to + 1),
  keys: panel.keys.slice(from, to),
  covariates: {
    starts: (panel.covariates as NonNullable<Panel['covariates']>).starts.subarray(from, to + 1),
    known: [],
    attributes: (panel.covariates as NonNullable<Panel['covariates']>).attributes.map((one) => ({
      ...one,
      codes: one.codes.subarray(from, to),
    })),
  },
});

describe('groups of a panel', () => {
  const flat = makePanel(72, () => 1);

  it('are hierarchies of attributes that tell each other, without those of single series', () => {
    const names = indexGroups(flat, 0).map((hierarchy) => hierarchy.map(({ attribute }) => attribute));
    expect(names).toEqual([['group', 'department'], ['shop']]);
  });

  it('give a series the smallest of its groups, and a larger one where it has no code', () => {
    const [products, shops] = indexGroups(flat, 0) as [never, never];
    expect(groupOf(products, flat, 20)).toEqual(indexPanel(flat, 0, [18, 19, 20, 21, 22, 23]));
    const department = Array.from({ length: 18 }, (_, s) => s);
    expect(groupOf(products, flat, 0)).toEqual(indexPanel(flat, 0, department));
    const shop = Array.from({ length: 72 }, (_, s) => s).filter((s) => s % 7 === 3);
    expect(groupOf(shops, flat, 10)).toEqual(indexPanel(flat, 0, shop));
  });

  it('tell nothing of the last steps to the ones before', () => {
    const changed = { ...flat, values: flat.values.slice() };
    for (const end of flat.offsets.subarray(1)) changed.values.fill(90, end - 20, end);
    const before = indexGroups(flat, 20)[0]?.[0]?.indexes[3];
    const after = indexGroups(changed, 20)[0]?.[0]?.indexes[3];
    expect(after?.sums.subarray(0, weeks - 20 + 1)).toEqual(before?.sums.subarray(0, weeks - 20 + 1));
    expect(after?.sums[weeks]).toBeGreaterThan(before?.sums[weeks] as number);
  });

  it('are none without attributes, or where every group is too small or holds all', () => {
    const attributes = flat.covariates?.attributes.filter(({ name }) => name === 'item') ?? [];
    expect(indexGroups({ ...flat, covariates: { starts: flat.offsets, known: [], attributes } }, 0)).toEqual(
      [],
    );
    expect(indexGroups({ ...flat, covariates: undefined } as never, 0)).toEqual([]);
    expect(indexGroups(slice(flat, 0, 4), 0)).toEqual([]);
  });

  /** Groups have their seasons at different times of the year; single series sell too little to show theirs. */
  const seasonal = makePanel(72, (group, t) => ((t + 13 * (group % 4)) % 52 < 13 ? 3 : 0.7));

  it('show a season that single series are too noisy for', () => {
    const season = (s: number): number => {
      const index = groupOf(indexGroups(seasonal, 0)[0] as never, seasonal, s) as never;
      // first quarter of the second year, over the quarter after it
      return indexUpTo(index, 52 + 12 - (weeks - 1), 13) / indexUpTo(index, 52 + 25 - (weeks - 1), 13);
    };
    expect(season(1)).toBeGreaterThan(2.5);
    expect(season(7)).toBeLessThan(1.5);
  });

  it('give every partition the same forecasts, which follow the group', () => {
    const asked = options({ frequency: 'W', horizon, models: ['boosted'] });
    const model = trainPanelModel(seasonal, asked);
    expect(model?.plan.features.filter(({ group }) => group === 'similar').map(({ name }) => name)).toEqual([
      'group by group, years before: 1',
      'group by group, years before: 2',
      'group by group, trend',
      'group by shop, years before: 1',
      'group by shop, years before: 2',
      'group by shop, trend',
    ]);
    const whole = forecastPanel(seasonal, asked, model);
    const parts = [slice(seasonal, 0, 2), slice(seasonal, 2, 3), slice(seasonal, 3, 72)];
    expect(parts.flatMap((part) => forecastPanel(part, asked, model))).toEqual(whole);
    const meanOf = (group: number): number => {
      const means = whole.slice(6 * group, 6 * group + 6).map((one) => mustForecast(one).mean);
      return means.flatMap((mean) => [...mean]).reduce((sum, y) => sum + y, 0) / (6 * horizon);
    };
    // weeks 150 to 157 are weeks 46 to 53 of the year: only the season of group 1 (39 to 51) covers most of them
    expect(meanOf(1)).toBeGreaterThan(1.5 * meanOf(3));
    expect(meanOf(1)).toBeGreaterThan(1.5 * meanOf(2));
  });
});
