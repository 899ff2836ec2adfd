import type { BoostedView } from '@ordernimbus/contracts';
import { describe, expect, it } from 'vitest';
import { chooseDrivers, peakWeek } from './driver-peaks.ts';

const names = ['weekday', 'trend', 'a', 'b', 'c', 'd', 'promotion', 'nothing'];
const effects = [0.05, 0.04, 0.03, 0.03, 0.03, 0.02, 0.003, 0.001];
/** ten weeks of level 100; the promotion adds 60 to one and takes 3 from the others */
const boosted: BoostedView = {
  weight: 0.6,
  from: '2026-12-01',
  days: 70,
  base: 1000,
  total: 1100,
  drivers: names.map((driver, place) => ({
    driver,
    words: driver,
    effect: effects[place] ?? 0,
    units: 1000 * (effects[place] ?? 0),
  })),
  weeks: Array.from({ length: 10 }, (_, week) => ({
    from: `2026-12-${String(1 + week).padStart(2, '0')}`,
    days: 7,
    base: 100,
    total: 110,
    units: names.map((name, place) =>
      name === 'promotion' ? (week === 4 ? 60 : -3) : 100 * (effects[place] ?? 0),
    ),
  })),
};

describe('drivers of single weeks', () => {
  it('are told by the week in which they matter', () => {
    expect(peakWeek(boosted, 'promotion')).toEqual({ from: '2026-12-05', units: 60 });
    expect(peakWeek(boosted, 'weekday')).toBeUndefined();
    expect(peakWeek(boosted, 'unknown')).toBeUndefined();
  });
  it('keep their bar among the strongest of every week', () => {
    expect(chooseDrivers(boosted).map(({ driver }) => driver)).toEqual([
      'weekday',
      'trend',
      'a',
      'b',
      'c',
      'promotion',
    ]);
  });
});
