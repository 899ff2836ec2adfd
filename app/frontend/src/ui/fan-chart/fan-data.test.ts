import { describe, expect, it } from 'vitest';
import { bands, dailyPoints, type FanInput, marksAt, marksWithin, summedPoints } from './fan-data.ts';
import { bandEdges, todayWord } from './fan-option.ts';

const probabilities = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];
const input: FanInput = {
  historyFrom: '2026-10-01',
  history: Array.from({ length: 45 }, (_, day) => (day === 3 ? null : 2)),
  forecastFrom: '2026-11-15',
  mean: Array.from({ length: 28 }, () => 3),
  probabilities,
  quantiles: probabilities.map((probability) => Array.from({ length: 28 }, () => probability * 10)),
  previous: { from: '2026-11-10', mean: [1, 1, 1, 1, 1, 9] },
};

describe('points of the fan chart', () => {
  it('join history and forecast day by day', () => {
    const points = dailyPoints(input);
    expect(points).toHaveLength(73);
    expect(points[44]).toMatchObject({ from: '2026-11-14', sold: 2, mean: null, previous: 1 });
    expect(points[45]).toMatchObject({ from: '2026-11-15', sold: null, median: 5, previous: 9 });
    expect(points[45]?.low?.[80]).toBeCloseTo(1);
    expect(points[3]).toMatchObject({ sold: null, unknownDays: 1 });
  });

  it('sum weeks from the cut-off and never add quantiles', () => {
    const weeks = summedPoints(input, 'week');
    const firstAhead = weeks.find(({ mean }) => mean !== null);
    expect(firstAhead).toMatchObject({ from: '2026-11-15', to: '2026-11-21', sold: null, mean: 21 });
    expect(weeks.every(({ low, high, median }) => low === null && high === null && median === null)).toBe(
      true,
    );
    expect(weeks.every(({ sold, mean }) => sold === null || mean === null)).toBe(true);
  });

  it('keep a month that has both parts, and drop the one cut off by the horizon', () => {
    const months = summedPoints(input, 'month');
    expect(months.map(({ from }) => from)).toEqual(['2026-10-01', '2026-11-01']);
    expect(months[0]).toMatchObject({ sold: 60, unknownDays: 1 });
    expect(months[1]).toMatchObject({ sold: 28, mean: 48 });
  });
});

describe('marks', () => {
  const marks = [
    { from: '2026-09-01', to: '2026-09-30', name: 'Before all' },
    { from: '2026-10-30', to: '2026-11-02', name: 'Offer' },
    { from: '2026-11-20', to: '2026-11-20', name: 'Fair' },
  ];
  it('show on the days that they last, in every sum, and only where there is something to see', () => {
    const names = (point: Parameters<typeof marksAt>[1] | undefined) =>
      point ? marksAt(marks, point).map(({ name }) => name) : [];
    const points = dailyPoints(input);
    expect(names(points[29])).toEqual(['Offer']);
    expect(names(points[32])).toEqual(['Offer']);
    expect(names(points[33])).toEqual([]);
    expect(summedPoints(input, 'month').map(names)).toEqual([['Offer'], ['Offer', 'Fair']]);
    expect(marksWithin({ ...input, marks }, points).map(({ name }) => name)).toEqual(['Offer', 'Fair']);
    expect(marksWithin(input, points)).toEqual([]);
  });
});

describe('bands', () => {
  const point = dailyPoints(input)[45];
  if (!point) throw new Error('the first forecast day is missing');

  it('touch without overlapping: 12, 22, 36, 22, 12 percent', () => {
    const edges = bandEdges(point, new Set(bands));
    expect(edges.map(({ value }) => value)).toEqual([0.25, 1, 2.5, 7.5, 9, 9.75]);
    expect(edges.map(({ opacity }) => opacity)).toEqual([0, 0.12, 0.22, 0.36, 0.22, 0.12]);
  });
  it('leave out what is switched off', () => {
    expect(bandEdges(point, new Set([80] as const)).map(({ value }) => value)).toEqual([1, 9]);
    expect(bandEdges(point, new Set())).toEqual([]);
  });
  it('say what today means when the data is old', () => {
    expect(todayWord('2026-11-22', '2026-11-23')).toBe('today');
    expect(todayWord('2011-12-09', '2026-11-23')).toMatch(/today in the data, .*2011/);
  });
});
