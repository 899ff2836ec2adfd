import { describe, expect, it } from 'vitest';
import { missingMeanings } from './meanings.ts';

describe('what a mapping still lacks', () => {
  it('names each missing and each doubled meaning', () => {
    expect(
      missingMeanings({
        layout: 'long',
        columns: [
          { index: 0, meaning: 'date' },
          { index: 1, meaning: 'date' },
        ],
      }),
    ).toEqual([
      'No column is marked as item code.',
      'No column is marked as quantity.',
      'Two columns are marked as date.',
    ]);
  });
  it('takes a name where there is no code, and any number of unused columns', () => {
    expect(
      missingMeanings({
        layout: 'till_lines',
        columns: [
          { index: 0, meaning: 'date' },
          { index: 1, meaning: 'item_name' },
          { index: 2, meaning: 'ignore' },
          { index: 3, meaning: 'ignore' },
        ],
      }),
    ).toEqual([]);
  });
});
