import { describe, expect, it } from 'vitest';
import { type Parameter, parameters, parseParameter } from './parameters.ts';

const parameter = (name: string): Parameter => {
  const found = parameters.find((known) => known.name === name);
  if (!found) throw new Error(`no parameter ${name}`);
  return found;
};

describe('fields of planning parameters', () => {
  it('become the units of the API', () => {
    expect(parseParameter(parameter('serviceLevel'), '97.5', 'GBP')).toEqual({
      set: { serviceLevel: 0.975 },
    });
    expect(parseParameter(parameter('unitCostMinor'), '1,15', 'GBP')).toEqual({
      set: { unitCostMinor: 115 },
    });
    expect(parseParameter(parameter('leadTimeDays'), ' 21 ', 'GBP')).toEqual({ set: { leadTimeDays: 21 } });
    expect(parseParameter(parameter('supplier'), 'Acme', 'GBP')).toEqual({ set: { supplier: 'Acme' } });
  });
  it('go back to the standard when empty, where there is one', () => {
    expect(parseParameter(parameter('leadTimeDays'), '', 'GBP')).toEqual({ set: { leadTimeDays: null } });
    expect(parseParameter(parameter('onHand'), '', 'GBP')).toEqual({ error: 'Enter a number.' });
  });
  it('refuse what the API would refuse', () => {
    expect(parseParameter(parameter('leadTimeDays'), '2.5', 'GBP')).toHaveProperty('error');
    expect(parseParameter(parameter('leadTimeDays'), '999', 'GBP')).toHaveProperty('error');
    expect(parseParameter(parameter('serviceLevel'), '99.9', 'GBP')).toHaveProperty('error');
    expect(parseParameter(parameter('packSize'), 'ten', 'GBP')).toHaveProperty('error');
  });
});
