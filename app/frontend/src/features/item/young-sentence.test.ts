import { expect, it } from 'vitest';
import { youngSentence } from './young-sentence.ts';

it.each([
  [1, 'Only 1 day of this item is known: what it is worth is read from the first days of other items.'],
  [
    12,
    'Only 12 days of this item are known: what they are worth is read from the first days of other items.',
  ],
])('says what is known of an item of %d days', (days, sentence) => {
  expect(youngSentence(days)).toBe(sentence);
});
