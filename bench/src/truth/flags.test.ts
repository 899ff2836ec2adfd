import { describe, expect, it } from 'vitest';
import { UsageError } from '../command-line/choose-sets.ts';
import { readTruthFlags } from './flags.ts';
import { scenarios } from './scenarios/index.ts';

describe('flags of the bench', () => {
  it('ask for every scenario and the default models unless they say other', () => {
    expect(readTruthFlags([])).toEqual({ scenarios, models: 'auto', isWhole: true });
    const some = readTruthFlags(['--only', 'price,growth', '--only', 'launches']);
    expect(some.scenarios.map(({ name }) => name)).toEqual(['growth', 'price', 'launches']);
    expect(some.isWhole).toBe(false);
    expect(readTruthFlags(['--models', 'ets,theta'])).toEqual({
      scenarios,
      models: 'ets,theta',
      isWhole: false,
    });
  });

  it.each([
    [['--only', 'xmas'], /^There is no scenario "xmas"; they are flat-poisson, .*\.$/],
    [['--sets', 'vn2'], /^Unknown option '--sets'; the flags are --only NAME,... and --models LIST\.$/],
    [['--models'], /argument missing; the flags are/],
    [['price'], /Unexpected argument 'price'/],
  ])('%j are refused in one sentence', (args, sentence) => {
    expect(() => readTruthFlags(args)).toThrow(UsageError);
    expect(() => readTruthFlags(args)).toThrow(sentence);
  });
});
