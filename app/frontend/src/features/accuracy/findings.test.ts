import type { Metrics } from '@ordernimbus/contracts';
import { describe, expect, it } from 'vitest';
import { calibrationFinding, finding, horizonFinding } from './findings.ts';

const overall = (wape: number | null, naiveWape: number | null) => ({
  overall: { wape, naiveWape } as Metrics,
});

describe('findings of the accuracy page', () => {
  it('say better, worse, equal or unknown', () => {
    expect(finding(overall(0.385, 0.5))).toBe(
      'Forecasts were 23% more accurate than repeating the last week',
    );
    expect(finding(overall(0.6, 0.5))).toBe('Forecasts were 20% less accurate than repeating the last week');
    expect(finding(overall(0.5, 0.5))).toBe('Forecasts were as accurate as repeating the last week');
    expect(finding(overall(null, 0.5))).toContain('too little history');
    expect(finding(overall(0.1, null))).toContain('too little history');
    expect(finding(overall(0.012, 0))).toBe(
      'Repeating the last week was never wrong, forecasts by 1.2% of sales',
    );
    expect(finding(overall(0, 0))).toContain('never wrong');
  });
  it('count the distances won', () => {
    const day = (wape: number, naiveWape: number) => ({ day: 1, wape, naiveWape });
    expect(horizonFinding({ byHorizon: [day(1, 2), day(3, 2)] })).toBe(
      'Better than repeating the last week on 1 of 2 days ahead',
    );
    expect(horizonFinding({ byHorizon: [day(1, 2)] })).toBe(
      'Better than repeating the last week at every distance',
    );
  });
  it('judge the ranges by their worst gap', () => {
    expect(calibrationFinding({ calibration: [{ nominal: 0.8, actual: 0.81 }] })).toBe(
      'The ranges keep their promise',
    );
    expect(calibrationFinding({ calibration: [{ nominal: 0.8, actual: 0.7 }] })).toContain('narrower');
    expect(calibrationFinding({ calibration: [{ nominal: 0.5, actual: 0.7 }] })).toContain('wider');
  });
});
