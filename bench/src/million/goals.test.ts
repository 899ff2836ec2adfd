import { expect, it } from 'vitest';
import { goalsOf } from './goals.ts';

it('asks 15 minutes and 2 GiB of a million series, and less of fewer', () => {
  expect(goalsOf(1_000_000)).toEqual({ seconds: 900, peakMiB: 2048 });
  expect(goalsOf(100_000)).toEqual({ seconds: 90, peakMiB: 1356.8 });
  expect(goalsOf(1000).seconds).toBe(60);
});
