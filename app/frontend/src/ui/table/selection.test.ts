import { describe, expect, it } from 'vitest';
import { countSelected, everything, isSelected, nothing, setSelected } from './selection.ts';

describe('selection', () => {
  it('ticks and unticks rows', () => {
    const two = setSelected(nothing, ['a', 'b'], true);
    expect(countSelected(two, 100)).toBe(2);
    expect(isSelected(setSelected(two, ['a'], false), 'a')).toBe(false);
    expect(isSelected(two, 'c')).toBe(false);
  });
  it('keeps only exceptions when everything is ticked', () => {
    const allButOne = setSelected(everything, ['a'], false);
    expect(countSelected(allButOne, 100_000)).toBe(99_999);
    expect(isSelected(allButOne, 'a')).toBe(false);
    expect(isSelected(allButOne, 'b')).toBe(true);
    expect(countSelected(setSelected(allButOne, ['a'], true), 100_000)).toBe(100_000);
  });
});
