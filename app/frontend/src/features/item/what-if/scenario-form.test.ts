import { describe, expect, it } from 'vitest';
import { readForm, type ScenarioForm } from './scenario-form.ts';
import { scenarioSentence } from './scenario-sentence.ts';

const form: ScenarioForm = {
  fromDay: '2026-12-01',
  toDay: '2026-12-07',
  isPromoted: true,
  discount: '20',
  priceChange: '',
};
const key = { itemId: 1, locationId: 2 };
const read = (changes: Partial<ScenarioForm>) =>
  readForm({ ...form, ...changes }, '2026-11-24', '2027-02-22');

describe('the fields of a scenario', () => {
  it('become a promotion, a price, or both', () => {
    const days = { fromDay: '2026-12-01', toDay: '2026-12-07' };
    expect(read({}).change).toEqual({ promotion: { ...days, discountPercent: 20 } });
    expect(read({ discount: '' }).change).toEqual({ promotion: { ...days, discountPercent: null } });
    expect(read({ isPromoted: false, priceChange: '-7,5' }).change).toEqual({
      price: { ...days, changePercent: -7.5 },
    });
  });

  it('say what is wrong with them', () => {
    expect(Object.keys(read({ fromDay: '2026-11-01' }).errors)).toEqual(['fromDay']);
    expect(Object.keys(read({ toDay: '2026-11-30' }).errors)).toEqual(['toDay']);
    expect(Object.keys(read({ toDay: '2027-03-01' }).errors)).toEqual(['toDay']);
    expect(Object.keys(read({ toDay: '' }).errors)).toEqual(['toDay']);
    expect(Object.keys(read({ discount: 'much' }).errors)).toEqual(['discount']);
    expect(Object.keys(read({ isPromoted: false }).errors)).toEqual(['priceChange']);
    expect(Object.keys(read({ priceChange: '-100' }).errors)).toEqual(['priceChange']);
  });
});

describe('the sentence of a scenario', () => {
  const none = { mean: [], low80: [], high80: [] };
  const answer = {
    ...key,
    runId: 'r',
    from: '2026-11-24',
    baseline: none,
    scenario: none,
    changed: { fromDay: '2026-12-01', toDay: '2026-12-07', baselineUnits: 64, scenarioUnits: 98 },
    price: null,
    money: null,
    notes: [],
  };
  it('compares units, and prices where they differ', () => {
    expect(scenarioSentence(answer, 'EUR')).toMatch(
      /^98 units instead of 64 from .*Dec.* to .*2026 \(7 days\): \+53\s?%\.$/,
    );
    const price = { baselineMinor: 300, scenarioMinor: 270, isAverage: false };
    expect(scenarioSentence({ ...answer, price }, 'EUR')).toContain('At €2.70 instead of €3.00.');
    expect(scenarioSentence({ ...answer, price: { ...price, isAverage: true } }, 'EUR')).toContain(
      'At €2.70 on average instead of €3.00; planned prices and promotions still apply on their days.',
    );
    const sold = { ...answer, money: { baselineMinor: 19_200, scenarioMinor: 26_460 } };
    expect(scenarioSentence(sold, 'EUR')).toMatch(/Sales of €264.60 instead of €192.00\.$/);
    const same = { ...answer, changed: { ...answer.changed, toDay: '2026-12-01', scenarioUnits: 64 } };
    expect(scenarioSentence(same, 'EUR')).toMatch(/^No difference: 64 units on .*2026, as it stands\.$/);
  });
});
