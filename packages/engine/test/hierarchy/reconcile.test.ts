import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createHierarchy,
  createReconciler,
  type Hierarchy,
  type ReconciliationMethod,
} from '../../src/hierarchy/index.ts';
import { normals } from '../helpers.ts';
import { denseProjection, denseShrinkage, diagonalOf, multiply, summingMatrix } from './dense-reference.ts';

const methods: readonly ReconciliationMethod[] = [
  'bottom-up',
  'top-down',
  'wls-structural',
  'wls-variance',
  'mint-shrink',
];

/** Trees of up to 24 nodes, several roots and single nodes among them. */
const trees = fc
  .array(fc.nat({ max: 999 }), { maxLength: 23, size: 'max' })
  .map((draws) => createHierarchy([-1, ...draws.map((draw, i) => (draw % (i + 2)) - 1)]));

/** Errors that hang together: a part common to all nodes, and one of their own size each. */
function makeErrors(nodes: number, count: number, key: string): Float64Array {
  const normal = normals(key);
  const common = Array.from({ length: count }, normal);
  return Float64Array.from({ length: nodes * count }, (_, i) => {
    const node = Math.floor(i / count);
    return (1 + node) * (0.6 * common[i % count] + normal()) + 0.2;
  });
}

const asRows = (values: Float64Array, width: number): number[][] =>
  Array.from({ length: values.length / width }, (_, row) => [
    ...values.subarray(row * width, (row + 1) * width),
  ]);

function expectCoherent({ parents }: Hierarchy, values: Float64Array, steps: number): void {
  const sums = new Float64Array(values.length);
  const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  for (let v = 0; v < parents.length; v++) {
    for (let k = 0; parents[v] >= 0 && k < steps; k++) sums[parents[v] * steps + k] += values[v * steps + k];
  }
  for (const parent of new Set(parents)) {
    for (let k = 0; parent >= 0 && k < steps; k++) {
      expect(Math.abs(values[parent * steps + k] - sums[parent * steps + k])).toBeLessThanOrEqual(
        1e-9 * size,
      );
    }
  }
}

describe.each(methods)('%s', (method) => {
  const steps = 3;
  const setUp = (tree: Hierarchy, seed: number, nonNegative: boolean) => {
    const nodes = tree.parents.length;
    const normal = normals(`base ${seed}`);
    return {
      reconcile: createReconciler(tree, {
        method,
        nonNegative,
        errors: makeErrors(nodes, 9, `errors ${seed}`),
      }),
      base: Float64Array.from({ length: nodes * steps }, () => 3 + 4 * normal()),
    };
  };

  it('makes sums of children and leaves the base alone', () => {
    fc.assert(
      fc.property(trees, fc.nat(), fc.boolean(), (tree, seed, nonNegative) => {
        const { reconcile, base } = setUp(tree, seed, nonNegative);
        const before = base.slice();
        expectCoherent(tree, reconcile(base, steps), steps);
        expect(base).toEqual(before);
      }),
    );
  });

  it('returns what is coherent already: P S = I', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (tree, seed) => {
        const { reconcile, base } = setUp(tree, seed, false);
        const coherent = createReconciler(tree, { method: 'bottom-up' })(base, steps);
        const again = reconcile(coherent, steps);
        const size = coherent.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
        for (let i = 0; i < again.length; i++) {
          expect(Math.abs(again[i] - coherent[i])).toBeLessThanOrEqual(1e-9 * size);
        }
      }),
    );
  });

  it('keeps every node from falling below zero when asked to', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (tree, seed) => {
        const { reconcile, base } = setUp(tree, seed, true);
        expect(reconcile(base, steps).every((value) => value >= 0)).toBe(true);
      }),
    );
  });

  it('gives the same bytes again', () => {
    const tree = createHierarchy([-1, 0, 0, 1, 1, 2, 2]);
    const once = setUp(tree, 5, true);
    const twice = setUp(tree, 5, true);
    expect(once.reconcile(once.base, steps)).toEqual(twice.reconcile(twice.base, steps));
  });
});

describe('least squares', () => {
  const cases = fc.tuple(trees, fc.nat(), fc.integer({ min: 2, max: 40 }));
  const compare = (
    method: ReconciliationMethod,
    covarianceOf: (tree: Hierarchy, errors: Float64Array) => number[][],
  ) =>
    fc.assert(
      fc.property(cases, ([tree, seed, count]) => {
        const nodes = tree.parents.length;
        const errors = makeErrors(nodes, count, `dense ${seed}`);
        const normal = normals(`dense base ${seed}`);
        const base = Float64Array.from({ length: nodes }, () => 10 * normal());
        const wanted = multiply(denseProjection(tree, covarianceOf(tree, errors)), asRows(base, 1)).flat();
        const found = createReconciler(tree, { method, errors })(base, 1);
        for (let v = 0; v < nodes; v++) expect(Math.abs(found[v] - wanted[v])).toBeLessThanOrEqual(1e-7);
      }),
    );

  it('with structural weights equals the dense formula', () => {
    compare('wls-structural', (tree) =>
      diagonalOf(summingMatrix(tree).map((row) => row.reduce((a, b) => a + b))),
    );
  });

  it('with the variances of the errors equals the dense formula', () => {
    compare('wls-variance', (tree, errors) =>
      diagonalOf(
        asRows(errors, errors.length / tree.parents.length).map(
          (row) => row.reduce((sum, value) => sum + value ** 2, 0) / row.length,
        ),
      ),
    );
  });

  it('with the shrunk covariance equals the dense formula, with fewer and with more observations than nodes', () => {
    compare(
      'mint-shrink',
      (tree, errors) => denseShrinkage(asRows(errors, errors.length / tree.parents.length)).covariance,
    );
  });

  it('weighs two forecasts of one quantity by their variances, by hand', () => {
    const tree = createHierarchy([-1, 0]);
    const errors = Float64Array.of(1, -1, 3, 3);
    // variances 1 and 9: (9 * 10 + 1 * 20) / 10
    expect([
      ...createReconciler(tree, { method: 'wls-variance', errors })(Float64Array.of(10, 20), 1),
    ]).toEqual([11, 11]);
  });

  it('is the nearest of all coherent values without a negative leaf', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (tree, seed) => {
        const nodes = tree.parents.length;
        const normal = normals(`nearest ${seed}`);
        const base = Float64Array.from({ length: nodes }, () => 1 + 5 * normal());
        const options = { method: 'wls-structural', nonNegative: true } as const;
        const found = createReconciler(tree, options)(base, 1);
        // the conditions of Karush, Kuhn and Tucker: no free leaf has a slope, and none held at zero would gain by rising
        const pull = new Float64Array(nodes);
        for (let v = 0; v < nodes; v++) {
          const above = tree.parents[v] >= 0 ? pull[tree.parents[v]] : 0;
          pull[v] = (found[v] - base[v]) / tree.sizes[v] + above;
        }
        for (const leaf of tree.leaves) {
          if (found[leaf] > 1e-8) expect(Math.abs(pull[leaf])).toBeLessThan(1e-7);
          else expect(pull[leaf]).toBeGreaterThan(-1e-7);
        }
      }),
    );
  });

  it('takes a node that was never wrong in the back-test nearly at its word', () => {
    const tree = createHierarchy([-1, 0, 0]);
    const errors = Float64Array.of(0, 0, 0, 1, -2, 1, 2, 1, -1);
    for (const method of ['wls-variance', 'mint-shrink'] as const) {
      const [total] = createReconciler(tree, { method, errors })(Float64Array.of(10, 3, 4), 1);
      expect(Math.abs(total - 10)).toBeLessThan(1e-5);
    }
  });

  it('reconciles 200,000 series under 400 nodes without a matrix of their number', () => {
    const nodes = 200_401;
    const tree = createHierarchy(
      Int32Array.from({ length: nodes }, (_, v) => (v === 0 ? -1 : v <= 400 ? 0 : 1 + (v % 400))),
    );
    const errors = makeErrors(nodes, 6, 'large');
    const normal = normals('large base');
    const base = Float64Array.from({ length: nodes }, () => 5 + normal());
    expectCoherent(
      tree,
      createReconciler(tree, { method: 'mint-shrink', errors, nonNegative: true })(base, 1),
      1,
    );
  });
});

describe('top-down', () => {
  it('shares by the forecasts of the children, and evenly by leaves where they are zero', () => {
    const tree = createHierarchy([-1, 0, 0, 1, 1, 2]);
    const base = Float64Array.of(12, 1, 3, 5, 0, 7);
    const reconcile = createReconciler(tree, { method: 'top-down' });
    expect([...reconcile(base, 1)]).toEqual([12, 3, 9, 3, 0, 9]);
    expect([...reconcile(Float64Array.of(12, 0, 0, 0, 0, 0), 1)]).toEqual([12, 8, 4, 4, 4, 4]);
    expect([...reconcile(Float64Array.of(-12, -1, -3, 5, 1, 7), 1)]).toEqual([-12, -3, -9, -2.5, -0.5, -9]);
  });

  it('shares what children of both signs lack by their sizes, however near to nothing they add up', () => {
    const tree = createHierarchy([-1, 0, 0]);
    const reconcile = createReconciler(tree, { method: 'top-down' });
    // 9.999 of 10 are missing: 5 and 4.999 of them go to the two
    const [root, ...children] = reconcile(Float64Array.of(10, 5, -4.999), 1);
    expect(root).toBeCloseTo(10, 12);
    expect(children[0]).toBeCloseTo(10, 12);
    expect(children[1]).toBeCloseTo(0, 12);
    expect([...reconcile(Float64Array.of(6, 3, -3), 1)]).toEqual([6, 6, 0]);
  });

  it('takes children below zero for zero where nothing may be negative, and keeps the root', () => {
    const tree = createHierarchy([-1, 0, 0]);
    const reconcile = createReconciler(tree, { method: 'top-down', nonNegative: true });
    expect([...reconcile(Float64Array.of(10, 15, -5), 1)]).toEqual([10, 10, 0]);
    expect([...reconcile(Float64Array.of(10, 5, -4.999), 1)]).toEqual([10, 10, 0]);
    expect([...reconcile(Float64Array.of(10, -5, -1), 1)]).toEqual([10, 5, 5]);
    expect([...reconcile(Float64Array.of(-10, 5, 1), 1)]).toEqual([0, 0, 0]);
  });

  it('keeps its roots, and gives no node more than it has and its parent lacks', () => {
    fc.assert(
      fc.property(trees, fc.nat(), fc.boolean(), (tree, seed, nonNegative) => {
        const normal = normals(`roots ${seed}`);
        const base = Float64Array.from({ length: tree.parents.length }, () => 2 + 5 * normal());
        const found = createReconciler(tree, { method: 'top-down', nonNegative })(base, 1);
        const used = nonNegative ? base.map((value) => Math.max(0, value)) : base;
        const sums = new Float64Array(base.length);
        for (const [v, parent] of tree.parents.entries()) if (parent >= 0) sums[parent] += used[v];
        for (const [v, parent] of tree.parents.entries()) {
          if (parent < 0) expect(Math.abs(found[v] - used[v])).toBeLessThan(1e-9);
          else
            expect(Math.abs(found[v] - used[v])).toBeLessThan(Math.abs(found[parent] - sums[parent]) + 1e-9);
        }
      }),
    );
  });
});

describe('what does not fit', () => {
  const tree = createHierarchy([-1, 0, 0]);
  it.each([
    ['without errors', {}],
    ['with errors of other nodes', { errors: new Float64Array(4) }],
    ['with unknown errors', { errors: Float64Array.of(1, 2, Number.NaN) }],
    ['with more errors than a factorisation takes', { errors: new Float64Array(3 * 4097).fill(1) }],
  ])('is refused: %s', (_, options) => {
    expect(() => createReconciler(tree, { method: 'mint-shrink', ...options })).toThrow(RangeError);
  });

  it('is refused: forecasts of other nodes or steps', () => {
    expect(() => createReconciler(tree, { method: 'bottom-up' })(new Float64Array(5), 2)).toThrow(
      'Forecasts of 3 nodes and 2 steps are 6 values, not 5.',
    );
  });
});
