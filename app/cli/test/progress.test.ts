import { describe, expect, it } from 'vitest';
import { createProgress, describeSeconds } from '../src/progress.ts';

function recordProgress(isTTY: boolean): string[] {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY, write: (text: string) => written.push(text) };
  const progress = createProgress('series', 1000, stream, () => time);
  for (let step = 0; step < 4; step++) {
    time += 150;
    progress.add(50);
  }
  progress.end();
  return written;
}

describe('progress', () => {
  it('tells the rate and the time left on a terminal, a few times a second', () => {
    const written = recordProgress(true).map((text) => text.replace('\r\u001b[K', ''));
    expect(written).toEqual([
      '50 of 1,000 series, 333 a second, 3 s left',
      '150 of 1,000 series, 333 a second, 3 s left',
      '',
    ]);
  });

  it('is silent elsewhere', () => {
    expect(recordProgress(false)).toEqual([]);
  });

  it.each([
    [0.2, '1 s'],
    [59, '59 s'],
    [61, '1 min 1 s'],
    [7300, '2 h 1 min'],
  ])('%d seconds', (seconds, text) => {
    expect(describeSeconds(seconds)).toBe(text);
  });
});
