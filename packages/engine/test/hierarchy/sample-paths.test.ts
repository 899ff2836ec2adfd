import { describe, expect, it } from 'vitest';
import {
  createHierarchy,
  createReconciler,
  quantilesOfSamples,
  samplesByRanks,
} from '../../src/hierarchy/index.ts';
import { normals } from '../helpers.ts';

const tree = createHierarchy([-1, 0, 0]);
const probabilities = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];
const scores = [-1.959964, -1.281552, -0.67449, 0, 0.67449, 1.281552, 1.959964];
const reconcile = createReconciler(tree, { method: 'bottom-up' });

/** Errors of the sum and two leaves whose correlation is given. */
function errorsOf(correlation: number, count: number): Float64Array {
  const normal = normals(`ranks ${correlation}`);
  const errors = new Float64Array(3 * count);
  for (let t = 0; t < count; t++) {
    const first = normal();
    const second = correlation * first + Math.sqrt(1 - correlation ** 2) * normal();
    errors[t] = first + second;
    errors[count + t] = first;
    errors[2 * count + t] = second;
  }
  return errors;
}

/** Standard normal leaves around 10, at two steps; the sum's own base distribution is not used bottom-up. */
const quantiles = Float64Array.from({ length: 3 * probabilities.length * 2 }, (_, i) => {
  const q = Math.floor(i / 2) % probabilities.length;
  return 10 + scores[q];
});

describe('samples ordered by ranks', () => {
  it('keep the distribution of every leaf', () => {
    const samples = samplesByRanks({ probabilities, quantiles, steps: 2 }, errorsOf(0.5, 400), 3);
    const out = quantilesOfSamples(samples, { nodes: 3, steps: 2 }, probabilities, reconcile);
    const leaf = 1 * probabilities.length * 2;
    for (const [q, score] of scores.entries()) {
      for (const k of [0, 1]) expect(Math.abs(out[leaf + q * 2 + k] - 10 - score)).toBeLessThan(0.03);
    }
  });

  it('give a sum the spread of errors that hang together, and less to errors that cancel out', () => {
    const spread = (correlation: number): number => {
      const samples = samplesByRanks({ probabilities, quantiles, steps: 2 }, errorsOf(correlation, 400), 3);
      const out = quantilesOfSamples(samples, { nodes: 3, steps: 2 }, probabilities, reconcile);
      return out[5 * 2] - out[1 * 2];
    };
    const wide = 2 * 2 * 1.2816;
    expect(Math.abs(spread(1) - wide)).toBeLessThan(0.05 * wide);
    expect(spread(-1)).toBeLessThan(0.05 * wide);
    // independent: root two of one leaf's, give or take what 400 draws allow and the tails beyond 2.5 % lose
    expect(spread(0) / wide).toBeGreaterThan(0.62);
    expect(spread(0) / wide).toBeLessThan(0.8);
  });

  it('are coherent one by one, so a sum of means is the mean of the sum', () => {
    const errors = errorsOf(0.3, 40);
    const mint = createReconciler(tree, { method: 'mint-shrink', errors });
    const samples = samplesByRanks({ probabilities, quantiles, steps: 2 }, errors, 3);
    for (let s = 0; s < 40; s++) {
      const path = mint(samples.subarray(s * 6, (s + 1) * 6), 2);
      for (const k of [0, 1]) expect(path[k]).toBeCloseTo(path[2 + k] + path[4 + k], 12);
    }
  });

  it('need as many errors of every node', () => {
    expect(() => samplesByRanks({ probabilities, quantiles, steps: 2 }, new Float64Array(7), 3)).toThrow(
      RangeError,
    );
  });
});
