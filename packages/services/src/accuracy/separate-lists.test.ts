import { expect, it } from 'vitest';
import { separateLists } from './separate-lists.ts';

const separate = (worst: string, best: string) => {
  const lists = separateLists([...worst], [...best], (one) => one);
  return [lists.worst.join(''), lists.best.join('')];
};

it.each([
  ['lists that do not meet', 'zyx', 'abc', ['zyx', 'abc']],
  ['lists that meet', 'edcb', 'abcd', ['edc', 'ab']],
  ['the same few in both', 'cba', 'abc', ['cb', 'a']],
  ['one alone', 'a', 'a', ['a', '']],
  ['none', '', '', ['', '']],
])('keeps %s apart', (_, worst, best, expected) => {
  expect(separate(worst, best)).toEqual(expected);
});
