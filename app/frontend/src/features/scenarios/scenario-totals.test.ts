import type { Scenario } from '@ordernimbus/contracts';
import { describe, expect, it } from 'vitest';
import { addUp, type Line, totalSentence } from './scenario-totals.ts';

const days = { fromDay: '2026-12-01', toDay: '2026-12-07' };
const none = { mean: [], low80: [], high80: [] };
const line = (before: number, after: number, changes: Partial<Scenario> = {}): Line => ({
  series: { itemId: 1, locationId: 1, name: 'Item', next28: before },
  scenario: {
    itemId: 1,
    locationId: 1,
    runId: 'r',
    from: '2026-11-24',
    baseline: none,
    scenario: none,
    changed: { ...days, baselineUnits: before, scenarioUnits: after },
    price: null,
    money: { baselineMinor: 100 * before, scenarioMinor: 80 * after },
    notes: [],
    ...changes,
  },
});
const note = { code: 'item_never_promoted', detail: 'Never promoted.' } as const;

describe('a scenario of several items', () => {
  it('adds up units and the money that is known, and counts notes and failures', () => {
    const totals = addUp([
      line(10, 20, { notes: [note] }),
      line(30, 40, { money: null, notes: [note] }),
      { series: { itemId: 2, locationId: 1, name: 'Other', next28: 1 }, error: 'gone' },
    ]);
    expect(totals).toEqual({
      items: 3,
      failed: 1,
      baselineUnits: 40,
      scenarioUnits: 60,
      priced: 1,
      baselineMinor: 1000,
      scenarioMinor: 1600,
      notes: [{ detail: 'Never promoted.', items: 2 }],
    });
    expect(totalSentence(totals, days, 'GBP')).toMatch(
      /^60 units instead of 40 from .*Dec.* to .*2026 \(7 days\): \+50%\. Sales of the 1 item whose money is known of £16\.00 instead of £10\.00: \+60%\.$/,
    );
  });
  it('says where nothing changes, and nothing of money that is not known', () => {
    const totals = addUp([line(10, 10, { money: null })]);
    expect(totalSentence(totals, days, 'GBP')).toMatch(/^No difference: 10 units .*, as it stands\.$/);
  });
});
