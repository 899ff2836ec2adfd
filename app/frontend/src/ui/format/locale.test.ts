import { describe, expect, it } from 'vitest';
import { usableLocale } from './locale.ts';

describe('usableLocale', () => {
  it.each([
    ['en-GB', 'en-GB'],
    ['de-ch', 'de-CH'],
    ['en-US@posix', 'en-US'],
    ['en_US.UTF-8', 'en'],
    ['C', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('%s becomes %s', (named, expected) => {
    expect(usableLocale(named)).toBe(expected);
    expect(() => new Intl.NumberFormat(usableLocale(named))).not.toThrow();
  });
});
