import { describe, expect, it } from 'vitest';
import { finish } from '../src/finish.ts';
import { seasonalityOf } from '../src/frequency.ts';
import type { Model } from '../src/models/model.ts';
import { combineModels } from '../src/select/combine-models.ts';
import { planWindows } from '../src/select/plan-windows.ts';

/** A model that says one number whatever it is shown, and tells `trained` of each history that it learns from. */
const saying = (value: number, trained: (values: Float64Array) => void = () => undefined): Model => ({
  name: 'naive',
  fits: () => true,
  train: (values) => {
    trained(values);
    return {
      label: `says ${value}`,
      parameters: 0,
      predict: (_values, origins, horizon, out) => {
        out.fill(value, 0, origins.length * horizon);
      },
    };
  },
});

const length = 60;
const plan = planWindows(length, 30, 1, 3, 1);
const combine = (values: Float64Array, models: readonly Model[], steps = 1) =>
  finish(combineModels(values, true, seasonalityOf('D'), models, plan, 1, steps));
/** Low in the first half of what the windows look at, high in the second. */
const shifted = Float64Array.from({ length }, (_, t) => (t < 45 ? 4 : 9) + (t % 3));

describe('evidence of a mixture', () => {
  it('knows nothing of the windows that it is compared with', () => {
    const models = [saying(4), saying(9), saying(6)];
    const { evidence, mean } = combine(shifted, models);
    const last = plan.origins.length - 1;
    const other = shifted.slice();
    // only the last window looks at the last value
    other[length - 1] = 30;
    const after = combine(other, models);
    expect(after.evidence[last]).toBe(evidence[last]);
    expect(after.evidence[0]).not.toBe(evidence[0]);
    expect(after.mean[0]).not.toBe(mean[0]);
  });

  it('is no better than the mixture will be: worse than that with the weights of all windows', () => {
    const { evidence, mean, weights } = combine(shifted, [saying(7), saying(8.5), saying(6)]);
    const squares = (forecast: (r: number) => number): number =>
      plan.origins.reduce((sum, origin, r) => sum + ((shifted[origin + 1] ?? 0) - forecast(r)) ** 2, 0);
    expect(weights.length).toBeGreaterThan(1);
    expect(squares((r) => evidence[r] ?? Number.NaN)).toBeGreaterThan(squares(() => mean[0] ?? Number.NaN));
  });

  it('is the forecast of the one model where there is one', () => {
    expect([...combine(shifted, [saying(5)]).evidence]).toEqual(Array(plan.origins.length).fill(5));
  });

  it('is the same, and no model learns from the whole history, where no step is to be forecast', () => {
    const learnedFrom = (steps: number) => {
      const lengths: number[] = [];
      const models = [4, 9, 6].map((value) => saying(value, (values) => lengths.push(values.length)));
      return { ...combine(shifted, models, steps), lengths };
    };
    const forecast = learnedFrom(1);
    const alone = learnedFrom(0);
    expect(alone.evidence).toEqual(forecast.evidence);
    expect(alone.mean).toEqual(new Float64Array(0));
    expect(forecast.lengths).toContain(length);
    expect(alone.lengths).not.toContain(length);
  });
});
