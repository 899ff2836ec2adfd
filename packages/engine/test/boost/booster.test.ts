import { describe, expect, it } from 'vitest';
import { averageBoosters } from '../../src/boost/average.ts';
import { binColumn, binOf, type FeatureMatrix, placeBins } from '../../src/boost/bin-columns.ts';
import type { Booster } from '../../src/boost/booster.ts';
import { forestOf, packForest, predictRow as predictForest, scoreRow } from '../../src/boost/forest.ts';
import { meanLoss, type Objective, writeGradients } from '../../src/boost/objective.ts';
import { type BoosterOptions, DEFAULT_BOOSTER, trainBooster } from '../../src/boost/train-booster.ts';
import type { LabelledRows } from '../../src/boost/training-data.ts';
import { createRandom } from '../../src/random/random.ts';
import { leafOf } from './leaf-of.ts';

const predictRow = (booster: Booster, row: Float32Array): number => predictForest(forestOf(booster), row);

const objectives: readonly Objective[] = [
  { name: 'squared' },
  { name: 'poisson' },
  { name: 'tweedie', power: 1.5 },
];

/** Rows of uniform features and a target made from them. */
function makeRows(
  count: number,
  width: number,
  seed: number,
  target: (row: readonly number[]) => number,
  categorical: readonly number[] = [],
): LabelledRows {
  const random = createRandom(seed, 'rows');
  const columns = Array.from({ length: width }, () => new Float32Array(count));
  const labels = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const row = columns.map((_, f) => (categorical.includes(f) ? Math.floor(random() * 12) : random()));
    for (const [f, value] of row.entries()) (columns[f] as Float32Array)[i] = value;
    labels[i] = target(row);
  }
  const features: FeatureMatrix = {
    rows: count,
    columns,
    categorical: columns.map((_, f) => categorical.includes(f)),
  };
  return { features, target: labels, weight: new Float32Array(count).fill(1) };
}

const rowOf = (rows: LabelledRows, i: number): Float32Array =>
  Float32Array.from(rows.features.columns, (column) => column[i] as number);

function rootMeanSquare(rows: LabelledRows, predict: (row: Float32Array) => number): number {
  let sum = 0;
  for (let i = 0; i < rows.target.length; i++) {
    sum += ((rows.target[i] as number) - predict(rowOf(rows, i))) ** 2;
  }
  return Math.sqrt(sum / rows.target.length);
}

const all: Partial<BoosterOptions> = { featureShare: 1, rowShare: 1 };

describe('bins', () => {
  it('keep the order of numbers, give equal values one bin and missing ones their own', () => {
    const values = Float32Array.from({ length: 5000 }, (_, i) => ((i * 7919) % 1000) / 10);
    values[17] = Number.NaN;
    const bins = placeBins(values, false, 63);
    const column = new Uint8Array(5000);
    binColumn(values, bins, column);
    expect(bins.count).toBe(64);
    expect(column[17]).toBe(0);
    for (let i = 1; i < 5000; i++) {
      const [a, b] = [values[i - 1] as number, values[i] as number];
      if (Number.isNaN(a) || Number.isNaN(b)) continue;
      const [binA, binB] = [column[i - 1] as number, column[i] as number];
      if (a === b) expect(binA).toBe(binB);
      else if (a < b) expect(binA).toBeLessThanOrEqual(binB);
      else expect(binA).toBeGreaterThanOrEqual(binB);
    }
  });

  it('of a column are those of its values one by one', () => {
    const random = createRandom(7, 'columns');
    const wild = [0, -0, 1e-45, -1e-45, 1, 1 + 2 ** -23, -1, 3.4e38, -3.4e38, NaN, Infinity, -Infinity];
    const spread = Array.from({ length: 3000 }, () => (random() - 0.3) * 10 ** (6 * random() - 3));
    const close = Array.from({ length: 3000 }, () => 1 + random() / 1000);
    const columns = [spread, close, wild, [...spread, ...wild], [-0, -1, -2, -0, 0, 5], [3], []];
    for (const column of columns) {
      for (const most of [255, 63, 2]) {
        const values = Float32Array.from(column);
        const bins = placeBins(values, false, most);
        const asked = Float32Array.from([...column, ...wild, ...bins.upper]);
        const found = new Uint8Array(asked.length);
        binColumn(asked, bins, found);
        expect(found).toEqual(Uint8Array.from(asked, (value) => binOf(value, bins)));
      }
    }
  });

  it('part few distinct values exactly', () => {
    const values = Float32Array.of(0, 1, 1, 2, 0, 2);
    const bins = placeBins(values, false, 63);
    expect([0, 1, 2].map((value) => binOf(value, bins))).toEqual([1, 2, 3]);
    expect(binOf(Number.NaN, bins)).toBe(0);
    expect(binOf(-5, bins)).toBe(1);
    expect(binOf(9, bins)).toBe(3);
  });
});

describe('objectives', () => {
  it.each(objectives)('$name: derivatives agree with finite differences of the loss', (objective) => {
    const target = Float32Array.of(0, 0.5, 1, 3, 12);
    const weight = Float32Array.of(1, 2, 0.5, 1, 3);
    const total = 7.5;
    const score = Float64Array.of(-0.4, 0.1, 0.7, -1, 1.5);
    const gradient = new Float32Array(5);
    const hessian = new Float32Array(5);
    const rows = Int32Array.of(3, 0, 4, 1, 2);
    const sums = new Float64Array(4);
    writeGradients(objective, target, weight, score, rows, 0, 5, gradient, hessian, sums, 2);
    const step = 1e-4;
    for (const [place, i] of rows.entries()) {
      const lossAt = (delta: number): number => {
        const moved = score.slice();
        moved[i] = (score[i] as number) + delta;
        return total * meanLoss(objective, target, weight, moved);
      };
      const slope = (lossAt(step) - lossAt(-step)) / (2 * step);
      const curve = (lossAt(step) - 2 * lossAt(0) + lossAt(-step)) / step ** 2;
      expect(gradient[place]).toBeCloseTo(slope, 3);
      expect(hessian[place]).toBeCloseTo(curve, 2);
    }
    const sizes = gradient.reduce((sum, one) => sum + Math.abs(one), 0);
    const curvatures = hessian.reduce((sum, one) => sum + one, 0);
    expect(sums).toEqual(Float64Array.of(0, 0, sizes, curvatures));
  });
});

describe('boosted trees', () => {
  it('find one planted split exactly', () => {
    const rows = makeRows(400, 3, 1, (row) => ((row[1] as number) > 0.5 ? 10 : -10));
    const booster = trainBooster(rows, {
      ...DEFAULT_BOOSTER,
      ...all,
      trees: 1,
      leaves: 2,
      learningRate: 1,
      lambda: 0,
      bins: 255,
    });
    const [tree] = booster.trees;
    expect(tree?.feature).toEqual(Int16Array.of(1));
    expect(tree?.threshold[0]).toBeCloseTo(0.5, 2);
    // The largest step of a leaf is 1, so that one wild tree cannot run away.
    expect(tree?.leafValue).toEqual(Float64Array.of(-1, 1));
  });

  it('learn a smooth function with interactions better than its parts, on rows they never saw', () => {
    const friedman = (x: readonly number[]): number =>
      0.1 *
      (10 * Math.sin(Math.PI * (x[0] as number) * (x[1] as number)) +
        20 * ((x[2] as number) - 0.5) ** 2 +
        10 * (x[3] as number));
    const rows = makeRows(4000, 6, 2, friedman);
    const unseen = makeRows(1000, 6, 3, friedman);
    const booster = trainBooster(rows, { ...DEFAULT_BOOSTER, trees: 300 });
    const mean = rows.target.reduce((sum, y) => sum + y, 0) / rows.target.length;
    const ours = rootMeanSquare(unseen, (row) => predictRow(booster, row));
    expect(ours).toBeLessThan(0.15 * rootMeanSquare(unseen, () => mean));
  });

  it.each(objectives)('$name: the mean of the forecasts is the mean of the targets', (objective) => {
    const rows = makeRows(3000, 3, 4, (row) => Math.floor(4 * (row[0] as number)) * (row[1] as number));
    const booster = trainBooster(rows, { ...DEFAULT_BOOSTER, objective, trees: 60 });
    let sum = 0;
    for (let i = 0; i < 3000; i++) sum += predictRow(booster, rowOf(rows, i));
    const mean = rows.target.reduce((total, y) => total + y, 0);
    // The log link is not the canonical one of Tweedie: the trees on the way to zero errors may be off a little.
    const slack = objective.name === 'tweedie' ? 0.08 : 0.03;
    expect(Math.abs(sum / mean - 1)).toBeLessThan(slack);
  });

  it('part categories by what they mean, not by their codes', () => {
    const high = new Set([0, 3, 4, 7, 11]);
    const rows = makeRows(2000, 2, 5, (row) => (high.has(row[0] as number) ? 2 : 1), [0]);
    const booster = trainBooster(rows, { ...DEFAULT_BOOSTER, ...all, trees: 60, leaves: 2, minRows: 5 });
    for (let code = 0; code < 12; code++) {
      const forecast = predictRow(booster, Float32Array.of(code, 0.5));
      expect(forecast).toBeCloseTo(high.has(code) ? 2 : 1, 1);
    }
  });

  it('take a category that they never saw for one of the many, not for the few that are unlike all others', () => {
    // one row of twelve has the first, on which nothing is sold
    const rows = makeRows(3000, 2, 6, ([code, x]) => (code === 0 ? 0 : 2 + x + (code % 3) / 4), [0]);
    const options: BoosterOptions = { ...DEFAULT_BOOSTER, ...all, trees: 80, minRows: 5 };
    const booster = trainBooster(rows, { ...options, objective: { name: 'tweedie', power: 1.5 } });
    expect(predictRow(booster, Float32Array.of(0, 0.5))).toBeLessThan(0.3);
    for (const unseen of [12, 40, 254, 255, Number.NaN]) {
      const forecast = predictRow(booster, Float32Array.of(unseen, 0.5));
      expect(forecast).toBeGreaterThan(2.2);
      expect(forecast).toBeLessThan(3.1);
    }
  });

  it('stop where the loss of categories that were not learned is least: as they forecast them', () => {
    const bins = placeBins(Float32Array.of(0, 3, 1, Number.NaN), true, 10);
    // missing, the codes 0 to 3, and one for all others
    expect([Number.NaN, 0, 3, 4, 254, 255].map((code) => binOf(code, bins))).toEqual([0, 1, 4, 5, 5, 0]);
  });

  it('never rise with a number that they must not rise with, whatever the others are', () => {
    // what was sold rises and falls with the first number; noise and the others hide it
    const random = createRandom(8, 'noise');
    const free = makeRows(4000, 4, 3, ([a, b, c]) => Math.exp(Math.sin(9 * a) - a + b * c + random()), [3]);
    const rows = { ...free, features: { ...free.features, directions: [-1, 0, 1, 0] } };
    const options: BoosterOptions = {
      ...DEFAULT_BOOSTER,
      objective: { name: 'tweedie', power: 1.5 },
      trees: 60,
    };
    const rises = (booster: Booster): number => {
      let count = 0;
      for (let i = 0; i < 200; i++) {
        const row = rowOf(rows, i);
        let before = Number.POSITIVE_INFINITY;
        for (let step = 0; step <= 50; step++) {
          row[0] = step / 50;
          const now = predictRow(booster, row);
          if (now > before) count++;
          before = now;
        }
      }
      return count;
    };
    const bound = trainBooster(rows, options);
    expect(rises(bound)).toBe(0);
    expect(rises(trainBooster(free, options))).toBeGreaterThan(100);
    const [low, high] = [0.2, 0.8].map((c) => predictRow(bound, Float32Array.of(0.5, 0.9, c, 1)));
    expect(high).toBeGreaterThan(low as number);
    const flat = trainBooster(
      { ...free, features: { ...free.features, directions: [1, 0, -1, 0] } },
      options,
    );
    expect(rootMeanSquare(rows, (row) => predictRow(bound, row))).toBeLessThan(
      rootMeanSquare(rows, (row) => predictRow(flat, row)),
    );
  });

  it('lose little to a direction that the rows follow anyway', () => {
    const free = makeRows(4000, 3, 4, ([a, b]) => 3 - 2 * a + b);
    const rows = { ...free, features: { ...free.features, directions: [-1, 1, 0] } };
    const options = { ...DEFAULT_BOOSTER, trees: 80 };
    const error = (from: LabelledRows): number => {
      const booster = trainBooster(from, options);
      return rootMeanSquare(free, (row) => predictRow(booster, row));
    };
    expect(error(rows)).toBeLessThan(1.15 * error(free));
  });

  it('send missing values to the side that fits them', () => {
    const rows = makeRows(2000, 1, 6, (row) => ((row[0] as number) < 0.3 ? 5 : 1));
    const [column] = rows.features.columns;
    for (let i = 0; i < 2000; i += 4) {
      (column as Float32Array)[i] = Number.NaN;
      rows.target[i] = 5;
    }
    const booster = trainBooster(rows, { ...DEFAULT_BOOSTER, ...all, trees: 100, leaves: 2 });
    expect(predictRow(booster, Float32Array.of(Number.NaN))).toBeCloseTo(5, 1);
    expect(predictRow(booster, Float32Array.of(0.1))).toBeCloseTo(5, 1);
    expect(predictRow(booster, Float32Array.of(0.8))).toBeCloseTo(1, 1);
  });

  it('score a row in the packed forest as tree by tree', () => {
    const rows = makeRows(1500, 4, 12, (row) => (row[0] as number) + Math.sin(5 * (row[1] as number)), [0]);
    const [, second] = rows.features.columns;
    for (let i = 0; i < 1500; i += 7) (second as Float32Array)[i] = Number.NaN;
    const booster = trainBooster(rows, { ...DEFAULT_BOOSTER, trees: 40 });
    const forest = packForest(booster);
    const strange = [
      Float32Array.of(300, 0, 0, 0),
      Float32Array.of(-1, Number.NaN, 9, -9),
      Float32Array.of(Number.NaN, 1, 1, 1),
    ];
    const usual = Array.from({ length: 200 }, (_, i) => rowOf(rows, i));
    for (const row of [...usual, ...strange]) {
      let sum = booster.base;
      for (const tree of booster.trees) sum += tree.leafValue[leafOf(tree, row, 0)] as number;
      expect(scoreRow(forest, row)).toBeCloseTo(sum, 12);
    }
  });

  it('have leaves that add up exactly, in whatever order', () => {
    const rows = makeRows(
      900,
      3,
      14,
      (row) => 5 + 1000 * (row[0] as number) + Math.sin(5 * (row[1] as number)),
    );
    const booster = trainBooster(rows, { ...DEFAULT_BOOSTER, trees: 40 });
    const { base, leafValue } = packForest(booster);
    // the first leaf of each tree, as a row of features has one of each
    const firsts = booster.trees.map((_, t) =>
      booster.trees.slice(0, t).reduce((sum, tree) => sum + tree.leafValue.length, 0),
    );
    const numbers = [base, ...firsts.map((place) => leafValue[place] as number)];
    const forth = numbers.reduce((sum, value) => sum + value, 0);
    const back = numbers.reduceRight((sum, value) => sum + value, 0);
    const other = leafValue[1] as number;
    const apart = forth - (numbers[1] as number) + other;
    const direct = [base, other, ...numbers.slice(2)].reduce((sum, value) => sum + value, 0);
    expect(back).toBe(forth);
    expect(apart).toBe(direct);
  });

  it.each([
    [1e-310, -2e-310, 0],
    [1.7e308, 3, 0],
    [Number.POSITIVE_INFINITY, 1, 0],
    [Number.NaN, 0.25, 0.5],
    [0, 0, 0],
  ])('are asked with leaves as they are where these cannot be rounded: %d, %d on %d', (left, right, base) => {
    const rows = makeRows(300, 1, 15, (row) => ((row[0] as number) > 0.5 ? 1 : -1));
    const trained = trainBooster(rows, { ...DEFAULT_BOOSTER, trees: 1, leaves: 2 });
    const [tree] = trained.trees;
    const stump = { ...(tree as NonNullable<typeof tree>), leafValue: Float64Array.of(left, right) };
    const forest = packForest({ ...trained, base, trees: [stump, stump] });
    const scoreOf = (value: number): number => scoreRow(forest, Float32Array.of(value));
    expect(scoreOf(Number.NEGATIVE_INFINITY)).toBe(base + left + left);
    expect(scoreOf(Number.POSITIVE_INFINITY)).toBe(base + right + right);
  });

  it('stop at the least loss on rows they do not learn from', () => {
    const noise = createRandom(9, 'noise');
    const target = (row: readonly number[]): number => (row[0] as number) + 3 * (noise() - 0.5);
    const rows = makeRows(600, 4, 7, target);
    const unseen = makeRows(600, 4, 8, target);
    const options = { ...DEFAULT_BOOSTER, trees: 400, learningRate: 0.2, patience: 20 };
    const stopped = trainBooster(rows, options, unseen);
    const whole = trainBooster(rows, options);
    expect(whole.trees).toHaveLength(400);
    expect(stopped.trees.length).toBeLessThan(100);
    expect(stopped.trees.length).toBeGreaterThan(0);
    // The same trees as far as they go: the other rows only say where to stop.
    expect(stopped.trees).toEqual(whole.trees.slice(0, stopped.trees.length));
    expect(rootMeanSquare(unseen, (row) => predictRow(stopped, row))).toBeLessThan(
      rootMeanSquare(unseen, (row) => predictRow(whole, row)),
    );
  });

  it('are kept up to the least number that is asked for, though every one of them raises the loss elsewhere', () => {
    const rows = makeRows(600, 3, 7, ([x = 0]) => x);
    const unseen = makeRows(600, 3, 8, ([x = 0]) => 1 - x);
    const options = { ...DEFAULT_BOOSTER, trees: 60, patience: 5 };
    expect(trainBooster(rows, options, unseen).trees).toHaveLength(0);
    const least = trainBooster(rows, { ...options, leastTrees: 20 }, unseen);
    expect(least.trees).toEqual(trainBooster(rows, options).trees.slice(0, 20));
  });

  it('are the same for the same rows and seed, and others for another seed', () => {
    const rows = makeRows(1000, 5, 10, (row) => (row[0] as number) * (row[4] as number));
    const options = { ...DEFAULT_BOOSTER, trees: 20 };
    expect(trainBooster(rows, options)).toEqual(trainBooster(rows, options));
    expect(trainBooster(rows, { ...options, seed: 2 })).not.toEqual(trainBooster(rows, options));
  });

  it('weigh rows: a weight of two is the row twice', () => {
    const rows = makeRows(500, 2, 11, (row) => (row[0] as number) ** 2);
    const weight = Float32Array.from({ length: 500 }, (_, i) => 1 + (i % 2));
    const twice = (column: Float32Array): Float32Array =>
      Float32Array.from([...column, ...column.filter((_, i) => i % 2 === 1)]);
    const options = { ...DEFAULT_BOOSTER, ...all, trees: 5, minRows: 1, bins: 20, minHessian: 20 };
    const weighted = trainBooster({ ...rows, weight }, options);
    const doubled = trainBooster(
      {
        features: { ...rows.features, rows: 750, columns: rows.features.columns.map(twice) },
        target: twice(rows.target),
        weight: new Float32Array(750).fill(1),
      },
      options,
    );
    for (const x of [0.05, 0.3, 0.6, 0.95]) {
      const row = Float32Array.of(x, 0.5);
      expect(predictRow(weighted, row)).toBeCloseTo(predictRow(doubled, row), 1);
    }
  });
});

describe('the mean of boosters', () => {
  const noise = createRandom(5, 'noise');
  const signal = (row: readonly number[]): number => Math.exp(Math.sin(6 * row[0]!) + row[1]!);
  const learned = makeRows(2000, 4, 1, (row) => signal(row) * -Math.log(noise()));
  const train = (seed: number): Booster =>
    trainBooster(learned, { ...DEFAULT_BOOSTER, objective: { name: 'poisson' }, trees: 60, seed });
  const members = [train(1), train(2), train(3)] as const;
  const mean = averageBoosters(members);

  it('is the geometric mean of their predictions under a log link', () => {
    for (let i = 0; i < 50; i++) {
      const row = rowOf(learned, i);
      const logs = members.map((member) => Math.log(predictRow(member, row)));
      expect(Math.log(predictRow(mean, row))).toBeCloseTo(logs.reduce((a, b) => a + b) / 3, 9);
    }
  });

  it('is nearer to the truth than any of them where they learned from noise', () => {
    const truth = makeRows(2000, 4, 2, signal);
    const errors = members.map((member) => rootMeanSquare(truth, (row) => predictRow(member, row)));
    expect(rootMeanSquare(truth, (row) => predictRow(mean, row))).toBeLessThan(Math.min(...errors));
  });
});
