import { type ForecastOptions, forecastSeries, type SeriesResult } from '@ordernimbus/engine';
import { describe, expect, it } from 'vitest';
import { packResults, unpackResults } from './pack-results.ts';

const options: ForecastOptions = {
  horizon: 3,
  frequency: 'M',
  levels: [80],
  models: ['naive'],
  seed: 1,
  backtest: { windows: 2, step: 1 },
  cumulative: { horizons: [2], probabilities: [0.5, 0.9] },
};

describe('packing results', () => {
  it('gives back what went in, failures and results without a back-test included', () => {
    const results: SeriesResult[] = [
      forecastSeries(
        Float64Array.from({ length: 40 }, (_, t) => 5 + (t % 4)),
        'a',
        options,
      ),
      { ok: false, code: 'empty', detail: 'nothing' },
      forecastSeries(Float64Array.of(4), 'b', options),
      forecastSeries(
        Float64Array.from({ length: 200 }, (_, t) => (t === 190 ? 5000 : 5 + (t % 7))),
        'c',
        options,
      ),
      forecastSeries(Float64Array.of(4, 5, 6, 7, 8, 9), 'd', { ...options, models: ['boosted'] }),
    ];
    expect(results.map((result) => result.ok)).toEqual([true, false, true, true, true]);
    // what only some results have
    expect(results[3]).toMatchObject({ extraordinary: [{ back: 9, quantity: 5000, taken: 11 }] });
    expect(results[4]).toHaveProperty('standIn.wanted', 'boosted');
    const packed = packResults(results);
    expect(unpackResults(packed)).toEqual(results);
    expect(unpackResults(structuredClone(packed, { transfer: [packed.numbers.buffer] }))).toEqual(results);
  });

  it('packs nothing', () => {
    expect(unpackResults(packResults([]))).toEqual([]);
  });
});
