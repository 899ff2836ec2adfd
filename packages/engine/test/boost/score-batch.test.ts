import { describe, expect, it } from 'vitest';
import type { Booster } from '../../src/boost/booster.ts';
import { packForest, scoreRow } from '../../src/boost/forest.ts';
import { BATCH, BatchScorer } from '../../src/boost/score-batch.ts';
import { DEFAULT_BOOSTER, trainBooster } from '../../src/boost/train-booster.ts';
import { createRandom } from '../../src/random/random.ts';

const WIDTH = 12;
/** Features that are categories, and the share of values that are missing, by feature. */
const CATEGORIES = [3, 8];
const MISSING = [0, 0.2, 0, 0.1, 0, 0, 0.5, 0, 0.3, 0, 0, 1];

type Draw = () => number;

function drawValue(f: number, random: Draw): number {
  if (random() < (MISSING[f] as number)) return Number.NaN;
  // few different numbers, so that rows share them and meet the thresholds
  return CATEGORIES.includes(f) ? Math.floor(random() * 9) : Math.round(random() * 20) / 20;
}

function trainForest(seed: number): Booster {
  const random = createRandom(seed, 'rows');
  const rows = 3000;
  const columns = MISSING.map((_, f) => Float32Array.from({ length: rows }, () => drawValue(f, random)));
  const known = (f: number, i: number): number => (columns[f] as Float32Array)[i] || 0;
  const target = Float32Array.from({ length: rows }, (_, i) =>
    Math.max(0, known(0, i) + 2 * known(1, i) * known(6, i) + (known(3, i) % 3) + known(8, i) / 5 + random()),
  );
  return trainBooster(
    {
      features: { rows, columns, categorical: MISSING.map((_, f) => CATEGORIES.includes(f)) },
      target,
      weight: new Float32Array(rows).fill(1),
    },
    { ...DEFAULT_BOOSTER, objective: { name: 'tweedie', power: 1.5 }, trees: 60, featureShare: 0.5, seed },
  );
}

/** Fills the scorer's rows: features of `shared` are the same in all of them. */
function fillRows(scorer: BatchScorer, count: number, shared: ReadonlySet<number>, random: Draw): void {
  for (let f = 0; f < WIDTH; f++) {
    const same = drawValue(f, random);
    for (let r = 0; r < count; r++) {
      scorer.rows[r * WIDTH + f] = shared.has(f) ? same : drawValue(f, random);
    }
  }
}

describe('rows scored together', () => {
  const booster = trainForest(1);
  const forest = packForest(booster);

  it('rest on trees that ask numbers, categories and features with missing values', () => {
    const asked = new Set(booster.trees.flatMap((tree) => [...tree.feature]));
    for (const f of [0, 1, 3, 6, 8]) expect(asked).toContain(f);
    expect(booster.trees.some((tree) => tree.missingLeft.some((left) => left === 1))).toBe(true);
  });

  it.each([1, 2, 7, 28, 31, BATCH])('have the very scores of rows scored alone: %i rows', (count) => {
    const random = createRandom(count, 'batches');
    const scorer = new BatchScorer(WIDTH);
    const scores = new Float64Array(BATCH);
    for (let round = 0; round < 60; round++) {
      // from nothing in common to everything
      const shared = new Set([...MISSING.keys()].filter(() => random() < round / 50));
      fillRows(scorer, count, shared, random);
      scorer.begin(count);
      scorer.score(forest, scores);
      for (let r = 0; r < count; r++) {
        expect(scores[r]).toBe(scoreRow(forest, scorer.rows.subarray(r * WIDTH, (r + 1) * WIDTH)));
      }
    }
  });

  it('are scored by one forest after the other from one beginning', () => {
    const other = packForest(trainForest(2));
    const scorer = new BatchScorer(WIDTH);
    fillRows(scorer, 5, new Set([0, 1, 2]), createRandom(5, 'batches'));
    scorer.begin(5);
    for (const one of [forest, other, forest]) {
      const scores = new Float64Array(5);
      scorer.score(one, scores);
      for (let r = 0; r < 5; r++) {
        expect(scores[r]).toBe(scoreRow(one, scorer.rows.subarray(r * WIDTH, (r + 1) * WIDTH)));
      }
    }
  });

  it('get the base of a forest without a tree, and the leaf of trees that ask nothing', () => {
    const scorer = new BatchScorer(WIDTH);
    fillRows(scorer, 3, new Set(), createRandom(9, 'batches'));
    scorer.begin(3);
    const scores = new Float64Array(3);
    scorer.score(packForest({ ...booster, base: 0.75, trees: [] }), scores);
    expect([...scores]).toEqual([0.75, 0.75, 0.75]);
    const [tree] = booster.trees;
    const stump = { ...(tree as NonNullable<typeof tree>), leafValue: Float64Array.of(0.25) };
    for (const name of ['feature', 'threshold', 'categorical', 'missingLeft', 'left', 'right'] as const) {
      Object.assign(stump, { [name]: stump[name].slice(0, 0) });
    }
    scorer.score(packForest({ ...booster, base: 0.75, trees: [stump, stump] }), scores);
    expect([...scores]).toEqual([1.25, 1.25, 1.25]);
  });
});
