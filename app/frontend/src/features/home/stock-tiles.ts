import type { Home } from '@ordernimbus/contracts';
import { formatMoney, plural } from '../../ui/format/numbers.ts';
import type { Tile } from '../../ui/tile.tsx';
import { salesAtRisk } from '../reorder/list-head.ts';

type Figure = Pick<Parameters<typeof Tile>[0], 'to' | 'value' | 'detail' | 'tone'>;

const enterStock = '/reorder?status=no_stock_data';
const nobodyKnows = (home: Home): boolean => home.linesPlanned === 0 && home.linesWithoutStock > 0;

/** What runs out: a green zero is said only where stock is known. */
export function runOutTile(home: Home, currency: string): Figure {
  const { runOut, linesWithoutStock } = home;
  const unknown = plural(linesWithoutStock, 'line');
  if (nobodyKnows(home))
    return { to: enterStock, value: 'Stock unknown', detail: `for ${unknown}: enter it`, tone: 'amber' };
  const also = linesWithoutStock > 0 ? ` · stock unknown for ${unknown}` : '';
  return {
    to: '/reorder?runsOut=true',
    value: plural(runOut.lines, 'line'),
    detail: `${salesAtRisk(runOut, currency)}${also}`,
    tone: runOut.lines > 0 ? 'red' : linesWithoutStock > 0 ? 'neutral' : 'green',
  };
}

/** What lies in stock beyond need: no amount where neither cost nor price is known. */
export function overstockTile(home: Home, currency: string): Figure {
  const { lines, valueMinor, linesWithoutPrice } = home.overstock;
  if (nobodyKnows(home)) return { to: enterStock, value: '–', detail: 'Stock unknown', tone: 'amber' };
  const isUnknown = valueMinor === 0 && linesWithoutPrice > 0;
  const without = linesWithoutPrice > 0 ? `, cost unknown in ${plural(linesWithoutPrice, 'line')}` : '';
  return {
    to: '/reorder?status=overstock&sort=overstock',
    value: isUnknown ? plural(lines, 'line') : formatMoney(valueMinor, currency, 'compact'),
    detail: isUnknown ? 'cost unknown' : `tied up in ${plural(lines, 'line')}${without}`,
    tone: lines > 0 ? 'amber' : home.linesWithoutStock > 0 ? 'neutral' : 'green',
  };
}
