import { describe, expect, it } from 'vitest';
import type { PanelCandidate } from '../src/panel-model/panel-forecaster.ts';
import type { History } from '../src/prepare-history.ts';
import { blendPanel } from '../src/select/blend-panel.ts';
import type { SeriesCombination } from '../src/select/combine-series.ts';

/** Says 12 for each step, with errors of these sizes; of its windows it has no forecast. */
const candidate = (weight: number, sizes: readonly number[], shift = 0): PanelCandidate => ({
  evidence: () => false,
  final: (_, mean, errorSize) => {
    mean.fill(12);
    errorSize.set(sizes);
  },
  prior: () => ({ weight, square: 1 }),
  shift,
});

const history = { values: Float64Array.of(1, 2, 1, 2), unit: 2 } as History;

/** The series' own models say 2 (times the unit) for each step. */
const own = {
  combination: {
    label: 'naive',
    weights: [{ model: 'naive', weight: 1, loss: 1 }],
    left: [],
    mean: Float64Array.of(2, 2),
    plan: { origins: Int32Array.of(1), reported: Int32Array.of(0), refits: Int32Array.of(0) },
    evidence: Float64Array.of(1, 1),
    seasonalNaive: Float64Array.of(1, 1),
    best: { absolute: 1, squared: 1 },
  },
  demandClass: 'smooth',
  season: 1,
  tested: 2,
  steps: 2,
  panelErrorSize: Float64Array.of(16, 0.25),
} as unknown as SeriesCombination;

// Odds of 1 : 2 are raised to 2 : 2, those of 1 : 6 to 2 : 6.
it.each([
  [1 / 3, 0.5],
  [1 / 7, 0.25],
])('sizes of errors are tempered by the weight of the model that tells them: prior %d', (prior, weight) => {
  const { mean, errorSize, weights } = blendPanel(history, own, candidate(prior, [81, 1 / 16]), 'auto');
  expect(weights.find(({ model }) => model === 'boosted')?.weight).toBeCloseTo(weight, 12);
  for (const value of mean) expect(value).toBeCloseTo((1 - weight) * 2 + weight * 6, 12);
  expect(errorSize?.future[0]).toBeCloseTo(81 ** weight, 10);
  expect(errorSize?.future[1]).toBeCloseTo(0.0625 ** weight, 10);
  expect(errorSize?.evidence[0]).toBeCloseTo(16 ** weight, 10);
  expect(errorSize?.evidence[1]).toBeCloseTo(0.25 ** weight, 10);
});

it('sizes of errors are taken as they are where the model stands alone', () => {
  const { mean, errorSize } = blendPanel(history, own, candidate(0.5, [81, 1 / 16]), ['boosted']);
  expect([...mean]).toEqual([6, 6]);
  expect([...(errorSize?.future ?? [])]).toEqual([81, 1 / 16]);
  expect([...(errorSize?.evidence ?? [])]).toEqual([16, 0.25]);
});

describe('own models beside a panel that has moved', () => {
  const halved = Math.log(0.5);
  const lower = (shift: number): PanelCandidate => ({
    ...candidate(0, [1, 1], shift),
    final: (_, mean) => {
      mean.fill(2.4);
    },
  });

  it('follow it to its level, and no further than it moved', () => {
    // theirs is 2 (times the unit of 2), the panel model's 1.2: six tenths
    const followed = blendPanel(history, own, lower(halved), 'auto');
    for (const value of followed.mean) expect(value).toBeCloseTo(1.2, 12);
    // of nothing that has no share is a name
    expect(followed.weights).toEqual(own.combination.weights);
    const little = blendPanel(history, own, lower(Math.log(0.9)), 'auto');
    for (const value of little.mean) expect(value).toBeCloseTo(1.8, 12);
  });

  it('stay where they are already on its side of the panel model, or nothing has moved', () => {
    for (const shift of [halved, 0]) {
      const { mean } = blendPanel(history, own, candidate(0, [1, 1], shift), 'auto');
      expect([...mean]).toEqual([2, 2]);
    }
  });
});

describe('own models beside a panel with dates of its own', () => {
  const dates = { whole: Float64Array.of(0, Math.log(3)), unaware: Float64Array.of(0, Math.log(2)) };
  const dated = (weight: number, shift = 0): PanelCandidate => ({
    ...candidate(weight, [1, 1], shift),
    // what it forecasts has them
    final: (_, mean) => {
      mean.set([12, 36]);
    },
    dates,
  });

  it('get what a date needs, whatever the trees had learned of it', () => {
    expect([...blendPanel(history, own, dated(0), 'auto').mean]).toEqual([2, 4]);
    const { mean } = blendPanel(history, own, dated(1 / 3), 'auto');
    expect(mean[0]).toBeCloseTo(4, 12);
    expect(mean[1]).toBeCloseTo((4 + 18) / 2, 12);
  });

  it('keep what they have where they know the year, or events of it', () => {
    const { combination } = own;
    const weights = [{ model: 'ets-regression(A,N,A)', weight: 1, loss: 1 }];
    for (const knowing of [
      { ...combination, yearFactor: 1.1 },
      { ...combination, weights },
    ]) {
      const { mean } = blendPanel(history, { ...own, combination: knowing }, dated(0), 'auto');
      expect([...mean]).toEqual([2, 2]);
    }
  });

  it('do not take a date for a shop that has moved', () => {
    const { mean } = blendPanel(history, own, dated(0, Math.log(1.5)), 'auto');
    // the panel model's level without the date is three times theirs, the shift one and a half
    expect(mean[0]).toBeCloseTo(3, 12);
    expect(mean[1]).toBeCloseTo(6, 12);
    const level = { ...dated(0, Math.log(1.5)), final: (_: number, all: Float64Array) => all.set([4, 12]) };
    const [first, second] = blendPanel(history, own, level, 'auto').mean;
    expect(first).toBeCloseTo(2, 12);
    expect(second).toBeCloseTo(4, 12);
  });
});
