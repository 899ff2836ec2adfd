import { describe, expect, it } from 'vitest';
import { windowName, windowText } from './window.ts';

describe('the days after the last sales', () => {
  it.each(['2026-11-22', '2026-11-23', '2026-11-24'])('are the next ones on %s', (today) => {
    expect(windowText('2026-11-22', 28, today)).toBe('in the next 28 days');
    expect(windowName('2026-11-22', 28, today)).toBe('Next 28 days');
  });
  it('have their dates later', () => {
    expect(windowText('2026-09-30', 28, '2026-11-29')).toMatch(/^from .*1.* to .*28.*2026$/);
    expect(windowText('2026-11-22', 28, '2026-11-25')).toMatch(/^from .*23.* to .*20.*2026$/);
    expect(windowName('2026-09-30', 28, '2026-11-29')).toMatch(/^.*1.* – .*28.*2026$/);
  });
});
