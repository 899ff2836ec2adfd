import type { ReorderTotals } from '@ordernimbus/contracts';
import { expect, it } from 'vitest';
import { listHead } from './list-head.ts';

const totals: ReorderTotals = {
  lines: 8,
  linesToOrder: 7,
  units: 83,
  valueMinor: 12_000,
  linesToOrderWithoutCost: 0,
  linesPlanned: 8,
  linesWithoutStock: 0,
  linesWithoutPrice: 0,
  atRiskMinor: 4_425_00,
  overstockMinor: 900_00,
  bySupplier: [],
};
const noMoney = {
  ...totals,
  valueMinor: 0,
  linesToOrderWithoutCost: 7,
  linesWithoutPrice: 8,
  atRiskMinor: 0,
};
const noStock = {
  ...totals,
  linesToOrder: 0,
  units: 0,
  valueMinor: 0,
  atRiskMinor: 0,
  linesPlanned: 0,
  linesWithoutStock: 8,
};
const nothingToOrder = { ...totals, linesToOrder: 0, units: 0, valueMinor: 0 };

it.each([
  ['all lines', {}, totals, 'Order 7 lines', '83 units for £120; £4,425 of sales at risk.'],
  [
    'lines of which some have no cost',
    {},
    { ...totals, linesToOrderWithoutCost: 2, linesWithoutPrice: 1 },
    'Order 7 lines',
    '83 units for £120 (cost unknown in 2 lines); £4,425 (price unknown in 1 line) of sales at risk.',
  ],
  [
    'lines without cost and price',
    {},
    noMoney,
    'Order 7 lines',
    '83 units, cost unknown; sales at risk unknown without prices.',
  ],
  [
    'lines whose stock is unknown',
    {},
    noStock,
    'Stock unknown in 8 lines',
    /^Nothing is suggested without it/,
  ],
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
