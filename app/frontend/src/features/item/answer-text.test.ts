import { expect, it } from 'vitest';
import { answerText } from './answer-text.ts';

const currentSentence = 'You will likely sell 96–141 units in the next 28 days (8 in 10).';
const sentence = 'You will likely sell 96–141 units from 23 Nov to 20 Dec 2026 (8 in 10).';
const forecast = { cutoff: '2026-11-22', sentence, currentSentence };

it.each<[string, Parameters<typeof answerText>[1], string | RegExp]>([
  ['without stock known', undefined, currentSentence],
  ['with stock not counted', { status: 'no_stock_data', onHand: null, stockOutOn: null }, currentSentence],
  [
    'with a stock-out ahead',
    { status: 'ok', onHand: 40, stockOutOn: '2026-12-02' },
    /\(8 in 10\); 40 on hand last until about .*Dec.*\.$/,
  ],
  [
    'with more than enough',
    { status: 'ok', onHand: 4000, stockOutOn: null },
    /; 4,000 on hand, no stock-out in sight\.$/,
  ],
  ['without a forecast', { status: 'no_forecast', onHand: 4, stockOutOn: null }, currentSentence],
  ['sold out', { status: 'order_now', onHand: 0, stockOutOn: '2026-11-23' }, /; none on hand\.$/],
])('%s', (_, line, expected) => {
  const text = answerText(forecast, line, '2026-11-23');
  if (typeof expected === 'string') expect(text).toBe(expected);
  else expect(text).toMatch(expected);
});

it('names the days when the last sales lie back, and the day that the stock is counted from', () => {
  const line = { status: 'ok' as const, onHand: 40, stockOutOn: '2026-12-02' };
  expect(answerText(forecast, line, '2027-01-20')).toMatch(
    /from 23 Nov to 20 Dec 2026 \(8 in 10\); 40 on hand last until about .*Dec.* when counted from .*22.*2026\.$/,
  );
});
