import { describe, expect, it } from 'vitest';
import type { Booster } from '../../src/boost/booster.ts';
import { packForest, scoreRow } from '../../src/boost/forest.ts';
import { DEFAULT_BOOSTER, trainBooster } from '../../src/boost/train-booster.ts';
import type { LabelledRows } from '../../src/boost/training-data.ts';
import { isInSet, type Tree } from '../../src/boost/tree.ts';
import { createTreeExplainer } from '../../src/explain/tree-shap.ts';
import { createRandom } from '../../src/random/random.ts';

/** Rows of numbers, some of them missing, and one column of 9 categories; a target with interactions. */
function makeRows(count: number, width: number): LabelledRows {
  const random = createRandom(3, 'rows to explain');
  const columns = Array.from({ length: width }, () => new Float32Array(count));
  const target = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const row = columns.map((_, f) => (f === 1 ? Math.floor(random() * 9) : random()));
    const [a = 0, b = 0, c = 0, d = 0] = row;
    target[i] = Math.round(4 * a * (b % 3) + (c > 0.5 ? 3 * d : 0) + random());
    for (const [f, value] of row.entries()) {
      (columns[f] as Float32Array)[i] = f > 1 && random() < 0.1 ? Number.NaN : value;
    }
  }
  return {
    features: { rows: count, columns, categorical: columns.map((_, f) => f === 1) },
    target,
    weight: new Float32Array(count).fill(1),
  };
}

const rowOf = (rows: LabelledRows, i: number): Float32Array =>
  Float32Array.from(rows.features.columns, (column) => column[i] as number);

/** Expected value of a tree when only the features of the set `known` (bits) are known: by its definition. */
function expectation(tree: Tree, row: Float32Array, known: number, node: number): number {
  if (node < 0) return tree.leafValue[~node] as number;
  const feature = tree.feature[node] as number;
  const children = [tree.left[node] as number, tree.right[node] as number] as const;
  if ((known >> feature) & 1) {
    const value = row[feature] as number;
    let isLeft = value <= (tree.threshold[node] as number);
    if (Number.isNaN(value)) isLeft = tree.missingLeft[node] === 1;
    else if (tree.categorical[node] === 1) isLeft = isInSet(tree.sets, tree.threshold[node] as number, value);
    return expectation(tree, row, known, children[isLeft ? 0 : 1]);
  }
  const [left, right] = children.map((child) =>
    child >= 0 ? (tree.cover[child] as number) : (tree.leafCover[~child] as number),
  ) as [number, number];
  return (
    (left * expectation(tree, row, known, children[0]) + right * expectation(tree, row, known, children[1])) /
    (left + right)
  );
}

const worth = (booster: Booster, row: Float32Array, known: number): number =>
  booster.trees.reduce(
    (sum, tree) => sum + expectation(tree, row, known, tree.feature.length > 0 ? 0 : -1),
    booster.base,
  );

const bits = (set: number): number => (set === 0 ? 0 : (set & 1) + bits(set >> 1));
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Shapley values by enumerating all sets of features. */
function enumerate(booster: Booster, row: Float32Array): number[] {
  const width = row.length;
  const worths = Array.from({ length: 1 << width }, (_, set) => worth(booster, row, set));
  return Array.from(row, (_, f) => {
    let value = 0;
    for (let set = 0; set < 1 << width; set++) {
      if ((set >> f) & 1) continue;
      const size = bits(set);
      const share = (factorial(size) * factorial(width - size - 1)) / factorial(width);
      value += share * ((worths[set | (1 << f)] as number) - (worths[set] as number));
    }
    return value;
  });
}

describe('contributions of the features of trees', () => {
  it('are the Shapley values that an enumeration of all sets of features gives', () => {
    const rows = makeRows(600, 5);
    const booster = trainBooster(rows, { ...DEFAULT_BOOSTER, trees: 12, leaves: 12, featureShare: 1 });
    const tree = booster.trees[0] as Tree;
    // The paths ask a feature more than once, and all kinds of questions are there.
    expect(tree.feature.length).toBeGreaterThan(new Set(tree.feature).size);
    expect(booster.trees.some(({ categorical }) => categorical.includes(1))).toBe(true);
    const explainer = createTreeExplainer(booster);
    for (let i = 0; i < 40; i++) {
      const row = rowOf(rows, i);
      const found = new Float64Array(5);
      explainer.explain(row, found);
      const wanted = enumerate(booster, row);
      for (const [f, value] of wanted.entries()) expect(found[f]).toBeCloseTo(value, 10);
      expect(explainer.expected).toBeCloseTo(worth(booster, row, 0), 10);
    }
  });

  it('sum with the expected score to the score of every row, in a forest of the size that forecasts', () => {
    const rows = makeRows(4000, 30);
    const booster = trainBooster(rows, {
      ...DEFAULT_BOOSTER,
      objective: { name: 'tweedie', power: 1.5 },
      trees: 300,
      featureShare: 0.5,
    });
    const forest = packForest(booster);
    const explainer = createTreeExplainer(booster);
    for (let i = 0; i < 30; i++) {
      const row = rowOf(rows, i);
      if (i % 3 === 0) row.fill(Number.NaN, 5, 20);
      const found = new Float64Array(30);
      explainer.explain(row, found);
      expect(found.reduce((sum, one) => sum + one, explainer.expected)).toBeCloseTo(
        scoreRow(forest, row),
        10,
      );
    }
  });

  it('are all zero, and the expected score the base, where no tree asks anything', () => {
    const rows = makeRows(40, 3);
    const stump = trainBooster(rows, { ...DEFAULT_BOOSTER, trees: 3, minRows: 1000 });
    const found = new Float64Array(3);
    const explainer = createTreeExplainer(stump);
    explainer.explain(rowOf(rows, 0), found);
    expect([...found]).toEqual([0, 0, 0]);
    expect(explainer.expected).toBeCloseTo(scoreRow(packForest(stump), rowOf(rows, 0)), 12);
  });
});
