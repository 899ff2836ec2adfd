import { describe, expect, it } from 'vitest';
import { lastMean } from './last-mean.ts';
import { type MadeSeries, makeSeries, SEED } from './make-series.ts';
import { scenarios } from './scenarios/index.ts';

/** Some series of each scenario: a series is the same whether or not the others are made. */
const SOME = 4;
const some = scenarios.map((scenario) => ({
  scenario,
  made: makeSeries(scenario, SEED, SOME),
}));

const planOf = (name: string) => {
  const scenario = scenarios.find((one) => one.name === name);
  if (!scenario) throw new Error(`There is no scenario ${name}.`);
  return scenario;
};

/** How far the sum of what was drawn lies from its mean, in standard deviations of that sum. */
function distance(made: readonly MadeSeries[]): number {
  let excess = 0;
  let variance = 0;
  for (const { history, dispersion } of made) {
    for (const { quantity, mean } of history) {
      excess += quantity - mean;
      variance += mean + mean ** 2 / dispersion;
    }
  }
  return excess / Math.sqrt(variance);
}

describe('scenarios', () => {
  it('have names of their own', () => {
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
  });

  it('are the same for the same seed, of each series whatever the others are', () => {
    for (const { scenario, made } of some) {
      const [first] = made;
      // as text, which is compared at once
      expect(JSON.stringify(makeSeries(scenario, SEED, 1))).toBe(JSON.stringify([first]));
      expect(JSON.stringify(makeSeries(scenario, SEED + 1, 1))).not.toBe(JSON.stringify([first]));
    }
  });

  it('sell what their means say, to chance', () => {
    const distances = some.map(({ made }) => distance(made));
    // of 63 the largest is beyond 4 once in 250 seeds
    expect(Math.max(...distances.map(Math.abs))).toBeLessThan(4);
    const squares = distances.reduce((sum, z) => sum + z * z, 0);
    expect(squares / distances.length).toBeGreaterThan(0.5);
    expect(squares / distances.length).toBeLessThan(1.6);
  });

  it('have a flat mean where they say so', () => {
    for (const { history, trueMeans } of makeSeries(planOf('flat-poisson'), SEED, 20)) {
      const truth = trueMeans[0] as number;
      const average = history.reduce((sum, { quantity }) => sum + quantity, 0) / history.length;
      expect(Math.abs(average - truth)).toBeLessThan(3 * Math.sqrt(truth / history.length));
      expect(new Set(trueMeans).size).toBe(1);
    }
  });

  it('have a row for each step of the horizon, after the history', () => {
    for (const { scenario, made } of some) {
      for (const { history, future, trueMeans } of made) {
        const dates = [...history, ...future].map(({ date }) => date);
        expect(future).toHaveLength(scenario.horizon);
        expect(trueMeans).toHaveLength(scenario.horizon);
        expect(dates.every((date, at) => at === 0 || date > (dates[at - 1] as string))).toBe(true);
        expect(trueMeans.every((mean) => mean >= 0)).toBe(true);
      }
      expect(made.some(({ history }) => history.length === scenario.history)).toBe(
        scenario.name !== 'closed-sundays',
      );
    }
  });

  it('tell nothing of the future but what is known', () => {
    for (const { made } of some) {
      expect(made.flatMap(({ future }) => future.filter((row) => 'quantity' in row))).toEqual([]);
    }
  });

  it('sell nothing while they are out of stock, and are back for the horizon', () => {
    for (const { history, trueMeans } of makeSeries(planOf('out-of-stock-at-end'), SEED, SOME)) {
      expect(history.filter(({ inStock, quantity }) => !inStock && quantity > 0)).toEqual([]);
      expect(Math.min(...trueMeans)).toBeGreaterThan(0);
    }
    const [, gone] = makeSeries(planOf('out-of-stock-at-end'), SEED, 2);
    expect(gone?.history.slice(-30).some(({ inStock }) => inStock)).toBe(false);
  });
});

describe('the mean of the last steps', () => {
  it('counts the steps from the first one on, and those without a row as nothing sold', () => {
    const launches = planOf('launches');
    const [young] = makeSeries(launches, SEED, 1) as [MadeSeries];
    const sold = young.history.reduce((sum, { quantity }) => sum + quantity, 0);
    expect(young.history).toHaveLength(20);
    expect(lastMean(launches, young).mean[0]).toBeCloseTo(sold / 20, 12);
    const closed = planOf('closed-sundays');
    const [shop] = makeSeries(closed, SEED, 1) as [MadeSeries];
    const last = shop.history.slice(-24).reduce((sum, { quantity }) => sum + quantity, 0);
    expect(lastMean(closed, shop).mean[0]).toBeCloseTo(last / 28, 12);
  });
});
