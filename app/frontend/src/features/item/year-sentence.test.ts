import { expect, it } from 'vitest';
import { yearSentence } from './year-sentence.ts';

it.each([
  [1.92, '92% more'],
  [0.75, '25% less'],
  [1.002, 'about as much'],
])('says what a factor of %d means', (factor, words) => {
  expect(yearSentence(factor)).toBe(
    `The models of this item alone follow its year before: ${words} over all days than without.`,
  );
});
