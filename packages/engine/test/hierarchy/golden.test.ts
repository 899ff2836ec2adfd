import { describe, expect, it } from 'vitest';
import { createHierarchy, createReconciler, type ReconciliationOptions } from '../../src/hierarchy/index.ts';

/**
 * MinTrace of Nixtla's hierarchicalforecast 1.5.3 on these numbers (Python 3.11). It centres errors, so every row adds up
 * to zero; it refuses rows that add up to less than 1e-4, so 2e-5 was added to each error there, which moves the forecasts
 * by less than 1e-7. Company, two locations, two categories each; two days.
 */
const tree = createHierarchy([-1, 0, 0, 1, 1, 2, 2]);
const base = Float64Array.of(100, 108, 55, 48, 52, 57, 30, 22, 18, 26, 33, 30, 12, 35);
const errors = Float64Array.from(
  [
    [9, -7, 4, -6, 8, -5, -9, 6],
    [6, -2, 3, -4, 2, -3, -5, 3],
    [2, -4, 2, -1, 5, -3, -3, 2],
    [3, -1, 1, -2, 1, 0, -4, 2],
    [2, 0, 1, -3, 2, -2, -1, 1],
    [1, -3, 2, 1, 3, -2, -2, 0],
    [2, -1, -1, -1, 2, 0, -2, 1],
  ].flat(),
);

function expectNear(options: ReconciliationOptions, from: Float64Array, wanted: number[][], within: number) {
  const found = createReconciler(tree, options)(from, 2);
  for (const [i, value] of wanted.flat().entries()) {
    expect(Math.abs(found[i] - value), `node ${i >> 1}`).toBeLessThan(within);
  }
}

describe('reconciliation equals hierarchicalforecast', () => {
  it('with structural weights', () => {
    const wanted = [
      [100.0, 108.66666666666669],
      [51.5, 47.83333333333334],
      [48.5, 60.83333333333334],
      [31.75, 21.91666666666667],
      [19.75, 25.916666666666668],
      [34.75, 27.916666666666668],
      [13.750000000000002, 32.91666666666667],
    ];
    expectNear({ method: 'wls-structural' }, base, wanted, 1e-12);
  });

  it('with the variances of the errors', () => {
    const wanted = [
      [98.50361181540583, 109.5320164794503],
      [50.59253969461176, 47.845733175808],
      [47.911072120794074, 61.686283303642305],
      [31.555523815356715, 21.90743990556872],
      [19.037015879255048, 25.93829327023928],
      [34.940714743896834, 27.790855539517082],
      [12.970357376897237, 33.89542776412522],
    ];
    expectNear({ method: 'wls-variance', errors }, base, wanted, 1e-6);
  });

  it('with the shrunk covariance (MinT)', () => {
    const wanted = [
      [95.33906902114579, 110.77811926152611],
      [48.67208617932843, 48.983285294774774],
      [46.666982841817365, 61.79483396675135],
      [31.211771969109627, 21.44952969691325],
      [17.460314210218804, 27.53375559786152],
      [32.88824356692595, 28.528092460733802],
      [13.778739274891413, 33.266741506017546],
    ];
    expectNear({ method: 'mint-shrink', errors }, base, wanted, 1e-6);
  });
});
