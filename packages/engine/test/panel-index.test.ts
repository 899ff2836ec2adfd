import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { indexPanel, indexUpTo } from '../src/panel-model/panel-index.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { createRandom } from '../src/random/random.ts';
import { mustForecast, options } from './helpers.ts';

const weeks = 134;
const horizon = 8;
/** The last week of the history is week 133; the peak of each year is at its end, so the horizon holds the third. */
const peak = (t: number): number => ((t + 52) % 52 >= 31 && (t + 52) % 52 < 37 ? 2 : 1);

/** Weekly counts, mostly zero to three, with one season that all share; a third of the series is younger than a year. */
function makeWeekly(series: number): Panel {
  const offsets = new Uint32Array(series + 1);
  const values: number[] = [];
  for (let s = 0; s < series; s++) {
    const random = createRandom(11, `weekly ${s}`);
    const length = s % 3 === 2 ? 50 : weeks;
    const level = 1 + (s % 4);
    for (let t = weeks - length; t < weeks; t++) {
      values.push(Math.floor(level * peak(t) * (0.2 + 1.6 * random())));
    }
    offsets[s + 1] = values.length;
  }
  return {
    values: Float64Array.from(values),
    offsets,
    keys: Array.from({ length: series }, (_, s) => `item ${s}|`),
    lastDay: 19_000,
  };
}

const slice = (panel: Panel, from: number, to: number): Panel => ({
  ...panel,
  offsets: panel.offsets.subarray(from, to + 1),
  keys: panel.keys.slice(from, to),
});

describe('the index of a panel', () => {
  const panel = makeWeekly(60);

  it('shows the season that noisy series share', () => {
    const index = indexPanel(panel, 0);
    const ratioAt = (t: number): number =>
      indexUpTo(index, t + 5 - (weeks - 1), 6) / indexUpTo(index, t - 1 - (weeks - 1), 8);
    expect(ratioAt(31)).toBeGreaterThan(1.7);
    expect(ratioAt(83)).toBeGreaterThan(1.7);
    expect(ratioAt(57)).toBeCloseTo(1, 0);
    expect(indexUpTo(index, -weeks, 4)).toBeNaN();
    expect(indexUpTo(index, 1, 4)).toBeNaN();
  });

  it('tells nothing of the last steps to the ones before', () => {
    const changed = { ...panel, values: panel.values.slice() };
    for (const end of panel.offsets.subarray(1)) changed.values.fill(90, end - 20, end);
    const [before, after] = [indexPanel(panel, 20), indexPanel(changed, 20)];
    const unchanged = weeks - 20 + 1;
    expect(after.sums.subarray(0, unchanged)).toEqual(before.sums.subarray(0, unchanged));
    expect(after.sums[weeks]).toBeGreaterThan(before.sums[weeks] as number);
  });

  it('counts unknown values on neither side', () => {
    const gaps = { ...panel, values: panel.values.map((y, i) => (i % 3 === 0 ? Number.NaN : y)) };
    expect(indexUpTo(indexPanel(gaps, 0), 0, 26)).toBeCloseTo(indexUpTo(indexPanel(panel, 0), 0, 26), 0);
    const unknown = { ...panel, values: panel.values.map(() => Number.NaN) };
    expect(indexUpTo(indexPanel(unknown, 0), 0, 26)).toBeNaN();
  });

  it('gives every partition the same forecasts, whatever its longest series', () => {
    const asked = options({ frequency: 'W', horizon, models: ['boosted'] });
    const model = trainPanelModel(panel, asked);
    const whole = forecastPanel(panel, asked, model);
    const parts = [slice(panel, 0, 2), slice(panel, 2, 3), slice(panel, 3, 60)];
    expect(model?.plan.panelIndex?.length).toBe(weeks);
    expect(parts.flatMap((part) => forecastPanel(part, asked, model))).toEqual(whole);
    expect(mustForecast(whole[2] as (typeof whole)[number]).model).toBe('boosted');
  });
});
