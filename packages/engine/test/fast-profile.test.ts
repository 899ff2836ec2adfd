import { describe, expect, it } from 'vitest';
import type { Frequency } from '../src/contract.ts';
import { seasonalityOf } from '../src/frequency.ts';
import { selectCandidates } from '../src/models/candidates.ts';

describe('the fast profile', () => {
  const namesOf = (frequency: Frequency, demand: 'smooth' | 'lumpy'): string[] =>
    selectCandidates('fast', { ...seasonalityOf(frequency), fits: new Map() }, demand, true).map(
      ({ name }) => name,
    );

  it('has what knows the season of hours and of months, beside a panel model too', () => {
    expect(namesOf('H', 'smooth')).toEqual(expect.arrayContaining(['holt-winters', 'mstl']));
    expect(namesOf('M', 'smooth')).toEqual(expect.arrayContaining(['damped', 'mstl']));
  });

  it('leaves the dear ones out on days, where they lowered no error, and of lumpy demand', () => {
    for (const names of [namesOf('D', 'smooth'), namesOf('H', 'lumpy'), namesOf('M', 'lumpy')]) {
      expect(names).not.toContain('mstl');
      expect(names).not.toContain('holt-winters');
    }
  });
});
