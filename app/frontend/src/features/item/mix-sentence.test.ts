import { expect, it } from 'vitest';
import { mixSentence } from './mix-sentence.ts';

const part = (model: string, weight: number, loss: number | null = 1) => ({ model, weight, loss });
const tail = 'share this forecast by how well each did on past windows.';

it.each([
  ['none', [], 'No model could be fitted.'],
  [
    'one that stood alone',
    [part('theta', 1)],
    'Theta alone: no other model did better on past windows beside it.',
  ],
  [
    'one without a back-test',
    [part('naive', 1, null)],
    'Last value alone: the history is too short to compare models.',
  ],
  [
    'two, and one left out',
    [part('theta', 0.38), part('boosted', 0.62, null), part('naive', 0)],
    `Boosted trees (62%) and theta (38%) ${tail}`,
  ],
  [
    'many',
    [
      part('boosted', 0.5),
      part('theta', 0.2),
      part('ets(A,N,A)', 0.15),
      part('tsb', 0.1),
      part('naive', 0.05),
    ],
    `Boosted trees (50%), theta (20%), exponential smoothing (15%) and 2 others ${tail}`,
  ],
  [
    'one of which hardly counts',
    [part('boosted', 0.997), part('theta', 0.003)],
    `Boosted trees (100%) and theta (< 1%) ${tail}`,
  ],
  [
    'two settings of one model, as one',
    [
      part('boosted', 0.89),
      part('seasonal-average(7x4)', 0.03),
      part('theta', 0.06),
      part('seasonal-average(7x8)', 0.02),
    ],
    `Boosted trees (89%), theta (6%) and same weekday (5%) ${tail}`,
  ],
  [
    'settings of one model alone',
    [part('seasonal-average(7x4)', 0.6), part('seasonal-average(7x8)', 0.4)],
    `Same weekday in 2 settings ${tail}`,
  ],
])('says the mix of %s', (_, weights, sentence) => {
  expect(mixSentence(weights)).toBe(sentence);
});
