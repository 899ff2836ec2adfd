import type { ImportMapping } from '@ordernimbus/contracts';
import { describe, expect, it } from 'vitest';
import { answer } from './questions.tsx';

const mapping: ImportMapping = {
  layout: 'long',
  columns: [
    { index: 0, meaning: 'item' },
    { index: 1, meaning: 'ignore' },
  ],
};

describe('answer', () => {
  it('marks the chosen column when a meaning is asked for', () => {
    const question = {
      id: 'meaning:date',
      text: 'Which column holds the date of the sale?',
      options: [
        { value: '0', label: 'code' },
        { value: '1', label: 'when' },
      ],
    };
    expect(answer(mapping, question, '1')).toEqual({
      layout: 'long',
      columns: [
        { index: 0, meaning: 'item' },
        { index: 1, meaning: 'date' },
      ],
    });
  });

  it('sets how dates and numbers are read', () => {
    const question = { id: 'dateOrder', column: 1, text: '', options: [] };
    expect(answer(mapping, question, 'mdy').dateOrder).toBe('mdy');
    expect(answer(mapping, { ...question, id: 'decimal' }, ',').decimal).toBe(',');
    expect(answer(mapping, { ...question, id: 'rowPeriod' }, 'week_from').rowPeriod).toBe('week_from');
  });
});
