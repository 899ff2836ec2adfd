import { describe, expect, it } from 'vitest';
import { joinNegatives } from '../command-line/join-negatives.ts';
import { windowOfOrigin } from './origin.ts';
import { geometricMean, ratio } from './origin-table.ts';

describe('origins', () => {
  it('count back from the test window', () => {
    expect(['-1', '-2', '-3'].map(windowOfOrigin)).toEqual([0, -1, -2]);
  });

  it.each(['0', '2', '-0', '-1.5', 'last', ''])('refuse %j, which would score another window', (origin) => {
    expect(() => windowOfOrigin(origin)).toThrow('is no origin');
  });

  it('may be written as a word of their own', () => {
    const args = ['--origin', '-2', '--origin', '-3', '--quick', '-4'];
    expect(joinNegatives(args, ['--origin'])).toEqual(['--origin=-2', '--origin=-3', '--quick', '-4']);
  });
});

describe('ratios to a peer', () => {
  it('exist where both scores do', () => {
    expect(ratio(1, 4)).toBe(0.25);
    expect([ratio(null, 1), ratio(1, null), ratio(1, 0), ratio(Number.NaN, 1)]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('are averaged so that half and double cancel out, and missing ones do not count', () => {
    expect(geometricMean([0.5, undefined, 2])).toBeCloseTo(1, 12);
    expect(geometricMean([0.25, 1])).toBeCloseTo(0.5, 12);
    expect(geometricMean([undefined])).toBeUndefined();
  });
});
