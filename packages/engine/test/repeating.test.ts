import { expect, test } from 'vitest';
import { createVariants } from '../src/models/candidates.ts';
import type { Model, ModelContext } from '../src/models/model.ts';
import { createSeasonalWindow, createWindowAverage } from '../src/models/seasonal-window.ts';

const CONTEXT: ModelContext = { season: 3, cycles: [3] };
const NONE = Number.NaN;

function forecast(model: Model, values: number[], horizon: number): number[] {
  const history = Float64Array.from(values);
  const out = new Float64Array(horizon);
  model.train(history, CONTEXT).predict(history, Int32Array.of(history.length - 1), horizon, out);
  return [...out];
}

test('naive: the last known value', () => {
  const [naive] = createVariants('naive', CONTEXT) as [Model];
  expect(forecast(naive, [4, 7, 2], 2)).toEqual([2, 2]);
  expect(forecast(naive, [4, 7, NONE], 2)).toEqual([7, 7]);
});

test('drift: the line through the first and the last known value', () => {
  const [drift] = createVariants('drift', CONTEXT) as [Model];
  expect(forecast(drift, [4, 9, 2, 10], 3)).toEqual([12, 14, 16]);
  // From the known values at 1 and 3 on, seen from the unknown one after them.
  expect(forecast(drift, [NONE, 4, 1, 8, NONE], 2)).toEqual([12, 14]);
  expect(forecast(drift, [5], 2)).toEqual([5, 5]);
});

test('seasonal naive: the last known value at the same place of the cycle', () => {
  const model = createSeasonalWindow('seasonal-naive', 'x', 3, 1);
  expect(forecast(model, [1, 2, 3, 4, 5, 6], 7)).toEqual([4, 5, 6, 4, 5, 6, 4]);
  // The second place is unknown in the last cycle: the one before.
  expect(forecast(model, [1, 2, 3, 4, NONE, 6], 3)).toEqual([4, 2, 6]);
});

test('seasonal average: the mean of the last known values at the same place', () => {
  const model = createSeasonalWindow('seasonal-average', 'x', 3, 2);
  expect(forecast(model, [100, 100, 100, 1, 2, 3, 5, 8, 9], 4)).toEqual([3, 5, 6, 3]);
  // Two known values of the second place are 2 and 100.
  expect(forecast(model, [100, 100, 100, 1, 2, 3, 5, NONE, 9], 3)).toEqual([3, 51, 6]);
  // A place that was never known takes the mean of the last two cycles: (1 + 3 + 5 + 9) / 4.
  expect(forecast(model, [7, NONE, 7, 1, NONE, 3, 5, NONE, 9], 3)).toEqual([3, 4.5, 6]);
});

test('window average: the mean of what is known in the window, or in a longer one', () => {
  expect(forecast(createWindowAverage(3), [100, 1, 2, 6], 2)).toEqual([3, 3]);
  expect(forecast(createWindowAverage(3), [100, 1, NONE, 6], 1)).toEqual([3.5]);
  expect(forecast(createWindowAverage(2), [10, 20, NONE, NONE], 1)).toEqual([15]);
});
