import { describe, expect, it } from 'vitest';
import type { Frequency, Panel } from '../src/contract.ts';
import { planFeatures } from '../src/panel-model/feature-plan.ts';
import { FeatureWriter } from '../src/panel-model/feature-writer.ts';
import { frameSeries } from '../src/panel-model/series-frame.ts';

const length = 1200;
const horizon = 1100;

/** Features of one step after the last value, by name. */
function featuresAt(
  step: number,
  frequency: Frequency,
  price: (t: number) => number,
  quantity: (t: number) => number = () => 10,
): Map<string, number> {
  const prices = Float32Array.from({ length: length + horizon }, (_, t) => price(t));
  const panel: Panel = {
    values: Float64Array.from({ length }, (_, t) => quantity(t)),
    offsets: Uint32Array.of(0, length),
    keys: ['item|'],
    covariates: {
      starts: Uint32Array.of(0, length + horizon),
      known: [{ name: 'price', kind: 'price', values: prices }],
      attributes: [],
    },
  };
  const plan = planFeatures(panel, frequency) as NonNullable<ReturnType<typeof planFeatures>>;
  const writer = new FeatureWriter(plan, undefined);
  const row = new Float32Array(writer.width);
  writer.begin(frameSeries(panel, 0, plan), length - 1);
  writer.write(step, row, 0);
  return new Map(plan.features.map(({ name }, f) => [name, row[f] as number]));
}

describe('a price', () => {
  it('is compared with the prices that are known, and not with days on which none is', () => {
    const late = featuresAt(1, 'D', (t) => (t < length - 100 ? Number.NaN : 10));
    const gaps = featuresAt(1, 'D', (t) => (t % 7 === 0 ? Number.NaN : 10));
    for (const features of [late, gaps]) {
      for (const name of ['price to its year', 'price to the recent', 'price to the highest']) {
        expect(features.get(name)).toBeCloseTo(1, 6);
      }
    }
    // 10 but for the last nine days, on the day before which it is unknown
    const raised = featuresAt(1, 'D', (t) => (t === length - 10 ? Number.NaN : t < length - 10 ? 15 : 12));
    expect(raised.get('price to the highest')).toBeCloseTo(0.8, 6);
  });

  it('is compared with a year of any frequency', () => {
    const year = { H: 364 * 24, D: 364, W: 52, M: 12, Q: 4 } as const;
    for (const [frequency, steps] of Object.entries(year) as [keyof typeof year, number][]) {
      const features = featuresAt(1, frequency, (t) => (t < length - Math.min(steps, length) ? 99 : 10));
      expect(features.get('price to its year')).toBeCloseTo(1, 6);
      expect(features.get('price to the highest')).toBeCloseTo(1, 6);
      const raised = featuresAt(1, frequency, (t) => (t < length - 2 ? 10 : 20));
      const known = Math.min(steps, length);
      expect(raised.get('price to its year')).toBeCloseTo(20 / ((10 * (known - 2) + 40) / known), 4);
    }
  });
});

describe('the year before', () => {
  it('is a whole number of years before, however far ahead', () => {
    const loud = (t: number): number => (t >= length - 7 ? 1000 : 10);
    for (const step of [1, 300, 358, 400, 724, 735, 1000, 1085]) {
      const then = featuresAt(step, 'D', () => 10, loud).get('year before');
      // the target's weeks around the same day of the last year that lies before the origin
      const back = 364 * Math.ceil(step / 364);
      const near = length - 1 + step - back + 3;
      if (near < length - 7) expect(then).toBe(1);
      else expect(then).toBeGreaterThan(1);
    }
  });
});
