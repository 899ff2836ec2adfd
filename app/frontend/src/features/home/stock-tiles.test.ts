import type { Home } from '@ordernimbus/contracts';
import { describe, expect, it } from 'vitest';
import { overstockTile, runOutTile } from './stock-tiles.ts';

const nothing = { lines: 0, atRiskMinor: 0, valueMinor: 0, linesWithoutPrice: 0 };
const home = (of: Partial<Home>): Home =>
  ({ runOut: nothing, overstock: nothing, linesPlanned: 6, linesWithoutStock: 0, ...of }) as Home;

describe('the tiles of stock', () => {
  it('are green zeros only where all stock is known', () => {
    expect(runOutTile(home({}), 'GBP')).toMatchObject({ value: '0 lines', tone: 'green' });
    const unknown = home({ linesPlanned: 0, linesWithoutStock: 6 });
    expect(runOutTile(unknown, 'GBP')).toEqual({
      to: '/reorder?status=no_stock_data',
      value: 'Stock unknown',
      detail: 'for 6 lines: enter it',
      tone: 'amber',
    });
    expect(overstockTile(unknown, 'GBP')).toMatchObject({ value: '–', detail: 'Stock unknown' });
    expect(runOutTile(home({ linesWithoutStock: 4 }), 'GBP')).toMatchObject({
      detail: expect.stringContaining('stock unknown for 4 lines'),
      tone: 'neutral',
    });
  });

  it('have no zero of money where prices are unknown', () => {
    const unpriced = { ...nothing, lines: 3, linesWithoutPrice: 3 };
    const tiles = home({ runOut: unpriced, overstock: unpriced });
    expect(runOutTile(tiles, 'GBP')).toMatchObject({
      value: '3 lines',
      detail: 'sales at risk unknown without prices',
    });
    expect(overstockTile(tiles, 'GBP')).toMatchObject({ value: '3 lines', detail: 'cost unknown' });
  });
});
