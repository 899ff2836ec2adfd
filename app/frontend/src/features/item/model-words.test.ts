import { describe, expect, it } from 'vitest';
import { modelWords } from './model-words.ts';

describe('words for a model', () => {
  it.each([
    ['arima(1,0,1)+c', 'ARIMA'],
    ['arima-regression(1,0,1)+c', 'ARIMA with effects'],
    ['ets(A,N,A)', 'Exponential smoothing'],
    ['ets-regression(A,N,A)', 'Smoothing with effects'],
    ['theta', 'Theta'],
    ['dynamic-theta', 'Dynamic theta'],
    ['naive', 'Last value'],
    ['seasonal-naive(7)', 'Last week again'],
    ['mix(boosted+ets(A,N,N))', 'Mix of models'],
  ])('of %s, and not of another whose name it contains', (model, name) => {
    expect(modelWords(model).name).toBe(name);
    expect(modelWords(model).help).toContain(`Code: ${model}.`);
  });

  it('are its own code where it is not known', () => {
    expect(modelWords('unheard-of').name).toBe('unheard-of');
  });
});
