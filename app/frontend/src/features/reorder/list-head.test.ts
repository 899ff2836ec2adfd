import type { ReorderTotals } from '@ordernimbus/contracts';
import { expect, it } from 'vitest';
import { listHead } from './list-head.ts';

const totals: ReorderTotals = {
  lines: 8,
  linesToOrder: 7,
  units: 83,
  valueMinor: 12_000,
  atRiskMinor: 4_425_00,
  overstockMinor: 900_00,
  bySupplier: [],
};
const nothingToOrder = { ...totals, linesToOrder: 0, units: 0, valueMinor: 0 };

it.each([
  ['all lines', {}, totals, 'Order 7 lines', '83 units for £120; £4,425 of sales at risk.'],
  ['lines of which none is due', {}, nothingToOrder, 'Nothing to order', '£4,425 of sales at risk.'],
  [
    'what runs out',
    { runsOut: true },
    totals,
    '8 lines will run out before delivery',
    '£4,425 of sales at risk. Order 83 units for £120.',
  ],
  [
    'overstock',
    { status: ['overstock' as const] },
    nothingToOrder,
    'Overstock in 8 lines',
    '£900 tied up in more than will sell soon.',
  ],
  [
    'overstock among others',
    { status: ['overstock' as const, 'ok' as const] },
    nothingToOrder,
    'Nothing to order',
    /at risk/,
  ],
])('titles a list of %s', (_, filter, sums, title, context) => {
  const head = listHead(filter, sums, 'GBP');
  expect(head.title).toBe(title);
  expect(head.context).toMatch(context);
});
