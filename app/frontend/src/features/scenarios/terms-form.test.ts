import { describe, expect, it } from 'vitest';
import {
  parseTerms,
  readTermsForm,
  readTermsOrder,
  readTermsScope,
  reorderAddress,
  terms,
  writeTermsForm,
} from './terms-form.ts';

describe('the terms to try', () => {
  it('are those of the reorder list, read as there', () => {
    expect(terms.map(({ name }) => name)).toEqual([
      'leadTimeDays',
      'reviewDays',
      'serviceLevel',
      'packSize',
      'minimumQuantity',
      'unitCostMinor',
    ]);
    expect(
      parseTerms(
        {
          leadTimeDays: '21',
          serviceLevel: ' 98 ',
          unitCostMinor: '2,50',
          packSize: '',
          minimumQuantity: '0',
        },
        'EUR',
      ),
    ).toEqual({
      set: { leadTimeDays: 21, serviceLevel: 0.98, unitCostMinor: 250, minimumQuantity: 0 },
      errors: {},
    });
  });

  it('say what is wrong with a field and keep the others', () => {
    const { set, errors } = parseTerms({ leadTimeDays: '1.5', serviceLevel: '100', reviewDays: '7' }, 'EUR');
    expect(set).toEqual({ reviewDays: 7 });
    expect(errors).toEqual({ leadTimeDays: 'Enter whole days.', serviceLevel: 'At most 99.5.' });
  });

  it('stand in the address with the lines they are for, also those without a category', () => {
    const search = new URLSearchParams('try=terms&category=&status=ok&packSize=6');
    writeTermsForm(search, { leadTimeDays: '21', packSize: ' ' });
    expect(search.toString()).toBe('try=terms&category=&status=ok&leadTimeDays=21');
    expect(readTermsForm(search)).toEqual({ leadTimeDays: '21' });
    const scope = readTermsScope(search);
    expect(scope).toEqual({ category: '' });
    expect(reorderAddress(scope)).toBe('/reorder?category=');
    expect(reorderAddress({})).toBe('/reorder');
    expect(readTermsScope(new URLSearchParams('locationId=2&supplier=A%26B&search=cup'))).toEqual({
      locationId: 2,
      supplier: 'A&B',
      search: 'cup',
    });
  });

  it('are shown by what changes most until a column is chosen', () => {
    expect(readTermsOrder(undefined)).toEqual({ sort: 'changed', of: 'difference', direction: 'desc' });
    expect(readTermsOrder({ id: 'atRiskMinor.scenario', direction: 'asc' })).toEqual({
      sort: 'atRiskMinor',
      of: 'scenario',
      direction: 'asc',
    });
    // an address from elsewhere
    expect(readTermsOrder({ id: 'name', direction: 'asc' })).toEqual(readTermsOrder(undefined));
  });
});
