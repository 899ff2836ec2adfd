import type { Metrics } from '@ordernimbus/contracts';
import { describe, expect, it } from 'vitest';
import { calibrationFinding, comparison, finding, findingOfItem, horizonFinding } from './findings.ts';
import { rangeShare } from './range-share.ts';

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
  it('say the same of an item, and no gain of none', () => {
    expect(findingOfItem(0.4, 0.5)).toBe('20% less error than repeating the last week.');
    expect(findingOfItem(0.6, 0.5)).toBe('20% more error than repeating the last week.');
    expect(findingOfItem(0.501, 0.5)).toBe('As much error as repeating the last week.');
    expect(findingOfItem(0.1, 0)).toContain('never wrong');
    expect(findingOfItem(null, 0.5)).toContain('Too few sales');
    expect(comparison({ wape: 0.501, naiveWape: 0.5 })).toBe('As repeating the last week');
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
    const judged = (nominal: number, actual: number | null, plain: number | null = 1) =>
      calibrationFinding({ calibration: [{ nominal, actual, plain }] });
    expect(judged(0.8, 0.81)).toBe('The ranges keep their promise');
    expect(judged(0.8, 0.7)).toContain('narrower');
    expect(judged(0.5, 0.7)).toContain('wider');
    expect(judged(0.5, null, null)).toBe('Ranges: not measured yet');
  });
  it('do not call ranges too wide on a count that has days on an edge in full', () => {
    const kept = (...shares: readonly number[]) =>
      calibrationFinding({
        calibration: [0.5, 0.8, 0.95].map((nominal, at) => ({ nominal, actual: shares[at] ?? null })),
      });
    expect(kept(0.63, 0.88, 0.97)).toBe('The ranges keep their promise');
    expect(kept(0.63, 0.88, 0.9)).toContain('narrower');
  });
});

describe('the share of days inside a range', () => {
  const kept = { coverage50: 0.6, coverage80: 0.9, coverage95: 1 } as Metrics;
  it('counts days on an edge in part where the run did, with the full count beside it', () => {
    expect(rangeShare({ ...kept, coverageRandomised80: 0.8 }, 80)).toMatchObject({
      inside: 0.8,
      inFull: 0.9,
    });
    expect(rangeShare({ ...kept, coverageRandomised80: 0.8 }, 80).help).toContain('count in part');
  });
  it('is the full count of a run that kept no other, and says so', () => {
    for (const metrics of [kept, { ...kept, coverageRandomised80: null }]) {
      expect(rangeShare(metrics, 80)).toMatchObject({ inside: 0.9, inFull: undefined });
      expect(rangeShare(metrics, 80).help).toContain('were counted in full');
    }
  });
  it('is unknown where nothing was measured', () => {
    const none = { ...kept, coverage80: null, coverageRandomised80: null };
    expect(rangeShare(none, 80)).toMatchObject({ inside: null, inFull: null });
  });
});

it.each([
  ['better', { wape: 0.3, naiveWape: 0.4 }, /^25\s?% below repeating the last week$/],
  ['worse', { wape: 0.5, naiveWape: 0.4 }, /^25\s?% above repeating the last week$/],
  ['both perfect', { wape: 0, naiveWape: 0 }, 'As repeating the last week, never wrong'],
  ['beaten by what repeats', { wape: 0.1, naiveWape: 0 }, 'Repeating the last week was never wrong'],
  ['not measured', { wape: null, naiveWape: null }, 'Measured once there is enough history'],
  ['without a report', null, 'Measured once there is enough history'],
])('compares an error that is %s', (_, accuracy, expected) => {
  expect(comparison(accuracy)).toMatch(expected);
});
