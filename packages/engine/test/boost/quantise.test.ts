import { describe, expect, it } from 'vitest';
import { drawBag } from '../../src/boost/draw-tree.ts';
import { fillHistogram, subtractHistogram } from '../../src/boost/histogram.ts';
import { chooseSteps, gradientSteps, hessianSteps, packPair } from '../../src/boost/quantise.ts';
import { sortFloats } from '../../src/boost/sort-floats.ts';
import { createRandom } from '../../src/random/random.ts';

/** Gradients of both signs and second derivatives, a few of them thousands of times as large as most. */
function makeDerivatives(rows: number, seed: number): { gradient: Float32Array; hessian: Float32Array } {
  const random = createRandom(seed, 'derivatives');
  const size = (): number => (random() < 0.01 ? 3000 : 1) * random();
  return {
    gradient: Float32Array.from({ length: rows }, () => (random() < 0.6 ? -1 : 1) * size()),
    hessian: Float32Array.from({ length: rows }, size),
  };
}

function packAll(gradient: Float32Array, hessian: Float32Array) {
  const total = (values: Float32Array): number => values.reduce((sum, value) => sum + Math.abs(value), 0);
  const steps = chooseSteps(gradient.length, total(gradient), total(hessian));
  const pairs = Float64Array.from(gradient, (g, i) =>
    packPair(g, hessian[i] as number, 1 / steps.gradient, 1 / steps.hessian),
  );
  return { steps, pairs };
}

describe('packed gradients', () => {
  it.each([1, 7, 70_000])('of %i rows: each sum gives both sums back', (rows) => {
    const { gradient, hessian } = makeDerivatives(rows, rows);
    const { steps, pairs } = packAll(gradient, hessian);
    for (const part of [rows, Math.ceil(rows / 10)]) {
      let sum = 0;
      let g = 0;
      let h = 0;
      for (let i = 0; i < part; i++) {
        sum += pairs[i] as number;
        g += gradient[i] as number;
        h += hessian[i] as number;
      }
      expect(Number.isSafeInteger(sum)).toBe(true);
      const found = gradientSteps(sum);
      // half a step a row at most, and as a rule the roundings cancel out
      const slack = 3 * Math.sqrt(part);
      expect(Math.abs(found - g / steps.gradient)).toBeLessThan(slack);
      expect(Math.abs(hessianSteps(sum, found) - h / steps.hessian)).toBeLessThan(slack);
    }
  });

  it('lose little: the mean row is hundreds of steps', () => {
    const { gradient, hessian } = makeDerivatives(70_000, 1);
    const { steps } = packAll(gradient, hessian);
    const mean = hessian.reduce((sum, h) => sum + h, 0) / 70_000;
    expect(mean / steps.hessian).toBeGreaterThan(900);
  });

  it('without any size are zero', () => {
    const { pairs } = packAll(new Float32Array(5), new Float32Array(5));
    expect(pairs).toEqual(new Float64Array(5));
  });
});

describe('histograms', () => {
  const rows = 5000;
  const random = createRandom(3, 'columns');
  // eight, four and three that are summed in three ways, one of them a column of one value
  const count = 15;
  const columns = Array.from({ length: count }, (_, f) =>
    Uint8Array.from({ length: rows }, () => (f === 2 ? 4 : Math.floor(8 * random()))),
  );
  const starts = Int32Array.from({ length: count + 1 }, (_, f) => 8 * f);
  const { gradient, hessian } = makeDerivatives(rows, 2);
  const { pairs: byRow } = packAll(gradient, hessian);
  const places = Int32Array.from({ length: rows }, (_, i) => (i * 7919) % rows);
  const pairs = Float64Array.from(places, (row) => byRow[row] as number);
  const fill = (from: number, to: number): Float64Array => {
    const histogram = new Float64Array(8 * count).fill(9);
    const features = Int32Array.from(columns.keys());
    fillHistogram(histogram, starts, columns, features, 0, count, places, from, to, pairs);
    return histogram;
  };

  it('hold the sum of the rows of each bin, to the last bit and in any order', () => {
    const expected = new Float64Array(8 * count);
    for (let i = 1999; i >= 100; i--) {
      const row = places[i] as number;
      for (const [f, column] of columns.entries()) {
        (expected[8 * f + (column[row] as number)] as number) += byRow[row] as number;
      }
    }
    expect(fill(100, 2000)).toEqual(expected);
  });

  it('of a child are those of the parent without its sibling, to the last bit', () => {
    const parent = fill(0, rows);
    subtractHistogram(parent, fill(0, 1234), 0, 8 * count);
    expect(parent).toEqual(fill(1234, rows));
  });
});

describe('a bag', () => {
  it('holds about the share of rows, in their order, and the others behind them', () => {
    const bag = new Int32Array(10_001);
    const random = createRandom(1, 'bag');
    const sizes: number[] = [];
    const times = new Int32Array(bag.length);
    for (let round = 0; round < 50; round++) {
      const taken = drawBag(bag, 7000, random);
      sizes.push(taken);
      expect(new Set(bag).size).toBe(bag.length);
      const inside = bag.subarray(0, taken);
      expect(inside).toEqual(inside.slice().sort());
      for (const row of inside) (times[row] as number)++;
    }
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(6950);
    expect(mean).toBeLessThan(7050);
    // no row is always in or always out: 35 of 50, and six standard deviations of 3.2
    expect(Math.min(...times)).toBeGreaterThan(15);
    expect(Math.max(...times)).toBeLessThan(50);
  });

  it('of all rows is all rows', () => {
    const bag = new Int32Array(1000);
    expect(drawBag(bag, 1000, createRandom(1, 'bag'))).toBe(1000);
    expect(bag).toEqual(Int32Array.from(bag.keys()));
  });
});

describe('sorting floats', () => {
  it.each([0, 1, 2, 3000])('orders %i numbers as the built-in sort does', (length) => {
    const random = createRandom(length, 'floats');
    const values = Float32Array.from(
      { length },
      (_, i) => (random() - 0.4) * 10 ** (i % 3 === 0 ? 60 * random() - 30 : 0),
    );
    for (const [i, value] of [0, Infinity, -Infinity, 1e-45].entries()) if (i < length) values[i] = value;
    expect(sortFloats(values)).toEqual(values.slice().sort());
  });
});
