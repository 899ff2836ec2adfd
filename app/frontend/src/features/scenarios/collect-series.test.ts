import type { Explorer, ExplorerRow } from '@ordernimbus/contracts';
import { describe, expect, it } from 'vitest';
import { collectSeries, mostSeries, type Scope, TooManySeriesError } from './collect-series.ts';

const row = (changes: Partial<ExplorerRow>): ExplorerRow => ({
  kind: 'item',
  key: 'k',
  name: 'Item',
  locationId: 1,
  category: null,
  itemId: null,
  series: 1,
  sparkHistory: [],
  sparkForecast: [],
  next28: null,
  soldPrior28: null,
  wape: null,
  naiveWape: null,
  ...changes,
});
const item = (itemId: number, locationId: number, mean: number) =>
  row({ itemId, locationId, name: `Item ${itemId}`, next28: { mean, low: 0, high: 2 * mean } });
const level = (children: ExplorerRow[], nextCursor?: string): Explorer => ({
  runId: 'r',
  cutoff: '2026-11-22',
  title: '',
  breadcrumb: [],
  node: null,
  children,
  totalChildren: children.length,
  ...(nextCursor ? { nextCursor } : {}),
});

describe('the items of a part of the shop', () => {
  it('are found below locations and categories, page by page, the largest first', async () => {
    const asked: [Scope, string | undefined][] = [];
    const found = await collectSeries({}, async (scope, cursor) => {
      asked.push([scope, cursor]);
      if (scope.locationId === undefined) {
        return level([row({ kind: 'location', locationId: 1, series: 3 })]);
      }
      if (scope.category === undefined) {
        return level([row({ kind: 'category', locationId: 1, category: '', series: 3 })]);
      }
      const withoutForecast = row({ itemId: 9, locationId: 1 });
      return cursor ? level([item(2, 1, 30), withoutForecast]) : level([item(1, 1, 10)], 'next');
    });
    expect(found.map(({ itemId, next28 }) => [itemId, next28])).toEqual([
      [2, 30],
      [1, 10],
    ]);
    expect(asked).toEqual([
      [{}, undefined],
      [{ locationId: 1, category: undefined }, undefined],
      [{ locationId: 1, category: '' }, undefined],
      [{ locationId: 1, category: '' }, 'next'],
    ]);
  });

  it('are refused before any is fetched where there are too many', async () => {
    let asked = 0;
    const many = collectSeries({}, async () => {
      asked++;
      return level([row({ kind: 'location', locationId: 1, series: mostSeries + 1 })]);
    });
    await expect(many).rejects.toThrow(TooManySeriesError);
    expect(asked).toBe(1);
  });
});
