import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { planFeatures } from '../src/panel-model/feature-plan.ts';
import { FeatureWriter } from '../src/panel-model/feature-writer.ts';
import { frameSeries } from '../src/panel-model/series-frame.ts';

const length = 700;
const panel: Panel = {
  values: Float64Array.from({ length }, (_, t) => 3 + (t % 7)),
  offsets: Uint32Array.of(0, length),
  keys: ['item|shop'],
};

describe('age of a series as a feature', () => {
  const plan = planFeatures(panel, 'D');
  if (!plan) throw new Error('no plan');
  const place = plan.features.findIndex(({ name }) => name.startsWith('age'));
  const writer = new FeatureWriter(plan, undefined);
  const frame = frameSeries(panel, 0, plan);
  const ageAt = (origin: number): number => {
    const row = new Float32Array(writer.width);
    writer.begin(frame, origin);
    writer.write(1, row, 0);
    return row[place] ?? Number.NaN;
  };

  it('grows while a series is young', () => {
    expect(ageAt(20)).toBeCloseTo(Math.log(21), 5);
    expect(ageAt(60)).toBeGreaterThan(ageAt(20));
  });

  it('does not tell the date of a series that is old', () => {
    // were it to, trees would hold what was so on the last days of the history for all that comes
    expect(ageAt(111)).toBe(ageAt(length - 1));
  });
});
