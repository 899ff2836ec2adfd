import type { TermsScenario, TermsTotals } from '@ordernimbus/contracts';
import { describe, expect, it } from 'vitest';
import { termsSentence } from './terms-sentence.ts';

const totals: TermsTotals = {
  linesToOrder: 2,
  units: 20,
  valueMinor: 10_000,
  linesToOrderWithoutCost: 0,
  linesRunOut: 0,
  safetyStock: 5,
  safetyStockMinor: 500,
  linesWithoutValue: 0,
  expectedLost: 0,
  atRiskMinor: 0,
  linesWithoutPrice: 0,
};
const answer: TermsScenario = {
  runId: 'r',
  cutoff: '2026-11-22',
  lines: [],
  linesTotal: 9,
  linesPlanned: 9,
  linesChanged: 3,
  linesBegin: 2,
  linesStop: 1,
  baseline: totals,
  scenario: { ...totals, units: 30, valueMinor: 12_500 },
  notes: [],
};
const say = (changes: Partial<TermsScenario> = {}) => termsSentence({ ...answer, ...changes }, 'GBP');

describe('the sentence of a scenario of ordering terms', () => {
  it('says the money of the orders by both plans and how many lines begin and stop', () => {
    expect(say()).toBe('Orders of £125 instead of £100: +25%; 2 lines more to order, 1 line no longer');
    expect(say({ linesBegin: 0, linesStop: 0, scenario: { ...totals, safetyStock: 9 } })).toBe(
      'Orders of £100, as it stands',
    );
  });

  it('says units where no cost is known, and nothing of orders where no stock is', () => {
    const without = { valueMinor: 0, linesToOrderWithoutCost: 2 };
    expect(
      say({
        baseline: { ...totals, ...without },
        scenario: { ...totals, ...without, units: 30 },
        linesBegin: 0,
        linesStop: 0,
      }),
    ).toBe('Orders of 30 units instead of 20 units: +50%');
    expect(say({ linesPlanned: 0 })).toBe('Other levels in 3 lines; stock unknown');
    expect(say({ linesChanged: 0 })).toBe('No difference in 9 lines');
  });
});
