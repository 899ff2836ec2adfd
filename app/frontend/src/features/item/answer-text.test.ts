import { expect, it } from 'vitest';
import { answerText } from './answer-text.ts';

const sentence = 'You will likely sell 96–141 units in the next 28 days (8 in 10).';

it.each([
  ['without stock known', undefined, sentence],
  ['with stock not counted', { onHand: null, stockOutOn: null }, sentence],
  [
    'with a stock-out ahead',
    { onHand: 40, stockOutOn: '2026-12-02' },
    /\(8 in 10\); 40 on hand last until about .*Dec.*\.$/,
  ],
  ['with more than enough', { onHand: 4000, stockOutOn: null }, /; 4,000 on hand, no stock-out in sight\.$/],
  ['sold out', { onHand: 0, stockOutOn: '2026-11-23' }, /; none on hand\.$/],
])('%s', (_, line, expected) => {
  const text = answerText(sentence, line);
  if (typeof expected === 'string') expect(text).toBe(expected);
  else expect(text).toMatch(expected);
});
