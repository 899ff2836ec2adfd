import { expect, test } from 'vitest';
import { decompose, fillUnknown, seasonalStrength } from '../src/models/mstl/decompose.ts';
import { mstl } from '../src/models/mstl/mstl.ts';
import { stl } from '../src/models/mstl/stl.ts';
import { AIR_PASSENGERS } from './air-passengers.ts';

const LOGS = AIR_PASSENGERS.map(Math.log);
const PLACES = [0, 6, 77, 143];

/**
 * References: statsmodels 0.15 (a port of the authors' Fortran) with R's windows, degrees and jumps. Both run the same
 * arithmetic in another order of sums, so only rounding may differ.
 */
function expectAt(component: Float64Array, reference: readonly number[]): void {
  for (let i = 0; i < PLACES.length; i++) expect(component[PLACES[i]]).toBeCloseTo(reference[i], 11);
}

test('STL of the airline series equals the reference', () => {
  const { seasonal, trend } = stl(LOGS, 12, 11);
  expectAt(seasonal, [-0.0906711738360058, 0.18590848295825785, 0.1234265408357013, -0.11270190250446731]);
  expectAt(trend, [4.815459438525305, 4.839700083095091, 5.630398716840967, 6.198952582639193]);
});

test('two seasons of the airline series equal the reference, round after round', () => {
  const { seasonal, trend } = decompose(LOGS, [4, 12]);
  expectAt(
    seasonal[0],
    [-0.024495033405996472, 0.0081599808991855, -0.028032104588157053, 0.040495448171235224],
  );
  expectAt(
    seasonal[1],
    [-0.07716308690112793, 0.18678363949391602, 0.14587126135809422, -0.14406928527596757],
  );
  expectAt(trend, [4.818496852502288, 4.840663851116364, 5.630641254387202, 6.200242014449788]);
});

test('the strength of the season', () => {
  expect(seasonalStrength(LOGS, 12)).toBeCloseTo(0.9644539700448231, 11);
  const noise = Float64Array.from({ length: 144 }, (_, t) => ((t * 7919) % 101) / 101);
  expect(seasonalStrength(noise, 12)).toBeLessThan(0.5);
});

test('unknown values are filled along the line between their neighbours, with the season', () => {
  expect([...fillUnknown(Float64Array.of(Number.NaN, 2, Number.NaN, Number.NaN, 8, Number.NaN), 1)]).toEqual([
    2, 2, 4, 6, 8, 8,
  ]);
  const shape = Float64Array.from({ length: 24 }, (_, t) => t + [6, -1, -2, -3][t % 4]);
  const holed = Float64Array.from(shape);
  holed[9] = Number.NaN;
  // The moving average around the hole misses the hole's own part of the season: a fifteenth here.
  expect(Math.abs(fillUnknown(holed, 4)[9] - shape[9])).toBeLessThan(0.1);
});

test('a week and a year in three years of days are both continued', () => {
  const truth = (t: number): number =>
    100 + 20 * Math.sin((2 * Math.PI * t) / 365) + [9, 3, 0, -4, -8, 0, 0][t % 7];
  const values = Float64Array.from({ length: 3 * 365 }, (_, t) => truth(t) + ((t * 7919) % 13) / 13 - 6 / 13);
  const trained = mstl.train(values, { season: 7, cycles: [7, 14] });
  expect(trained.label).toBe('mstl(7,365)');
  const out = new Float64Array(120);
  trained.predict(values, Int32Array.of(values.length - 1), 120, out);
  let error = 0;
  for (let k = 0; k < 120; k++) error += Math.abs(out[k] - truth(values.length + k)) / 120;
  // The noise is 0.25 on average and the yearly part 20 high: missing one of the seasons would cost 4 or more.
  expect(error).toBeLessThan(1.5);
});

test('one year of days shows no yearly season', () => {
  const values = Float64Array.from({ length: 500 }, (_, t) => 10 + (t % 7));
  expect(mstl.train(values, { season: 7, cycles: [7, 14] }).label).toBe('mstl(7)');
});
